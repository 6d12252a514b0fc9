"""Which figures a version is signed over: all of its set, or those about its product alone."""

from __future__ import annotations

import io
import json
from types import SimpleNamespace

import pytest

from config.accounts.models import User
from config.archive.queries import read
from config.jobs.execution import run_now
from config.jobs.models import Run
from reporting.disclosures import operations, queries
from reporting.disclosures.models import DisclosureVersion
from reporting.disclosures.operations import acts
from reporting.disclosures.queries import NothingAbout
from reporting.disclosures.rules import pack_check
from reporting.exports import figure_data
from reporting.figures.queries.sets import figures_of
from tests.reporting.conftest import Portfolio
from tests.reporting.disclosures.conftest import PAST, publish
from tests.reporting.facts import QUARTER


def asked(by: User, product: str) -> Run:
    return run_now(
        operations.draft(
            kind="product_green_report",
            period=QUARTER,
            organization_zh="样本信托有限责任公司",
            organization_en="Sample Trust Co., Ltd.",
            by=by,
            reason="产品绿色报告",
            known_at=PAST,
            subject=product,
        )
    )


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the register know the product that the small portfolio names."""
    known = SimpleNamespace(name_zh="A1 号集合资金信托计划", name_en="Trust plan A1")
    monkeypatch.setattr(acts.register, "product_by_code", lambda _code: known)


@pytest.fixture
def about_one(alice: User, portfolio: Portfolio, fast_forms: list[str]) -> DisclosureVersion:
    """Return a draft about the first of several products."""
    run = asked(alice, "A1")
    assert run.state == "done", run.error
    return DisclosureVersion.objects.get(pk=run.result["version_id"])


def test_what_leaves_the_house_with_one_product_says_nothing_of_another(
    about_one: DisclosureVersion, alice: User, bob: User
) -> None:
    others = {
        each.figure_id
        for each in figures_of(about_one.figure_set)
        if each.dimension.get("product", "A1") != "A1"
    }
    assert others
    published = publish(about_one, alice, bob)
    pack = pack_check.Pack.open(io.BytesIO(read(queries.artefact_of(published, form="pack").file)))
    assert pack_check.faults_of(pack) == []
    listed = pack.json(pack_check.FIGURES)
    packed = {each["figure_id"] for each in [*listed["figures"], *listed["others"]]}
    delivered = {each["figure_id"] for each in figure_data.as_json(published)["figures"]}  # type: ignore[attr-defined]
    assert packed == delivered
    assert packed
    assert not packed & others
    told = pack.json(pack_check.MANIFEST)["figures"]
    assert told == {"count": len(packed), "sha256": published.figures_sha256}
    stored = queries.pack_of(published)
    assert stored is not None
    assert queries.check_pack(stored) == []


def test_a_version_signed_over_the_whole_set_stays_signed_over_it(
    about_one: DisclosureVersion,
) -> None:
    assert len(queries.signed_figures(about_one)) < about_one.figure_set.count
    about_one.figures_sha256 = about_one.figure_set.figures_sha256  # as before
    assert queries.signed_figures(about_one) == figures_of(about_one.figure_set)


def test_figures_about_a_product_hold_its_projects_and_no_totals(
    about_one: DisclosureVersion,
) -> None:
    found = queries.signed_figures(about_one)
    projects = {
        each.dimension["project"]
        for each in found
        if each.dimension.get("product") == "A1" and "project" in each.dimension
    }
    assert projects
    for each in found:
        about = each.dimension
        assert about.get("product") == "A1" or about.get("project") in projects, json.dumps(about)


def test_a_product_without_figures_has_no_report(about_one: DisclosureVersion) -> None:
    with pytest.raises(NothingAbout):
        queries.book_of(about_one.figure_set, axis="product", subject="NONE")
