"""Answers from a file: all of them or none, each fault named by row and field."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from config.accounts.models import User
from config.kernel.errors import InvalidInput
from reporting.collection import operations
from reporting.collection.models import CollectedEntry, CollectionPeriod, CollectionTask

Ask = Callable[..., CollectionTask]
pytestmark = pytest.mark.django_db


def take(period: CollectionPeriod, text: str, by: User) -> list[CollectedEntry]:
    return operations.import_entries(
        period=period,
        content=text.encode(),
        name="answers.csv",
        by=by,
        reason="from the office's list",
        known_at=timezone.now(),
    )


def test_every_row_becomes_an_entry_that_names_the_file(
    ask: Ask, year: CollectionPeriod, owner: User
) -> None:
    ask()
    ask(code="E-OP-11", unit="吨")
    made = take(
        year, '指标,部门,数值,单位\nE-OP-08,office,"1,200",千瓦时\nE-OP-11,综合管理部,35,t\n', owner
    )
    assert [str(each.value) for each in made] == ["1200", "35"]
    assert all("answers.csv, SHA-256" in each.reason for each in made)


def test_one_fault_leaves_nothing_and_every_fault_is_named(
    ask: Ask, year: CollectionPeriod, owner: User
) -> None:
    ask()
    ask(code="E-OP-11", unit="t")
    text = (
        "code,department,value,unit\nE-OP-08,office,12,kWh\nE-OP-11,office,x,t\nE-99,office,1,t\n"
    )
    with pytest.raises(InvalidInput) as refusal:
        take(year, text, owner)
    found = [(each.row, each.field, each.code) for each in refusal.value.findings]
    assert found == [(3, "value", "not_a_number"), (4, "code", "not_asked")]
    assert not CollectedEntry.objects.exists()


def test_another_unit_is_not_taken_for_the_asked_one(
    ask: Ask, year: CollectionPeriod, owner: User
) -> None:
    ask()
    with pytest.raises(InvalidInput) as refusal:
        take(year, "code,department,value,unit\nE-OP-08,office,12,MWh\n", owner)
    assert [each.code for each in refusal.value.findings] == ["another_unit"]
