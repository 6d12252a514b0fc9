"""The tables of the library: editions, what they hold, and the policies that people turned on."""

from projects.reference.models.editions import CannotSupersede, Edition, FileChanged
from projects.reference.models.policies import FactorPolicy
from projects.reference.models.rows import (
    ConversionCoefficient,
    Factor,
    FuelProperty,
    GlobalWarmingPotential,
    GridRegion,
    Source,
    TaxonomyClass,
    TaxonomyLink,
)

__all__ = [
    "CannotSupersede",
    "ConversionCoefficient",
    "Edition",
    "Factor",
    "FactorPolicy",
    "FileChanged",
    "FuelProperty",
    "GlobalWarmingPotential",
    "GridRegion",
    "Source",
    "TaxonomyClass",
    "TaxonomyLink",
]
