"""Front door: every table of the app, for Django to find."""

from trusts.attribution.models import (
    AttributionStatement,
    Exposure,
    FinancedStatement,
    Investee,
    InvesteeEmission,
    InvesteeYear,
)
from trusts.contracts.models import Contract, ContractTerms, Split, SplitLine
from trusts.intake.models import HeldReference, Import, ImportProfile
from trusts.labels.models import GreenLabel, SupplementaryField, SupplementaryValue
from trusts.ledger.models import Account, Entry, EntryBatch, Line, PeriodMove
from trusts.own_funds.models import OwnMovement, OwnPlacement, OwnPlacementTerms
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
    "Exposure",
    "FinancedStatement",
    "GreenForm",
    "GreenLabel",
    "HeldReference",
    "Import",
    "ImportProfile",
    "Investee",
    "InvesteeEmission",
    "InvesteeYear",
    "Line",
    "OwnMovement",
    "OwnPlacement",
    "OwnPlacementTerms",
    "Party",
    "PartyRole",
    "PeriodMove",
    "PersonalData",
    "PersonalReading",
    "Product",
    "ProductTerms",
    "Split",
    "SplitLine",
    "SupplementaryField",
    "SupplementaryValue",
    "TrustKind",
    "UnitClass",
]
