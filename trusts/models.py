"""Front door: every table of the app, for Django to find."""

from trusts.attribution.models import AttributionStatement
from trusts.contracts.models import Contract, ContractTerms, Split, SplitLine
from trusts.labels.models import GreenLabel, SupplementaryField, SupplementaryValue
from trusts.ledger.models import Account, Entry, Line, PeriodMove
from trusts.own_funds.models import OwnMovement, OwnPlacement, OwnPlacementTerms
from trusts.register.models import GreenForm, Party, PartyRole, Product, ProductTerms, TrustKind

__all__ = [
    "Account",
    "AttributionStatement",
    "Contract",
    "ContractTerms",
    "Entry",
    "GreenForm",
    "GreenLabel",
    "Line",
    "OwnMovement",
    "OwnPlacement",
    "OwnPlacementTerms",
    "Party",
    "PartyRole",
    "PeriodMove",
    "Product",
    "ProductTerms",
    "Split",
    "SplitLine",
    "SupplementaryField",
    "SupplementaryValue",
    "TrustKind",
]
