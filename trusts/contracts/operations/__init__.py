"""Acts on contracts: opened, given terms, drawn and repaid, split over projects."""

from trusts.contracts.operations.agreements import judge as judge
from trusts.contracts.operations.agreements import propose_contract as propose_contract
from trusts.contracts.operations.agreements import propose_terms as propose_terms
from trusts.contracts.operations.money import AboveCommitment as AboveCommitment
from trusts.contracts.operations.money import NoTermsYet as NoTermsYet
from trusts.contracts.operations.money import propose_drawdown as propose_drawdown
from trusts.contracts.operations.money import propose_repayment as propose_repayment
from trusts.contracts.operations.splits import SharesMissing as SharesMissing
from trusts.contracts.operations.splits import propose_split as propose_split
