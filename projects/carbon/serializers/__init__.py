"""What carbon says and takes over HTTP: records, methods and calculators."""

from projects.carbon.serializers.calculators import CalculateSerializer as CalculateSerializer
from projects.carbon.serializers.calculators import CalculationSerializer as CalculationSerializer
from projects.carbon.serializers.calculators import CheckedSerializer as CheckedSerializer
from projects.carbon.serializers.calculators import CheckFactsSerializer as CheckFactsSerializer
from projects.carbon.serializers.entered import (
    ActivityStatementSerializer as ActivityStatementSerializer,
)
from projects.carbon.serializers.entered import HoldsSerializer as HoldsSerializer
from projects.carbon.serializers.entered import StateActivitySerializer as StateActivitySerializer
from projects.carbon.serializers.methods import MethodSerializer as MethodSerializer
from projects.carbon.serializers.records import ActivitySerializer as ActivitySerializer
from projects.carbon.serializers.records import ClaimCheckSerializer as ClaimCheckSerializer
from projects.carbon.serializers.records import ClaimSerializer as ClaimSerializer
from projects.carbon.serializers.records import DrawingAskedSerializer as DrawingAskedSerializer
from projects.carbon.serializers.records import DrawSerializer as DrawSerializer
from projects.carbon.serializers.records import FactorBesideSerializer as FactorBesideSerializer
from projects.carbon.serializers.records import PeriodSerializer as PeriodSerializer
from projects.carbon.serializers.records import (
    StatementDetailSerializer as StatementDetailSerializer,
)
from projects.carbon.serializers.records import StatementRunSerializer as StatementRunSerializer
from projects.carbon.serializers.records import StatementSerializer as StatementSerializer
from projects.carbon.serializers.rights import AskClaimableSerializer as AskClaimableSerializer
from projects.carbon.serializers.rights import ClaimableSerializer as ClaimableSerializer
from projects.carbon.serializers.rights import SoldRightSerializer as SoldRightSerializer
