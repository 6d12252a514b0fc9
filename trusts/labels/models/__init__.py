"""The tables of labels."""

from trusts.labels.models.labels import GreenLabel as GreenLabel
from trusts.labels.models.supplementary import SupplementaryField as SupplementaryField
from trusts.labels.models.supplementary import SupplementaryValue as SupplementaryValue
