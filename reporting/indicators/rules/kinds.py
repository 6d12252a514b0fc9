"""The words by which the library tells its indicators and its frameworks' items apart."""

from __future__ import annotations

from enum import StrEnum


class ListKind(StrEnum):
    """What a file lists."""

    INDICATORS = "indicators"
    FRAMEWORK = "framework"


class Kind(StrEnum):
    """Where the value of an indicator comes from."""

    COMPUTED = "computed"
    COLLECTED = "collected"


class Answer(StrEnum):
    """What an indicator or an item asks for."""

    NUMBER = "number"
    TEXT = "text"
    MIXED = "mixed"


class Pillar(StrEnum):
    """Environment, social, governance."""

    ENVIRONMENT = "environment"
    SOCIAL = "social"
    GOVERNANCE = "governance"


class Theme(StrEnum):
    """What an indicator is about."""

    GREEN_TRUST = "green_trust"
    CAPACITY = "capacity"
    RECOGNITION = "recognition"
    ENERGY = "energy"
    AVOIDED = "avoided"
    ATTRIBUTION = "attribution"
    FINANCED = "financed"
    BENEFIT = "benefit"
    CLAIMS = "claims"
    DATA_QUALITY = "data_quality"
    OPERATIONS = "operations"
    OWN_EMISSIONS = "own_emissions"
    ENVIRONMENTAL_GOVERNANCE = "environmental_governance"
    PEOPLE = "people"
    CUSTOMERS = "customers"
    COMMUNITY = "community"
    CONDUCT = "conduct"
    BOARD = "board"
    RISK = "risk"


class Periodicity(StrEnum):
    """How often an indicator is asked for."""

    ANNUAL = "annual"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"


class Coverage(StrEnum):
    """How far an item of a framework, or one indicator of it, is answered for a period."""

    ANSWERED = "answered"
    PARTLY = "partly"
    NOT_COLLECTED = "not_collected"
    NOT_COMPUTED = "not_computed"
    NO_INDICATOR = "no_indicator"
