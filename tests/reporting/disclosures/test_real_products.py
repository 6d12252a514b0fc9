"""The quarterly statistics and a product's green report, from the sample portfolio's own books."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from config.jobs.execution import run_now
from config.jobs.models import Run
from config.kernel.periods import Period
from reporting.disclosures import operations as disclosures
from reporting.disclosures import queries
from reporting.disclosures.kinds.kind import Brief, document
from reporting.disclosures.kinds.table import SubjectMissing, SubjectNotTaken, kind_of
from reporting.disclosures.models import Disclosure, DisclosureVersion
from reporting.disclosures.rules.book import Book
from reporting.exports import operations as exports
from reporting.exports import queries as exported
from reporting.figures.models import Figure, FigureSet
from reporting.figures.operations import draw_figures
from reporting.figures.queries.from_trusts import AttributionsMissing
from reporting.figures.queries.verifying import verify
from reporting.rendering.document import Document, Language, Table
from tests.portfolio import Portfolio
from tests.reporting.disclosures.conftest import publish
from trusts.attribution import operations as attribution
from trusts.labels import queries as labels
from trusts.statistics.queries import statistics
from trusts.statistics.rules import Measure, NewIn

YEAR, QUARTER = Period.year(2025), Period.quarter(2025, 1)
LANGUAGES: tuple[Language, ...] = ("zh-Hans", "en")


def the_year() -> FigureSet:
    """Return the set that the portfolio's disclosure was published from."""
    found: FigureSet = FigureSet.objects.get(starts_on=YEAR.starts_on, ends_on=YEAR.ends_on)
    return found


def the_quarter(portfolio: Portfolio) -> FigureSet:
    """State the attribution of the first quarter at the year's moment, and draw its figures."""
    known_at = the_year().known_at
    attribution.attribute(period=QUARTER, known_at=known_at, by=portfolio.person("analyst"))
    return draw_figures(
        period=QUARTER, known_at=known_at, by=portfolio.person("officer"), key="test"
    )


def value(figure_set: FigureSet, indicator: str, **dimension: str) -> Any:
    found = Figure.objects.filter(
        figure_set=figure_set, indicator=indicator, dimension=dimension
    ).first()
    return found.value if found else None


def made(figure_set: FigureSet, kind: str, language: Language, subject: str = "") -> Document:
    """Return the document of a kind from a set of figures."""
    book: Book = queries.book_of(figure_set, axis=kind_of(kind).about, subject=subject)
    brief = Brief(
        code=f"{kind_of(kind).prefix}-2025-0001",
        number=1,
        organization_zh="示例信托有限责任公司",
        organization_en="Sample Trust Co., Ltd.",
        period=figure_set.period,
        known_at=figure_set.known_at,
        issued_on=dt.date(2026, 2, 1),
        is_sample=figure_set.is_sample,
        base_url="https://green.example/figures/",
        book=book,
        prepared_by="披露员",
        subject=subject,
    )
    return document(kind_of(kind), brief, language)


def tables(found: Document) -> dict[str, Table]:
    """Return the tables of a document by their captions."""
    return {
        block.caption: block
        for section in found.sections
        for block in section.blocks
        if isinstance(block, Table)
    }


def test_a_quarter_without_its_attribution_is_refused_and_says_what_to_do(
    sample_portfolio: Portfolio,
) -> None:
    with pytest.raises(AttributionsMissing, match="2025Q1"):
        draw_figures(
            period=QUARTER,
            known_at=the_year().known_at,
            by=sample_portfolio.person("officer"),
            key="test",
        )


def test_figures_of_a_quarter_are_those_that_the_statistics_and_labels_give(
    sample_portfolio: Portfolio,
) -> None:
    drawn = the_quarter(sample_portfolio)
    on, known_at = QUARTER.last_day, drawn.known_at
    for cut in ("class", "form"):
        told = statistics(on=on, known_at=known_at, cut=cut, new_in=NewIn.QUARTER)
        for code, measure in (
            ("G-GT-01", Measure.PRODUCTS),
            ("G-GN-01", Measure.NEW_PRODUCTS),
            ("G-GN-02", Measure.NEW_PAID_IN),
        ):
            assert value(drawn, code) == told.total.now.of(measure)
            for group in told.groups:
                key = group.key.partition(":")[2]
                assert (value(drawn, code, **{cut: key}) or 0) == group.now.of(measure), (cut, key)
    for cut in ("instrument", "catalogue"):
        told = statistics(on=on, known_at=known_at, cut=cut)
        for group in told.groups:
            key = "unlabelled" if group.is_unknown else group.key
            assert value(drawn, "G-UF-07", **{cut: key}) == group.now.of(Measure.PLACED), key
    total = labels.green_totals(on=on, known_at=known_at).total
    said = [value(drawn, f"G-GL-0{number}") for number in range(1, 6)]
    assert said == [total.green, total.supported, total.rest, total.not_green, total.unlabelled]
    assert verify(drawn).is_sound, verify(drawn).mismatches


def test_a_quarter_is_a_part_of_the_year_and_a_stock_is_not(sample_portfolio: Portfolio) -> None:
    year, quarter = the_year(), the_quarter(sample_portfolio)
    assert 0 < value(quarter, "E-EN-01") < value(year, "E-EN-01")
    assert 0 < value(quarter, "E-AT-01", product="TH1") < value(year, "E-AT-01", product="TH1")
    assert value(quarter, "E-AT-11", product="TH1", project="PV-5P") == value(
        year, "E-AT-11", product="TH1", project="PV-5P"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_quarterly_statistics_tell_every_part(
    sample_portfolio: Portfolio, language: Language
) -> None:
    quarter = the_quarter(sample_portfolio)
    found = made(quarter, "green_trust_quarterly", language)
    captions = tables(found)
    assert len(captions) == 14
    assert {each.label_en.split(" · ")[0] for each in found.provenance} >= {
        "Green trust products in run",
        "New green trust products",
        "Placed under contracts",
        "Green by label",
        "Own funds in green assets",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_product_report_is_about_the_product_alone(
    sample_portfolio: Portfolio, language: Language
) -> None:
    found = made(the_year(), "product_green_report", language, subject="TH1")
    names = {Figure.objects.get(figure_id=each.figure_id) for each in found.provenance}
    assert {each.dimension.get("product", "TH1") for each in names} == {"TH1"}
    assert {each.dimension["project"] for each in names if "project" in each.dimension} == {"PV-5P"}
    assert all(each.dimension.keys() & {"product", "project"} for each in names)
    assert "天合绿电" in found.subtitle or "Tianhe" in found.subtitle
    parts = [value(the_year(), f"G-UF-0{number}", product="TH1") for number in (1, 2, 3, 4)]
    assert sum(parts) == value(the_year(), "G-UF-05", product="TH1")
    assert value(the_year(), "G-UF-01", product="TH1", project="PV-5P") == Decimal("624000000.00")


def test_a_product_without_projects_says_so(sample_portfolio: Portfolio) -> None:
    found = made(the_year(), "product_green_report", "zh-Hans", subject="CH1")
    said = found.to_json().decode()
    assert "本期没有可归因于本产品的影响" in said
    assert "E-AT" not in {each.method.partition(" ")[0][:4] for each in found.provenance}


def draft_of(subject: str, **more: Any) -> dict[str, Any]:
    """Return what asks for a product's report of the year."""
    return {
        "kind": "product_green_report",
        "period": "2025",
        "subject": subject,
        "organization_zh": "示例信托有限责任公司",
        "organization_en": "Sample Trust Co., Ltd.",
        "known_at": the_year().known_at.isoformat(),
        "reason": "产品年度报告",
        **more,
    }


def asked(client: Client, body: dict[str, Any]) -> Any:
    return client.post("/api/v1/disclosures/", body, content_type="application/json")


def test_each_product_has_a_report_of_its_own_under_its_own_number(
    sample_portfolio: Portfolio, client: Client, fast_forms: list[str]
) -> None:
    client.force_login(sample_portfolio.person("officer"))
    codes = []
    for subject in ("TH1", "NS1"):
        answer = asked(client, draft_of(subject))
        assert answer.status_code == 202, answer.json()
        run = run_now(Run.objects.get(pk=answer.json()["run"]))
        assert run.state == "done", run.error
        codes.append(run.result["code"])
    assert codes == ["PGR-2025-0001", "PGR-2025-0002"]
    found = Disclosure.objects.get(code=codes[0])
    assert found.subject == "TH1"
    assert found.title_zh == "产品绿色报告 2025 · 天合绿电产业投资基金1号集合资金信托计划"
    listed = client.get("/api/v1/disclosures/", {"subject": "NS1"}).json()["results"]
    assert [each["code"] for each in listed] == [codes[1]]
    again = asked(client, draft_of("TH1"))
    assert Run.objects.get(pk=again.json()["run"]).key == "PGR-2025-0001 v2"
    version = DisclosureVersion.objects.get(disclosure=found)
    said = queries.signed_document(version, "zh-Hans")
    assert said.subtitle == "天合绿电产业投资基金1号集合资金信托计划"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"subject": ""}, 400, "subject_missing"),
        ({"kind": "green_trust_annual"}, 400, "subject_not_taken"),
        ({"subject": "NOBODY"}, 404, "not_found"),
    ],
)
def test_a_draft_names_its_product_where_its_kind_is_about_one(
    sample_portfolio: Portfolio,
    client: Client,
    body: dict[str, str],
    status: int,
    code: str,
) -> None:
    client.force_login(sample_portfolio.person("officer"))
    before = Disclosure.objects.count()
    answer = asked(client, {**draft_of("TH1"), **body})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert Disclosure.objects.count() == before


def test_the_form_asks_for_a_draft_and_says_a_refusal_on_itself(
    sample_portfolio: Portfolio, client: Client
) -> None:
    client.force_login(sample_portfolio.person("officer"))
    url = reverse("admin:reporting_disclosureversion_add")
    assert the_year().known_at.isoformat() in client.get(url).content.decode()
    refused = client.post(url, draft_of(""))
    assert refused.status_code == 200
    assert "product_green_report" in refused.content.decode()
    taken = client.post(url, draft_of("TH1"))
    assert taken.status_code == 302
    assert Run.objects.filter(key="PGR-2025-0001 v1").exists()
    client.force_login(sample_portfolio.person("auditor"))
    assert client.get(url).status_code == 403


def test_a_schedule_delivers_the_report_of_the_product_that_it_names(
    sample_portfolio: Portfolio, fast_forms: list[str]
) -> None:
    officer, reviewer = (sample_portfolio.person(each) for each in ("officer", "reviewer"))
    codes = {}
    for subject in ("TH1", "NS1"):
        given = {**draft_of(subject), "period": YEAR, "known_at": the_year().known_at}
        run = run_now(disclosures.draft(by=officer, **given))
        version = DisclosureVersion.objects.get(pk=run.result["version_id"])
        publish(version, officer, reviewer)
        codes[subject] = version.disclosure.code
    day = dt.date(2026, 3, 1)
    for subject, code in codes.items():
        of_period = queries.published_version(
            kind="product_green_report", period=YEAR, subject=subject
        )
        as_of = exported.latest_published(kind="product_green_report", day=day, subject=subject)
        assert of_period == as_of
        assert as_of is not None
        assert as_of.disclosure.code == code
    assert exported.latest_published(kind="product_green_report", day=day) is None


def test_a_schedule_of_product_reports_names_its_product(sample_portfolio: Portfolio) -> None:
    shared: dict[str, Any] = {
        "name": "sample: a product's report",
        "content": "disclosure",
        "relative_period": "last_year",
        "form": "json",
        "language": "zh-Hans",
        "timetable": {"at": "08:30", "working_day": 5},
        "time_zone": "Asia/Shanghai",
        "by": sample_portfolio.person("officer"),
        "reason": "sample",
    }
    with pytest.raises(SubjectMissing):
        exports.propose_schedule(disclosure_kind="product_green_report", **shared)
    with pytest.raises(SubjectNotTaken):
        exports.propose_schedule(disclosure_kind="green_trust_annual", subject="TH1", **shared)
    found = exports.propose_schedule(
        disclosure_kind="product_green_report", subject="TH1", **shared
    )
    assert found.subject == "TH1"
