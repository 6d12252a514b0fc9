"""What tests of recognition begin with: criteria, a catalogue, documents, a green case."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from config.accounts.models import User
from config.kernel import proposals
from config.kernel.pin import pin_known_at
from projects.recognition import operations
from projects.recognition.models import CriteriaEdition, Evidence, Recognition
from projects.recognition.rules.inputs import Case
from projects.recognition.rules.rulings import Ruling
from projects.reference import operations as reference
from projects.reference.rules.kinds import EditionKind
from projects.registry.models import Project

CODE = "GT-CRIT-2025-W1"
CATALOGUE = "TEST-CATALOGUE"
PV_EVIDENCE = ("flow_of_funds", "benefit_calculation", "grid_connection", "yield_assessment")
PV_INPUTS = {"avoided_tco2e_per_year": Decimal(364800), "full_load_hours_h": Decimal(1100)}
START = dt.date(2025, 1, 1)
END = dt.date(2028, 1, 1)
TAXONOMY = (
    "taxonomy,edition,level,code,parent,name_zh,name_en,confidence,source\n"
    "测试目录,test,1,4,,能源绿色低碳转型,Energy transition,A,test\n"
)


def pdf(title: str) -> bytes:
    """Return the smallest content that passes for a PDF."""
    return f"%PDF-1.7\n% {title}\n%%EOF\n".encode()


def criteria(alice: User, bob: User) -> CriteriaEdition:
    """Return the shipped edition, confirmed."""
    edition = operations.propose_shipped_criteria(code=CODE, by=alice, reason="working list")
    return proposals.confirm(edition, by=bob)


def catalogue(alice: User, bob: User) -> None:
    """Confirm a catalogue that holds class 4."""
    edition = reference.propose_edition(
        code=CATALOGUE,
        kind=EditionKind.TAXONOMY,
        name_zh="测试目录",
        name_en="Test catalogue",
        content=TAXONOMY.encode(),
        file_name="taxonomy.csv",
        source="test",
        by=alice,
        reason="test",
        is_sample=True,
    )
    proposals.confirm(edition, by=bob)


def evidence(project: Project, alice: User, *types: str) -> list[Evidence]:
    """Return one document of each type."""
    return [
        operations.add_evidence(
            project_id=project.pk,
            evidence_type=each,
            title=f"sample {each}",
            content=pdf(f"{project.code} {each}"),
            name=f"{each}.pdf",
            issued_on=START,
            known_at=pin_known_at(),
            by=alice,
            is_sample=True,
        )
        for each in types
    ]


def case(documents: list[Evidence], **changes: Any) -> Case:
    """Return a case that is green for a rooftop project, with the changes asked for."""
    usual: dict[str, Any] = {
        "criteria_code": CODE,
        "taxonomy_edition": CATALOGUE,
        "taxonomy_class": "4",
        "inputs": PV_INPUTS,
        "evidence_ids": [each.pk for each in documents],
    }
    return Case(**{**usual, **changes})


def ruling(**changes: Any) -> Ruling:
    """Return a green ruling for three years, with the changes asked for."""
    usual: dict[str, Any] = {
        "verdict": "green",
        "opinion": "Every criterion is met.",
        "effective_from": START,
        "expires_on": END,
    }
    return Ruling(**{**usual, **changes})


def proposed(project: Project, judged: Case, alice: User, **changes: Any) -> Recognition:
    """Return a proposed decision on a project."""
    return operations.propose_recognition(
        project_id=project.pk,
        case=judged,
        ruling=ruling(**changes),
        known_at=pin_known_at(),
        by=alice,
        reason="annual review",
        is_sample=True,
    )
