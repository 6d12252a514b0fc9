"""Staff pages of contracts, their splits, and where their money stands."""

from trusts.contracts.admin import chains as chains
from trusts.contracts.admin import holdings as holdings
from trusts.contracts.admin import panels as panels
from trusts.contracts.admin.agreements import ContractAdmin as ContractAdmin
from trusts.contracts.admin.agreements import ContractTermsAdmin as ContractTermsAdmin
from trusts.contracts.admin.splits import SplitAdmin as SplitAdmin
