"""Tables of fund-use contracts, their terms in versions and their split over projects."""

from trusts.contracts.models.agreements import Contract as Contract
from trusts.contracts.models.agreements import ContractTerms as ContractTerms
from trusts.contracts.models.agreements import ContractVersion as ContractVersion
from trusts.contracts.models.splits import Split as Split
from trusts.contracts.models.splits import SplitLine as SplitLine
