"""Front door: every table of the app, for Django to find."""

from projects.carbon.models import (
    Activity,
    ActivityStatement,
    Claim,
    SoldRight,
    Statement,
    StatementRun,
)
from projects.metering.models import DayBlock, MeterBatch, MeterSlice, StationMonth
from projects.recognition.models import (
    CriteriaEdition,
    Evidence,
    Recognition,
    RecognitionEvidence,
    RiskGrade,
    RiskListing,
)
from projects.reference.models import (
    ConversionCoefficient,
    Edition,
    Factor,
    FactorPolicy,
    FuelProperty,
    GlobalWarmingPotential,
    GridRegion,
    Source,
    TaxonomyClass,
    TaxonomyLink,
)
from projects.registry.models import (
    Owner,
    Project,
    ProjectFinance,
    ProjectTerms,
    Station,
    StationBatch,
)

__all__ = [
    "Activity",
    "ActivityStatement",
    "Claim",
    "ConversionCoefficient",
    "CriteriaEdition",
    "DayBlock",
    "Edition",
    "Evidence",
    "Factor",
    "FactorPolicy",
    "FuelProperty",
    "GlobalWarmingPotential",
    "GridRegion",
    "MeterBatch",
    "MeterSlice",
    "Owner",
    "Project",
    "ProjectFinance",
    "ProjectTerms",
    "Recognition",
    "RecognitionEvidence",
    "RiskGrade",
    "RiskListing",
    "SoldRight",
    "Source",
    "Statement",
    "StatementRun",
    "Station",
    "StationBatch",
    "StationMonth",
    "TaxonomyClass",
    "TaxonomyLink",
]
