"""Acts on labels: proposed as suggested or by hand; supplementary fields loaded, values given."""

from trusts.labels.operations.documents import keep_document as keep_document
from trusts.labels.operations.labels import propose_label as propose_label
from trusts.labels.operations.supplementary import ValueDraft as ValueDraft
from trusts.labels.operations.supplementary import load_fields as load_fields
from trusts.labels.operations.supplementary import propose_value as propose_value
from trusts.labels.operations.supplementary import propose_values as propose_values
