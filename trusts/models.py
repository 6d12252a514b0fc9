"""Front door: every table of the app, for Django to find."""

from trusts.attribution.models import AttributionStatement
from trusts.contracts.models import Contract, ContractTerms, Split, SplitLine
from trusts.intake.models import HeldReference, Import, ImportProfile
from trusts.ledger.models import Account, Entry, EntryBatch, Line, PeriodMove
from trusts.register.models import (
    ChangeRegistration,
    GreenForm,
    Party,
    PartyRole,
    PersonalData,
    PersonalReading,
    Product,
    ProductTerms,
    TrustKind,
    UnitClass,
)

__all__ = [
    "Account",
    "AttributionStatement",
    "ChangeRegistration",
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
    "PersonalData",
    "PersonalReading",
    "Product",
    "ProductTerms",
    "Split",
    "SplitLine",
    "TrustKind",
    "UnitClass",
]
