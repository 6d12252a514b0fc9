"""The table of roles: what each may do. Changed by review of this file, not at run time."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person is in this house."""

    REGISTRAR = "registrar", _("registrar")
    REVIEWER = "reviewer", _("reviewer")
    ANALYST = "analyst", _("analyst")
    DISCLOSURE_OFFICER = "disclosure_officer", _("disclosure officer")
    DATA_OWNER = "data_owner", _("data owner of a department")
    AUDITOR = "auditor", _("auditor")
    INTEGRATION = "integration", _("integration")
    OPERATOR = "operator", _("operator")
    ADMINISTRATOR = "administrator", _("administrator")


#: role -> permissions, each ``<app>.<room>.<act>``; a star stands for any word.
#: Who proposes does not confirm: no role holds both for the same room.
ROLE_PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.REGISTRAR: frozenset(
        {
            "*.*.view",
            "trusts.register.propose",
            "trusts.register.read_personal",
            "trusts.ledger.propose",
            "trusts.contracts.propose",
            "trusts.attribution.propose",
            "trusts.intake.propose",
            "trusts.intake.run",
            "trusts.labels.propose",
            "trusts.own_funds.propose",
            "projects.registry.propose",
            "projects.metering.propose",
            "projects.metering.run",
        }
    ),
    Role.ANALYST: frozenset(
        {
            "*.*.view",
            "projects.reference.propose",
            "projects.recognition.propose",
            "projects.carbon.propose",
            "projects.carbon.run",
            "trusts.attribution.propose",
            "trusts.intake.propose",
            "trusts.intake.run",
            "trusts.attribution.run",
            "trusts.labels.propose",
            "reporting.indicators.propose",
            "reporting.collection.propose",
            "reporting.moves.run",
        }
    ),
    Role.DISCLOSURE_OFFICER: frozenset(
        {
            "*.*.view",
            "reporting.figures.run",
            "reporting.disclosures.propose",
            "reporting.disclosures.run",
            "reporting.indicators.propose",
            "reporting.collection.propose",
            "reporting.collection.run",
            "reporting.moves.run",
            "reporting.exports.propose",
            "reporting.exports.run",
        }
    ),
    Role.DATA_OWNER: frozenset(
        {
            "reporting.collection.view",
            "reporting.collection.propose",
            "reporting.indicators.view",
            "console.lists.view",
            "notices.own.view",
        }
    ),
    Role.REVIEWER: frozenset(
        {"*.*.view", "*.*.confirm", "reporting.moves.run", "trusts.register.read_personal"}
    ),
    Role.AUDITOR: frozenset({"*.*.view", "notices.others.read"}),
    Role.INTEGRATION: frozenset({"*.*.view", "projects.metering.propose", "projects.metering.run"}),
    Role.OPERATOR: frozenset(
        {
            "jobs.*.*",
            "notices.*.*",
            "embedded.*.view",
            "console.lists.view",
            # At night it is the operator who has a late export made; the files they do not read.
            "reporting.exports.view",
            "reporting.exports.run",
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {"accounts.*.*", "jobs.*.view", "notices.own.view", "console.lists.view"}
    ),
}


def permits(roles: Iterable[str], permission: str) -> bool:
    """Return whether any of ``roles`` holds ``permission``."""
    return any(
        fnmatchcase(permission, pattern)
        for role in roles
        for pattern in ROLE_PERMISSIONS[Role(role)]
    )
