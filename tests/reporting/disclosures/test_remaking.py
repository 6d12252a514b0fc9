"""What was issued is made again to the byte, whatever the house has learned and changed since."""

from __future__ import annotations

import datetime as dt
import io
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from django.core.management import call_command

from config.accounts.models import User
from config.archive import queries as archive
from config.jobs.execution import run_now
from config.kernel import proposals
from config.kernel.quantities import Measure
from projects.carbon import operations as carbon
from projects.reference import operations as reference
from projects.reference.rules.kinds import EditionKind
from projects.registry.operations.finances import propose_finance
from reporting.disclosures import queries
from reporting.disclosures.models import DisclosureVersion, Restatement
from reporting.disclosures.operations import commenting, drafting
from reporting.disclosures.operations.remaking import NeverIssued, remake
from reporting.disclosures.restating import operations, thresholds
from reporting.disclosures.rules.life import State
from reporting.figures.queries.verifying import verify
from reporting.rendering import child
from reporting.rendering.child import FORMS, Options
from reporting.rendering.document import Document
from tests.projects.metering.conftest import house, worker_role
from tests.projects.metering.files import wide
from tests.reporting.disclosures.conftest import drafted, publish
from tests.reporting.figures.test_bases import NEW_FACTORS, region_of
from tests.reporting.test_whole_way import DAYS, JANUARY, Whole, whole
from tests.trusts.books import FEB, Books
from trusts.contracts.models import Contract
from trusts.register.models import Product

__all__ = ["house", "whole", "worker_role"]

MANY = 100


@pytest.fixture
def rendered_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Render every form in this process: a child's start takes longer than its work."""

    def render_each(document: Document, forms: Sequence[str]) -> Generator[bytes]:
        for form in forms:
            yield FORMS[form].render(document, Options())

    monkeypatch.setattr(child, "render_each", render_each)


@pytest.fixture
def issued(whole: Whole, rendered_here: None) -> DisclosureVersion:
    """Return the disclosure of January with a text in it, published in every form."""
    alice, bob = whole.house.alice, whole.house.bob
    known_at = whole.state()
    disclosure = drafted(alice, known_at=known_at, period=JANUARY).disclosure
    drafting.write(
        disclosure=disclosure,
        section="foreword",
        language="zh-Hans",
        text="本月避免排放 {{E-AV-03}}。",
        over=0,
        by=alice,
    )
    return publish(drafted(alice, known_at=known_at, period=JANUARY), alice, bob)


@dataclass
class Later:
    """Changes of many sorts in the small house, each proposed by one and confirmed by another."""

    whole: Whole
    issued: DisclosureVersion
    done: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.alice, self.bob = self.whole.house.alice, self.whole.house.bob
        self.books = Books(self.alice, self.bob)
        self.who = {"by": self.alice, "reason": "later"}

    def happen(self) -> int:
        """Change everything that can be changed; return how many changes there were."""
        self._readings()
        self._factors()
        self._balance_sheets()
        self._claims()
        self._products()
        self._money()
        self._texts()
        return self.done.total()

    def _readings(self) -> None:
        for number, day in enumerate(DAYS[:25]):
            code = ("S1", "S2", "S3")[number % 3]
            late = wide((code, day, {12: f"{2 + number / 10:.1f}"}))
            self.whole.house.publish(late, name=f"late-{number}.csv")
            self.done["reading"] += 1

    def _factors(self) -> None:
        region = region_of(self.issued.figure_set)["region"]
        for number, year in enumerate((2024, 2021, 2020)):
            rows = NEW_FACTORS.format(region=region).replace(",2024,", f",{year},")
            edition = reference.propose_edition(
                code=f"LATER-{number}",
                kind=EditionKind.FACTORS,
                name_zh="后来的因子",
                name_en="Later factors",
                content=rows.encode(),
                file_name="later.csv",
                source=f"a test {number}",
                **self.who,  # type: ignore[arg-type]
            )
            proposals.confirm(edition, by=self.bob)
            self.done["edition"] += 1

    def _balance_sheets(self) -> None:
        for year in range(2026, 2036):
            sheet = propose_finance(
                project_id=self.whole.house.roofs.pk,
                year=year,
                equity_cny=Decimal(310_000 + year),
                debt_cny=Decimal(480_000),
                basis="sample",
                is_sample=True,
                **self.who,  # type: ignore[arg-type]
            )
            self.books.confirm(sheet)
            self.done["balance sheet"] += 1

    def _claims(self) -> None:
        for number in range(10):
            claim = carbon.propose_claim(
                measure=Measure.AVOIDED,
                value=Decimal(1000 + number),
                unit="tCO2e",
                basis="year",
                source="a newspaper of later",
                quote_zh=f"年减排{1000 + number}吨",
                announced={"capacity_mw": "450"},
                project=self.whole.house.roofs,
                **self.who,  # type: ignore[arg-type]
            )
            proposals.confirm(claim, by=self.bob)
            self.done["claim"] += 1

    def _products(self) -> None:
        for number in range(2, 10):
            product = self.books.product(f"T-{number}")
            self.books.confirm(self.books.terms(product))
            self.books.confirm(self.books.subscription(product, "1000000.00"))
            contract = self.books.contract(product, f"C-{number}")
            self.books.confirm(self.books.drawdown(contract, "20000.00"))
            self.books.confirm(self.books.split(contract, {"P1": "100"}))
            self.done["product with money and contract"] += 6

    def _money(self) -> None:
        product, contract = Product.objects.get(code="T-1"), Contract.objects.get(code="C-1")
        for number in range(10):
            self.books.confirm(self.books.subscription(product, f"{1000 + number}.00"))
            self.books.confirm(self.books.drawdown(contract, f"{100 + number}.00"))
            self.done["entry"] += 2
        self.books.confirm(self.books.terms(product, effective_from=FEB, structure="single"))
        self.books.confirm(self.books.contract_terms(contract, effective_from=FEB))
        self.done["terms"] += 2

    def _texts(self) -> None:
        disclosure = self.issued.disclosure
        for number in range(5):
            drafting.write(
                disclosure=disclosure,
                section="foreword",
                language="zh-Hans",
                text=f"第 {{{{E-EN-01}}}} 稿之{'一二三四五'[number]}。",
                over=number + 1,
                by=self.alice,
            )
            thread = commenting.comment(
                disclosure=disclosure, section="outlook", text="?", by=self.bob
            )
            commenting.settle(thread=thread, note="!", by=self.bob)
            self.done["text and comment"] += 2

    def rename_people(self) -> None:
        """Give both other names: what was issued names them as they were called then."""
        for number, each in enumerate((self.alice, self.bob)):
            User.objects.filter(pk=each.pk).update(display_name=f"改名{number}")

    def restate(self) -> DisclosureVersion:
        """Have the published version restated by all that happened; return the new one."""
        limit = thresholds.propose_threshold(
            kind=self.issued.disclosure.kind,
            indicator="E-AV-03",
            percent=Decimal("0.001"),
            effective_from=dt.date(2025, 1, 1),
            **self.who,  # type: ignore[arg-type]
        )
        proposals.confirm(limit, by=self.bob)
        self.whole.state()
        compared = run_now(operations.ask_comparison(version=self.issued, by=self.alice))
        assert compared.state == "done", compared.error
        row = operations.open_restatement(
            version=self.issued,
            treatment="restate",
            explanation_zh="后来的一切。",
            explanation_en="All that came later.",
            **self.who,  # type: ignore[arg-type]
        )
        assert isinstance(row, Restatement)
        proposals.confirm(row, by=self.bob)
        run = run_now(operations.draft_restated(restatement=row, **self.who))  # type: ignore[arg-type]
        assert run.state == "done", run.error
        second = DisclosureVersion.objects.get(pk=run.result["version_id"])
        return publish(second, self.alice, self.bob)


def files_of(version: DisclosureVersion) -> Iterator[tuple[str, bytes]]:
    """Yield every published file of a version with its bytes, as the archive holds them."""
    for each in queries.artefacts_of(version, is_published=True):
        yield each.file_name, archive.read(each.file)


def test_an_issued_report_is_made_again_to_the_byte_after_a_hundred_later_changes(
    whole: Whole, issued: DisclosureVersion
) -> None:
    before = dict(files_of(issued))
    later = Later(whole, issued)
    assert later.happen() >= MANY, later.done
    second = later.restate()
    assert issued.state is State.RESTATED
    assert second.figures_sha256 != issued.figures_sha256

    issued = DisclosureVersion.objects.select_related("disclosure", "figure_set").get(pk=issued.pk)
    assert dict(files_of(issued)) == before
    found = verify(issued.figure_set)
    assert found.is_sound, found.mismatches
    later.rename_people()
    made = list(remake(issued))
    assert [each.name for each in made if not each.is_same] == []
    assert {each.issued for each in made} >= {
        each.sha256 for each in queries.artefacts_of(issued, is_published=True)
    }
    assert len(made) == len(before) + len(issued.documents)
    pack = queries.pack_of(issued)
    assert pack is not None
    assert queries.check_pack(pack) == []
    assert all(each.is_same for each in remake(second))


def test_a_stored_number_that_was_changed_comes_out_as_other_bytes(
    issued: DisclosureVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = io.StringIO()
    call_command("remake", issued.disclosure.code, stdout=said)
    assert "to the byte" in said.getvalue()
    true = queries.entry_of

    def other(figure: object) -> object:
        entry = true(figure)  # type: ignore[arg-type]
        if entry.indicator == "E-AV-03" and not entry.dimension:
            vars(entry)["value"] = entry.value + 1
        return entry

    monkeypatch.setattr(queries, "entry_of", other)
    with pytest.raises(SystemExit):
        call_command("remake", issued.disclosure.code, stdout=said)
    assert "OTHER" in said.getvalue()


def test_what_was_not_issued_is_not_made_again(whole: Whole, fast_forms: list[str]) -> None:
    draft = drafted(whole.house.alice, known_at=whole.state(), period=JANUARY)
    with pytest.raises(NeverIssued):
        list(remake(draft))
