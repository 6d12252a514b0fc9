"""What labels say and take over HTTP."""

from trusts.labels.serializers.amounts import ContractGreenSerializer as ContractGreenSerializer
from trusts.labels.serializers.amounts import LabelRecheckSerializer as LabelRecheckSerializer
from trusts.labels.serializers.amounts import RollupSerializer as RollupSerializer
from trusts.labels.serializers.labels import DocumentSerializer as DocumentSerializer
from trusts.labels.serializers.labels import DocumentUploadSerializer as DocumentUploadSerializer
from trusts.labels.serializers.labels import GreenLabelSerializer as GreenLabelSerializer
from trusts.labels.serializers.labels import SuggestionSerializer as SuggestionSerializer
from trusts.labels.serializers.supplementary import ManyValuesSerializer as ManyValuesSerializer
from trusts.labels.serializers.supplementary import (
    SupplementaryFieldSerializer as SupplementaryFieldSerializer,
)
from trusts.labels.serializers.supplementary import (
    SupplementaryValueSerializer as SupplementaryValueSerializer,
)
