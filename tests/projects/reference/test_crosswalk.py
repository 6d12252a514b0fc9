"""Classes of two catalogues are linked by a crosswalk that somebody stands for, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from config.accounts.models import User
from config.kernel import proposals
from config.kernel.errors import InvalidInput
from config.kernel.pin import pin_known_at
from projects.reference import operations, queries
from projects.reference.models import Edition, TaxonomyClass
from projects.reference.rules.kinds import EditionKind
from projects.reference.rules.planning import plan_of_classes

HEADER = "from_edition,from_code,to_edition,to_code,relation,source,confidence,note\n"
LISTS = "taxonomy,edition,level,code,parent,name_zh,name_en,confidence,source\n"
DATA = Path(settings.BASE_DIR) / "projects/reference/data"

pytestmark = pytest.mark.django_db


def proposed(
    content: str,
    by: User,
    *,
    kind: EditionKind = EditionKind.CROSSWALK,
    code: str = "LINKS",
    supersedes: Edition | None = None,
) -> Edition:
    return operations.propose_edition(
        code=code,
        kind=kind,
        name_zh="对照",
        name_en="links",
        content=content.encode(),
        file_name="links.csv",
        source="a test",
        by=by,
        reason="for the test",
        supersedes=supersedes,
    )


def test_links_are_read_both_ways_once_they_are_confirmed(alice: User, bob: User) -> None:
    edition = proposed(HEADER + "A,1,B,2,part_of,x,C,\n", alice)
    assert queries.counterparts("A", "1", known_at=pin_known_at()) == []
    proposals.confirm(edition, by=bob)
    (there,) = queries.counterparts("A", "1", known_at=pin_known_at())
    (back,) = queries.counterparts("B", "2", known_at=pin_known_at())
    assert there == back
    assert queries.counterparts("A", "1", known_at=pin_known_at(), to_edition="C") == []


def test_a_superseded_crosswalk_links_nothing(alice: User, bob: User) -> None:
    first = proposals.confirm(proposed(HEADER + "A,1,B,2,same,x,C,\n", alice), by=bob)
    between = pin_known_at()
    second = proposed(HEADER + "A,1,B,,none,x,A,\n", alice, code="OFFICIAL", supersedes=first)
    proposals.confirm(second, by=bob)
    (now,) = queries.counterparts("A", "1", known_at=pin_known_at())
    assert (now.relation, now.to_code) == ("none", "")
    (then,) = queries.counterparts("A", "1", known_at=between)
    assert then.relation == "same"


def test_a_relation_that_nobody_knows_is_a_finding(alice: User) -> None:
    with pytest.raises(InvalidInput) as refusal:
        proposed(HEADER + "A,1,B,2,alike,x,C,\n", alice)
    assert [each.code for each in refusal.value.findings] == ["unknown_relation"]


def test_the_shipped_crosswalk_claims_no_more_than_equal_names(alice: User, bob: User) -> None:
    content = (DATA / "crosswalk_2026.csv").read_text("utf-8")
    edition = proposals.confirm(proposed(content, alice), by=bob)
    assert edition.rows_accepted > 0
    assert {row["relation"] for row in edition.rows()} == {"same_name"}
    assert {row["confidence"] for row in edition.rows()} == {"C"}
    (link,) = queries.counterparts(
        "CN-TRANSITION-2024", "1.3", known_at=pin_known_at(), to_edition="CN-GREEN-2025"
    )
    assert link.to_code == "1.4"


def test_a_list_that_supersedes_says_which_codes_mean_something_else(
    alice: User, bob: User, client: Client
) -> None:
    rows = "目录,2024,1,1,,甲,,A,x\n目录,2024,1,2,,乙,,A,x\n"
    first = proposed(LISTS + rows, alice, kind=EditionKind.TAXONOMY, code="T1")
    proposals.confirm(first, by=bob)
    later = "目录,2025,1,1,,丙,,A,x\n目录,2025,1,3,,丁,,A,x\n"
    second = proposed(LISTS + later, alice, kind=EditionKind.TAXONOMY, code="T2", supersedes=first)
    assert second.plan["class_differences"] == [
        {"code": "1", "before": "甲", "after": "丙"},
        {"code": "2", "before": "乙", "after": ""},
        {"code": "3", "before": "", "after": "丁"},
    ]
    client.force_login(alice)
    page = client.get(f"/console/projects/edition/{second.pk}/change/", follow=True)
    assert "丁" in page.content.decode()
    held = TaxonomyClass.objects.get(code="1")
    shown = client.get(f"/console/projects/taxonomyclass/{held.pk}/change/", follow=True)
    assert shown.status_code == 200


def test_the_same_list_again_changes_no_class() -> None:
    rows = [{"code": "1", "name_zh": "甲", "name_en": ""}]
    plan = plan_of_classes(rows, {"1": "甲"})
    assert (plan["new"], plan["gone"], plan["different"]) == (0, 0, 0)
    assert plan["class_differences"] == []
