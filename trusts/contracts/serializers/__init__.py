"""What contracts say and take over HTTP."""

from trusts.contracts.serializers.answers import AllocationSerializer as AllocationSerializer
from trusts.contracts.serializers.answers import ChainSerializer as ChainSerializer
from trusts.contracts.serializers.answers import (
    ContractStatementSerializer as ContractStatementSerializer,
)
from trusts.contracts.serializers.answers import HeadroomSerializer as HeadroomSerializer
from trusts.contracts.serializers.answers import (
    LookBackAnswerSerializer as LookBackAnswerSerializer,
)
from trusts.contracts.serializers.answers import (
    UnallocatedAnswerSerializer as UnallocatedAnswerSerializer,
)
from trusts.contracts.serializers.proposals import ContractSerializer as ContractSerializer
from trusts.contracts.serializers.proposals import (
    ContractTermsSerializer as ContractTermsSerializer,
)
from trusts.contracts.serializers.proposals import MoneyMoveSerializer as MoneyMoveSerializer
from trusts.contracts.serializers.proposals import SplitSerializer as SplitSerializer
