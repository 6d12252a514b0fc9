"""Values refuse what is not theirs."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.kernel.canonical import canonical_bytes, plain_decimal, sha256_of
from config.kernel.errors import DomainError
from config.kernel.money import FEN, Money, UnlikeCurrencies, split_largest_remainder
from config.kernel.periods import Period, UnreadablePeriod
from config.kernel.quantities import Measure, Quantity, UnlikeQuantities, total

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2060, 1, 1))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first, second = sorted(draw(st.tuples(DAYS, DAYS).filter(lambda pair: pair[0] != pair[1])))
    return Period(first, second)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025Q4", "2025-10-01", "2025-12-31"),
        ("2025-01-15/2025-01-16", "2025-01-15", "2025-01-15"),
    ],
)
def test_a_period_reads_back_as_it_was_written(text: str, first: str, last: str) -> None:
    period = Period.parse(text)
    assert str(period) == text
    assert (str(period.starts_on), str(period.last_day)) == (first, last)


@pytest.mark.parametrize("text", ["", "25", "2025-13", "2025Q5", "2025-02-01/2025-02-01", "a/b"])
def test_what_is_not_a_period_is_refused(text: str) -> None:
    with pytest.raises(UnreadablePeriod):
        Period.parse(text)


@given(periods(), periods(), DAYS)
def test_a_day_is_in_the_overlap_when_it_is_in_both(a: Period, b: Period, day: dt.date) -> None:
    overlap = a & b
    assert (overlap is not None and day in overlap) == (day in a and day in b)
    assert a.overlaps(b) == b.overlaps(a)


@given(periods())
def test_every_period_can_be_written_and_read(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(st.integers(1991, 2059), st.integers(1, 12))
def test_the_previous_month_ends_where_this_one_starts(year: int, month: int) -> None:
    period = Period.month(year, month)
    assert period.previous().ends_on == period.starts_on
    assert len(period.previous().months()) == 1


def test_unlike_measures_in_the_same_unit_are_never_added() -> None:
    avoided = Quantity(Decimal(1), "tCO2e", Measure.AVOIDED)
    for measure in set(Measure) - {Measure.AVOIDED}:
        with pytest.raises(UnlikeQuantities):
            avoided + Quantity(Decimal(1), "tCO2e", measure)
    with pytest.raises(UnlikeQuantities):
        avoided - Quantity(Decimal(1), "ktCO2e", Measure.AVOIDED)
    assert total([avoided, avoided], unit="tCO2e", measure=Measure.AVOIDED).value == 2


@pytest.mark.parametrize("value", [1.0, 1, "1", Decimal("NaN"), Decimal("Infinity")])
def test_a_quantity_is_a_finite_decimal(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        Quantity(value, "t", Measure.MASS)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [1.0, 1, "1", Decimal("0.001"), Decimal("NaN")])
def test_money_is_a_whole_number_of_fen(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        Money(value)  # type: ignore[arg-type]


def test_currencies_are_not_mixed() -> None:
    with pytest.raises(UnlikeCurrencies):
        Money(Decimal(1)) + Money(Decimal(1), "EUR")


WEIGHTS = st.lists(
    st.decimals(0, 10**6, places=6, allow_nan=False), min_size=1, max_size=30
).filter(any)


@given(st.decimals(-(10**9), 10**9, places=2, allow_nan=False), WEIGHTS)
def test_a_split_adds_up_and_no_share_is_a_fen_off(amount: Decimal, weights: list[Decimal]) -> None:
    shares = split_largest_remainder(amount, weights, quantum=FEN)
    assert sum(shares) == amount
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - amount * weight / sum(weights)) < FEN


def test_a_third_goes_to_the_first_when_remainders_are_equal() -> None:
    shares = Money(Decimal("100.00")).split([Decimal(1)] * 3)
    assert [str(share.amount) for share in shares] == ["33.34", "33.33", "33.33"]


@given(st.decimals(-(10**18), 10**18, places=6, allow_nan=False))
def test_equal_decimals_have_equal_bytes(value: Decimal) -> None:
    assert canonical_bytes(value) == canonical_bytes(value * Decimal("1.000"))
    assert Decimal(plain_decimal(value)) == value


def test_canonical_bytes_do_not_depend_on_the_order_of_keys() -> None:
    at = dt.datetime(2025, 1, 1, 8, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    one = {"b": [Period.year(2025), Measure.AVOIDED], "a": at, "c": "煤"}
    other = dict(reversed(one.items())) | {"a": at.astimezone(dt.UTC)}
    assert sha256_of(one) == sha256_of(other)
    assert canonical_bytes(one) == (
        b'{"a":"2025-01-01T00:00:00.000000Z","b":["2025","avoided"],"c":"' + "煤".encode() + b'"}'
    )


@pytest.mark.parametrize("value", [1.5, dt.datetime(2025, 1, 1), object(), {"a": 0.1}])  # noqa: DTZ001
def test_floats_and_naive_instants_have_no_canonical_form(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_bytes(value)


class Unwell(DomainError):
    """The {thing} is
    unwell."""


def test_a_refusal_is_its_docstring_with_the_facts_filled_in() -> None:
    assert str(Unwell(thing="pump")) == "The pump is unwell."
    assert str(Unwell()) == "The {thing} is unwell."
