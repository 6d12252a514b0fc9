"""Front door: every table of the app, for Django to find."""

from trusts.attribution.models import AttributionStatement
from trusts.contracts.models import Contract, ContractTerms, Split, SplitLine
from trusts.intake.models import HeldReference, Import, ImportProfile
from trusts.ledger.models import Account, Entry, EntryBatch, Line, PeriodMove
from trusts.register.models import (
    GreenForm,
    Party,
    PartyRole,
    Product,
    ProductTerms,
    TrustKind,
    UnitClass,
)

__all__ = [
    "Account",
    "AttributionStatement",
    "Contract",
    "ContractTerms",
    "Entry",
    "EntryBatch",
    "GreenForm",
    "HeldReference",
    "Import",
    "ImportProfile",
    "Line",
    "Party",
    "PartyRole",
    "PeriodMove",
    "Product",
    "ProductTerms",
    "Split",
    "SplitLine",
    "TrustKind",
    "UnitClass",
]
