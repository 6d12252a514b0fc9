"""What the collection answers of the library: only what every department confirmed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from config.accounts.models import Department
from config.kernel.periods import Period
from config.kernel.pin import pin_known_at
from reporting.collection.models import CollectedEntry, CollectionTask
from reporting.collection.queries.answering import confirmed
from reporting.indicators.rules.gaps import Given

YEAR = Period.year(2025)


def test_an_indicator_is_answered_when_all_who_owe_it_are_confirmed(
    ask: Callable[..., CollectionTask],
    submit: Callable[..., CollectedEntry],
    answer: Callable[..., CollectedEntry],
) -> None:
    branch = Department.objects.create(code="branch", name_zh="分部", name_en="Branch")
    here, there, water = ask(), ask(department=branch), ask(code="E-OP-11", unit="t")
    answer(here, Decimal(1000))
    submit(water, Decimal(5))
    assert confirmed(YEAR, pin_known_at()) == {}
    before = pin_known_at()
    answer(there, Decimal(10))
    assert confirmed(YEAR, pin_known_at()) == {"E-OP-08": Given(by="collection", ref="2025")}
    assert confirmed(YEAR, before) == {}
    assert confirmed(Period.year(2024), pin_known_at()) == {}
