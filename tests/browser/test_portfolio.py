"""The sample portfolio as a person meets it: from the dashboard down to a meter file's bytes."""

from __future__ import annotations

import hashlib
import re

import pytest
from playwright.sync_api import Page, expect

from config.accounts.models import User
from projects.metering.models import MeterBatch
from reporting.disclosures.models import Disclosure
from tests.browser.conftest import DESKTOP, PHONE, Visit, sideways
from tests.portfolio import Portfolio
from trusts.ledger.models import PeriodMove
from trusts.register.models import Party

pytestmark = [pytest.mark.outside, pytest.mark.browser, pytest.mark.committing]

#: A wide meter file with four faults: a code, a number, a day, and above capacity.
SLOTS = [f"h{hour:02}" for hour in range(24)]
FAULTY = "\n".join(
    [
        ",".join(["station", "day", *SLOTS]),
        ",".join(["NOWHERE-1", "2025-03-01", *["1.0"] * 24]),
        ",".join(["PV-5P-00001", "2025-03-01", "twelve", *["1.0"] * 23]),
        ",".join(["PV-5P-00002", "2025-13-01", *["1.0"] * 24]),
    ]
)


def heading(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()


def fits(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    assert sideways(page) <= 0, page.url


@pytest.mark.parametrize(
    ("width", "language"), [(DESKTOP, "zh-CN"), (PHONE, "zh-CN"), (DESKTOP, "en")]
)
def test_the_dashboard_shows_figures_and_draws_its_charts(
    visit_portfolio: Visit, portfolio_db: Portfolio, width: int, language: str
) -> None:
    reviewer = portfolio_db.person("reviewer")
    User.objects.filter(pk=reviewer.pk).update(language="zh-hans" if language == "zh-CN" else "en")
    page = visit_portfolio("/console/", reviewer, width=width, language=language)
    cards = page.locator(".gt-figure__value")
    expect(cards.first).to_be_visible()
    assert cards.count() >= 6
    charts = page.locator("figure.gt-chart")
    expect(page.locator("figure.gt-chart[data-drawn=yes] svg")).to_have_count(charts.count())
    expect(page.get_by_text("样本" if language == "zh-CN" else "sample").first).to_be_visible()
    awaiting = page.get_by_role("region", name="待我确认" if language == "zh-CN" else "Awaiting")
    expect(awaiting.get_by_role("link").first).to_be_visible()
    fits(page)


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_figure_is_walked_down_to_the_meter_file(
    visit_portfolio: Visit, portfolio_db: Portfolio, width: int
) -> None:
    disclosure = Disclosure.objects.get(code="GTD-2025-0001")
    auditor = portfolio_db.person("auditor")
    page = visit_portfolio("/console/reporting/disclosure/", auditor, width=width)
    page.get_by_role("link", name=disclosure.code).first.click()
    fits(page)
    page.locator(".gt-page a[href*='/disclosureversion/']").first.click()
    heading(page, "已发布文件")
    page.locator(".gt-page a[href*='/figureset/']").first.click()
    page.get_by_role("link", name=re.compile("^F-")).first.wait_for()
    fits(page)
    found = page.goto("/console/reporting/figure/?q=避免排放量&indicator=E-AV-01")
    assert found is not None
    assert found.ok
    page.locator("#result_list tbody a").filter(has_text="F-").last.click()
    heading(page, "计算说明")
    for title in ("所用核算单", "因子、版本与来源"):
        heading(page, title)
    fits(page)

    station = page.get_by_role("link", name=re.compile(r"^PV-5P-\d+$")).first
    station.click()
    fits(page)
    page.get_by_role("link", name=re.compile(r"^sample-electricity-2025-\d\d\.csv$")).first.click()
    heading(page, "内容")
    fits(page)
    page.go_back()
    page.get_by_role("link", name=re.compile(r"^#\d+$")).first.click()
    expect(page.locator("#gt-decision")).to_contain_text("已确认")
    batch = MeterBatch.objects.get(pk=re.search(r"/(\d+)/change/", page.url)[1])  # type: ignore[index]
    where = page.get_by_role("link", name="原始文件").get_attribute("href")
    original = page.request.get(where or "")
    assert original.headers["content-disposition"].startswith("attachment")
    assert hashlib.sha256(original.body()).hexdigest() == batch.file_sha256


def test_stations_below_a_figure_are_paged(
    visit_portfolio: Visit, portfolio_db: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reporting.figures.admin.tables.STATIONS_ON_PAGE", 4)
    page = visit_portfolio(
        "/console/reporting/figure/?indicator=E-AV-01", portfolio_db.person("auditor")
    )
    page.locator("#result_list tbody a").filter(has_text="F-").last.click()
    stations = page.get_by_role("link", name=re.compile(r"^PV-5P-\d+$"))
    expect(stations).to_have_count(4)
    page.locator("a[rel=next]").click()
    expect(stations).to_have_count(2)


def test_the_registrar_proposes_and_the_reviewer_confirms(
    visit_portfolio: Visit, portfolio_db: Portfolio
) -> None:
    page = visit_portfolio("/console/trusts/party/add/", portfolio_db.person("registrar"))
    page.locator("#id_code").fill("NEW-1")
    page.locator("#id_name_zh").fill("新的示例当事人")
    page.locator("#id_name_en").fill("New sample party")
    page.locator("#id_party_type").select_option("company", force=True)
    page.locator("#id_reason").fill("首次登记")
    page.locator(".gt-submit button").click()
    expect(page.locator(".gt-badge--waiting")).to_be_visible()
    expect(page.locator("button[value=confirm]")).to_have_count(0)

    page = visit_portfolio("/console/", portfolio_db.person("reviewer"))
    page.get_by_role("link", name="NEW-1", exact=False).first.click()
    page.locator("#gt-note").fill("已核对")
    page.locator("button[value=confirm]").click()
    expect(page.locator(".gt-badge--good")).to_be_visible()
    assert Party.objects.confirmed().filter(code="NEW-1").exists()


def test_what_awaits_is_found_and_sent_back_with_a_reason(
    visit_portfolio: Visit, portfolio_db: Portfolio
) -> None:
    pending = PeriodMove.objects.pending().get()
    page = visit_portfolio(
        "/console/trusts/periodmove/?state=awaiting", portfolio_db.person("reviewer"), width=PHONE
    )
    page.locator("#result_list tbody a").first.click()
    page.locator("button[value=reject]").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.locator("#gt-note").fill("一月尚有未入账凭证")
    page.locator("button[value=reject]").click()
    expect(page.locator(".gt-badge--bad")).to_be_visible()
    pending.refresh_from_db()
    assert pending.decision_note == "一月尚有未入账凭证"


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_faulty_meter_file_says_what_is_wrong_and_how_to_mend_it(
    visit_portfolio: Visit, portfolio_db: Portfolio, width: int
) -> None:
    page = visit_portfolio(
        "/console/projects/meterbatch/add/", portfolio_db.person("registrar"), width=width
    )
    page.locator("input[type=file]").set_input_files(
        {"name": "三月.csv", "mimeType": "text/csv", "buffer": FAULTY.encode()}
    )
    page.locator("#id_period").fill("2025-03")
    page.locator("#id_reason").fill("三月读数")
    page.locator(".gt-submit button").click()
    heading(page, "前若干条检查结果")
    findings = page.get_by_role("region", name="前若干条检查结果")
    for seen in ("NOWHERE-1", "twelve", "2025-13-01"):
        expect(findings.get_by_text(seen, exact=True).first).to_be_visible()
    rows = findings.get_by_role("row").all_inner_texts()
    assert any(re.search("[\u4e00-\u9fff]{4}", row) for row in rows)
    assert not re.search(r"[A-Za-z]+ [a-z]+ [a-z]+", " ".join(rows))
    fits(page)


LISTS = (
    "/console/trusts/product/",
    "/console/projects/station/",
    "/console/projects/statement/",
    "/console/trusts/attributionstatement/",
    "/console/projects/claim/",
    "/console/reporting/figure/",
    "/console/projects/meterbatch/",
    "/console/projects/factor/",
)


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_no_list_and_no_record_is_wider_than_its_window(
    visit_portfolio: Visit, portfolio_db: Portfolio, width: int
) -> None:
    page = visit_portfolio("/console/", portfolio_db.person("auditor"), width=width)
    for path in LISTS:
        page.goto(path)
        fits(page)
        page.locator("#result_list tbody a").first.click()
        fits(page)
