"""Gaps: which items of a framework are answered for a period, and what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from config.accounts.models import User
from config.kernel import proposals
from config.kernel.errors import InvalidInput, NotFoundHere
from config.kernel.periods import Period
from config.kernel.pin import pin_known_at
from reporting.indicators import answering, operations, queries
from reporting.indicators.models import Framework, FrameworkItem, ItemLink
from reporting.indicators.models.frameworks import ReplacesAnother, UnknownIndicator
from reporting.indicators.operations import EditionTaken
from reporting.indicators.rules.gaps import Gap, Given, counted
from reporting.indicators.rules.kinds import Coverage
from tests.reporting.indicators.conftest import FROM

YEAR = Period.year(2025)
OFFICIAL = """代码,中文名称,英文名称,回答,可信度
SZ-08,营业办公电力（官方）,Electricity,number,A
SZ-11,营业办公用水,Water,number,A
SZ-90,生物多样性,Biodiversity,text,A
"""


@pytest.fixture
def answered() -> Iterator[dict[str, Given]]:
    """Let a room above the library answer what the test puts in."""
    found: dict[str, Given] = {}
    answering.answers("a room of this test")(lambda _period, _known_at: found)
    yield found
    del answering._SOURCES["a room of this test"]


def coverage(code: str) -> dict[str, Coverage]:
    known_at = pin_known_at()
    found = queries.gaps(queries.framework_of(code, known_at), YEAR, known_at)
    return {each.item.code: each.coverage for each in found}


def propose(content: str, *, by: User, **described: Any) -> Framework:
    given: dict[str, Any] = {
        "code": "SZ-ENV-TEMPLATE",
        "edition": "2026",
        "name_zh": "官方模板",
        "name_en": "Official template",
        "source": "the publisher",
        "effective_from": FROM,
        "is_official": True,
        "is_partial": False,
    }
    return operations.propose_framework(
        content=content.encode(),
        file_name="official.csv",
        by=by,
        reason="the official list",
        **given | described,
    )


def test_an_empty_house_answers_nothing_and_says_why(frameworks: None) -> None:
    found = coverage("JRT-0227")
    assert found["CH-02"] is Coverage.NOT_COLLECTED
    found = coverage("ICMA-IMPACT")
    assert found["RE-1"] is Coverage.NOT_COMPUTED
    assert found["GB-1"] is Coverage.NO_INDICATOR


def test_one_entry_answers_many_frameworks(frameworks: None, answered: dict[str, Given]) -> None:
    answered["E-OP-11"] = Given(by="collection", ref="2025/E-OP-11")
    assert coverage("SZ-ENV-TEMPLATE")["SZ-11"] is Coverage.ANSWERED
    assert coverage("GRI")["303-5"] is Coverage.ANSWERED
    assert coverage("TRUST-ESG-WORKING")["E-OP-11"] is Coverage.ANSWERED
    assert coverage("JRT-0227")["CH-08"] is Coverage.PARTLY
    asked = queries.asked_by("E-OP-11", on=YEAR.last_day, known_at=pin_known_at())
    assert {each.framework.code for each in asked} == {
        "GRI",
        "JRT-0227",
        "SZ-ENV-TEMPLATE",
        "TRUST-ESG-WORKING",
    }


def test_an_item_of_two_numbers_wants_both(frameworks: None, answered: dict[str, Given]) -> None:
    answered["E-OP-13"] = Given(by="collection")
    assert coverage("SZ-ENV-TEMPLATE")["SZ-13"] is Coverage.PARTLY
    answered["E-OP-13-B"] = Given(by="collection")
    assert coverage("SZ-ENV-TEMPLATE")["SZ-13"] is Coverage.ANSWERED


def test_all_frameworks_are_told_in_as_many_queries_as_one(
    frameworks: None, django_assert_num_queries: Any
) -> None:
    known_at = pin_known_at()
    every = queries.frameworks(known_at)
    assert len(every) == 12
    with django_assert_num_queries(5):
        found = queries.gaps_of(every, YEAR, known_at)
    for framework in every:
        assert len(found[framework.pk]) == framework.rows_accepted
        assert sum(counted(found[framework.pk]).values()) == framework.rows_accepted


def test_a_link_that_is_switched_off_answers_no_more(
    frameworks: None, answered: dict[str, Given], alice: User, bob: User
) -> None:
    answered["E-OP-11"] = Given(by="collection")
    before = pin_known_at()
    link = ItemLink.objects.get(item__code="303-5")
    off = operations.propose_link(
        item=link.item,
        indicator="E-OP-11",
        effective_from=dt.date(2025, 1, 1),
        is_on=False,
        by=alice,
        reason="withdrawal is no consumption",
    )
    proposals.confirm(off, by=bob)
    assert coverage("GRI")["303-5"] is Coverage.NO_INDICATOR
    gri = queries.framework_of("GRI", before)
    then = {each.item.code: each for each in queries.gaps(gri, YEAR, before)}
    assert then["303-5"].coverage is Coverage.ANSWERED
    last_year: dict[str, Gap] = {
        each.item.code: each for each in queries.gaps(gri, Period.year(2024), pin_known_at())
    }
    assert last_year["303-5"].coverage is Coverage.ANSWERED


def test_a_link_to_what_the_library_does_not_hold_is_not_confirmed(
    frameworks: None, alice: User, bob: User
) -> None:
    item = FrameworkItem.objects.get(framework__code="GRI", code="303-3")
    link = operations.propose_link(
        item=item, indicator="E-OP-99", effective_from=FROM, by=alice, reason="slip"
    )
    with pytest.raises(UnknownIndicator):
        proposals.confirm(link, by=bob)


def test_an_official_list_replaces_the_working_one_and_keeps_the_links(
    frameworks: None, answered: dict[str, Given], alice: User, bob: User
) -> None:
    answered["E-OP-08"] = Given(by="collection")
    working = queries.framework_of("SZ-ENV-TEMPLATE", pin_known_at())
    row = propose(OFFICIAL, by=alice, supersedes=working)
    assert (row.plan["new"], row.plan["gone"], row.plan["different"]) == (1, 22, 2)
    assert {"code": "SZ-08", "field": "name_zh"}.items() <= next(
        each.items()
        for each in row.plan["differences"]
        if each["code"] == "SZ-08" and each["field"] == "name_zh"
    )
    assert row.plan["links_kept"] == {"SZ-08": ["E-OP-08"], "SZ-11": ["E-OP-11"]}
    assert row.plan["without_indicator"] == ["SZ-90"]
    proposals.confirm(row, by=bob, seen_sha256=row.content_sha256)
    standing = queries.framework_of("SZ-ENV-TEMPLATE", pin_known_at())
    assert standing == row
    assert standing.is_official
    assert coverage("SZ-ENV-TEMPLATE") == {
        "SZ-08": Coverage.ANSWERED,
        "SZ-11": Coverage.NOT_COLLECTED,
        "SZ-90": Coverage.NO_INDICATOR,
    }
    assert FrameworkItem.objects.get(framework=row, code="SZ-90").source == "the publisher"


def test_the_same_edition_is_not_taken_twice(frameworks: None, alice: User) -> None:
    with pytest.raises(EditionTaken):
        propose(OFFICIAL, by=alice, edition="2022")


def test_a_framework_does_not_replace_another_one(frameworks: None, alice: User, bob: User) -> None:
    other = queries.framework_of("GRI", pin_known_at())
    row = propose(OFFICIAL, by=alice, supersedes=other)
    with pytest.raises(ReplacesAnother):
        proposals.confirm(row, by=bob)


def test_an_item_that_names_an_unknown_indicator_is_refused(library: None, alice: User) -> None:
    content = "code,name_zh,name_en,answer,indicators,confidence\nA,甲,A,number,E-OP-99,A\n"
    with pytest.raises(InvalidInput) as refused:
        propose(content, by=alice)
    (finding,) = refused.value.findings
    assert (finding.code, finding.row, finding.value) == ("unknown_indicator", 2, "E-OP-99")
    assert not Framework.objects.exists()


def test_a_framework_that_nobody_knows_is_not_found(library: None) -> None:
    with pytest.raises(NotFoundHere):
        queries.framework_of("TCFD", pin_known_at())
