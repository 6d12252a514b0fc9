"""The words that the register holds: what a product, a party and a role may be."""

from __future__ import annotations

from enum import StrEnum

KIND_LEVEL = 3


class TrustFunction(StrEnum):
    """The older attribute of statistics before 2023: what the trust does for its settlor."""

    FINANCING = "financing"
    INVESTMENT = "investment"
    ADMINISTRATION = "administration"


class TrustStructure(StrEnum):
    """One settlor, several settlors, or property other than money."""

    SINGLE = "single"
    COLLECTIVE = "collective"
    PROPERTY_RIGHT = "property_right"


class Raising(StrEnum):
    """Whom the money is raised from: qualified investors, or the public."""

    PRIVATE = "private"
    PUBLIC = "public"


class BenefitScope(StrEnum):
    """Whom the trust benefits: the settlor alone, others alone, or both."""

    SELF = "self"
    OTHERS = "others"
    BOTH = "both"


class RiskGrade(StrEnum):
    """The product's risk grade, lowest first."""

    R1 = "R1"
    R2 = "R2"
    R3 = "R3"
    R4 = "R4"
    R5 = "R5"


class PartyType(StrEnum):
    """What a party is before the law."""

    COMPANY = "company"
    FINANCIAL_INSTITUTION = "financial_institution"
    PUBLIC_BODY = "public_body"
    CHARITY = "charity"
    PLAN = "plan"
    NATURAL_PERSON = "natural_person"


class RoleKind(StrEnum):
    """What a party is to a product."""

    SETTLOR = "settlor"
    TRUSTEE = "trustee"
    BENEFICIARY_CLASS = "beneficiary_class"
    CUSTODIAN = "custodian"
    ADVISER = "adviser"
    BORROWER = "borrower"
    PROJECT_OWNER = "project_owner"
    CHARITY_SUPERVISOR = "charity_supervisor"
