"""A small green house for tests: a catalogue, projects recognized under it, labels, own funds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from config.kernel import proposals
from projects.recognition import operations as recognition
from projects.recognition.models import Evidence, Recognition
from projects.reference import operations as reference
from projects.reference.rules.kinds import EditionKind
from projects.registry.models import Project
from tests.projects.recognition import making
from tests.trusts.books import JAN, Books, now
from trusts.contracts.models import Contract
from trusts.labels import operations as labels
from trusts.labels.models import GreenLabel
from trusts.labels.rules.parts import Part
from trusts.own_funds import operations as own_funds
from trusts.own_funds.models import OwnMovement, OwnPlacement, OwnPlacementTerms

CATALOGUE = "TEST-GREEN"
SOLAR, HEAT, FOREST = "4.1", "4.2", "5"
ENDS = dt.date(2026, 1, 1)
_HEAD = "taxonomy,edition,level,code,parent,name_zh,name_en,confidence,source\n"
_ROWS = (
    "测试目录,test,1,4,,能源绿色低碳转型,Energy transition,A,test\n"
    "测试目录,test,2,4.1,4,太阳能,Solar,A,test\n"
    "测试目录,test,2,4.2,4,供热,Heat,A,test\n"
    "测试目录,test,1,5,,生态,Ecology,A,test\n"
)


@dataclass
class Green:
    """The acts of recognition, labels and own funds in short."""

    books: Books

    def prepare(self) -> None:
        """Confirm the criteria and a catalogue of four classes."""
        making.criteria(self.books.alice, self.books.bob)
        edition = reference.propose_edition(
            code=CATALOGUE,
            kind=EditionKind.TAXONOMY,
            name_zh="测试目录",
            name_en="Test catalogue",
            content=(_HEAD + _ROWS).encode(),
            file_name="taxonomy.csv",
            source="test",
            is_sample=True,
            **self.books.who,
        )
        proposals.confirm(edition, by=self.books.bob)

    def project(self, code: str, entry: str | None = SOLAR, **changes: Any) -> Project:
        """Return a confirmed project, recognized as green under a class unless that is None."""
        (project,) = self.books.projects(code)
        if entry is not None:
            self.recognize(project, entry, **changes)
        return project

    def recognize(
        self,
        project: Project,
        entry: str = SOLAR,
        *,
        verdict: str = "green",
        effective_from: dt.date = JAN,
        expires_on: dt.date | None = ENDS,
    ) -> Recognition:
        """Return a confirmed decision on a project."""
        documents = list(Evidence.objects.filter(project=project)) or self._evidence(project)
        row = recognition.propose_recognition(
            project_id=project.pk,
            case=making.case(documents, taxonomy_edition=CATALOGUE, taxonomy_class=entry),
            ruling=making.ruling(
                verdict=verdict, effective_from=effective_from, expires_on=expires_on
            ),
            known_at=now(),
            by=self.books.alice,
            reason="for the test",
            is_sample=True,
        )
        return proposals.confirm(row, by=self.books.bob)

    def _evidence(self, project: Project) -> list[Any]:
        return [
            recognition.add_evidence(
                project_id=project.pk,
                evidence_type=each,
                title=each,
                content=making.pdf(f"{project.code} {each}"),
                name=f"{each}.pdf",
                issued_on=JAN,
                known_at=now(),
                by=self.books.alice,
                is_sample=True,
            )
            for each in making.PV_EVIDENCE
        ]

    def contract(
        self, code: str, *, drawn: str = "1000.00", split: dict[str, str] | None = None
    ) -> Contract:
        """Return a contract of a product of its own, drawn in January, split if so asked."""
        product = self.books.product(f"T-{code}")
        self.books.confirm(self.books.subscription(product, drawn))
        contract = self.books.contract(product, code)
        self.books.confirm(self.books.drawdown(contract, drawn))
        if split is not None:
            self.books.confirm(self.books.split(contract, split))
        return contract

    def label(
        self,
        contract: Contract,
        parts: dict[str, str] | None = None,
        *,
        basis: str = "projects",
        day: dt.date = JAN,
        **more: Any,
    ) -> GreenLabel:
        """Return a proposed label: code -> percentage, or as suggested."""
        given = (
            None
            if parts is None
            else [Part(CATALOGUE, code, Decimal(percent)) for code, percent in parts.items()]
        )
        return labels.propose_label(
            contract=contract,
            effective_from=day,
            basis=basis,
            parts=given,
            **more,
            **self.books.who,
        )

    def document(self, title: str = "use of funds") -> Any:
        """Return a kept document."""
        return labels.keep_document(content=making.pdf(title), name="use.pdf", by=self.books.alice)

    def placement(self, code: str = "OWN-1", entry: str = SOLAR) -> OwnPlacement:
        """Return a confirmed placement of own funds with confirmed terms."""
        row = own_funds.propose_placement(
            code=code, name_zh="固有投资", name_en="Own stake", is_sample=True, **self.books.who
        )
        placement = self.books.confirm(row)
        party = self.books.party(f"P-{code}")
        terms = OwnPlacementTerms(
            placement=placement,
            effective_from=JAN,
            instrument="equity",
            counterparty=party,
            taxonomy_edition=CATALOGUE,
            taxonomy_class=entry,
        )
        self.books.confirm(own_funds.propose_terms(terms=terms, **self.books.who))
        return placement

    def moved(
        self, placement: OwnPlacement, kind: str, amount: str, day: dt.date = JAN
    ) -> OwnMovement:
        """Return a proposed movement of own funds."""
        return own_funds.propose_movement(
            placement=placement,
            effective_on=day,
            kind=kind,
            amount=Decimal(amount),
            **self.books.who,
        )
