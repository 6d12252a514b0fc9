"""Cells become values, or findings with a remedy; nothing is guessed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.kernel.findings import Finding
from config.tables import converting
from config.tables.converting import Choice, amount, day

AT: dict[str, Any] = {"row": 7, "field": "amount"}
WIDE = {ord(narrow): ord(narrow) + 0xFEE0 for narrow in "0123456789,.()-+"}
amounts = st.decimals(-(10**17), 10**17, places=2, allow_nan=False, allow_infinity=False)


def code_of(found: object) -> str:
    """Return the code of a finding."""
    assert isinstance(found, Finding)
    assert (found.row, found.remedy != "") == (7, True)
    return found.code


@settings(deadline=None)
@given(amounts)
def test_an_amount_is_read_however_it_is_written(value: Decimal) -> None:
    plain, thousands = f"{value:.2f}", f"{value:,.2f}"
    accounting = f"({abs(value):,.2f})" if value < 0 else thousands
    for text in (plain, thousands, accounting):
        for written in (text, f" {text} ", text.translate(WIDE)):
            assert amount(written, **AT) == value


@settings(deadline=None)
@given(st.text(max_size=12))
def test_any_text_is_an_amount_or_a_finding(text: str) -> None:
    found = amount(text, **AT)
    if isinstance(found, Decimal):
        assert found.is_finite()
        assert found == found.quantize(Decimal("0.01"))
    else:
        assert code_of(found) in converting.FAULTS


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1e3", "amount_scientific"),
        ("1.5E+10", "amount_scientific"),
        ("NaN", "amount_unreadable"),
        ("Infinity", "amount_unreadable"),
        ("1.234,50", "amount_unreadable"),
        ("1,23", "amount_unreadable"),
        ("1 000", "amount_unreadable"),
        ("1_000", "amount_unreadable"),
        ("②", "amount_unreadable"),
        ("٣", "amount_unreadable"),
        ("--1", "amount_unreadable"),
        ("-(1)", "amount_unreadable"),
        ("1.005", "amount_too_fine"),
        ("1" * 19, "amount_too_large"),
        ("1,OOO", "amount_unreadable"),
    ],
)
def test_what_is_no_amount_is_refused(text: str, code: str) -> None:
    assert code_of(amount(text, **AT)) == code


def test_signs_and_zeros_of_amounts() -> None:
    assert amount("¥1,234.5000", **AT) == Decimal("1234.50")
    assert amount("￥１，２３４．５", **AT) == Decimal("1234.50")
    assert amount("（1.00）", **AT) == Decimal("-1.00")
    assert str(amount("-0.00", **AT)) == "0.00"
    assert amount("+5", **AT) == 5
    assert code_of(converting.positive("0", **AT)) == "amount_not_positive"
    assert code_of(converting.positive("(1)", **AT)) == "amount_not_positive"


@settings(deadline=None)
@given(st.dates(dt.date(1950, 1, 1), dt.date(2199, 12, 31)))
def test_a_day_is_read_however_it_is_written(value: dt.date) -> None:
    year, month, number = value.year, value.month, value.day
    for text in (
        value.isoformat(),
        f"{year}/{month}/{number}",
        f"{value:%Y%m%d}",
        f"{year}年{month}月{number}日",
        f"{value} 00:00:00",
    ):
        assert day(text, **AT) == value
    serial = (value - converting.SERIAL_ZERO).days
    found = day(str(serial), **AT)
    assert code_of(found) == "day_serial"
    assert isinstance(found, Finding)
    assert found.facts["day"] == value


@settings(deadline=None)
@given(st.text(max_size=12))
def test_any_text_is_a_day_or_a_finding(text: str) -> None:
    found = day(text, **AT)
    assert isinstance(found, dt.date) or code_of(found) in converting.FAULTS


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("03/04/2026", "day_ambiguous"),
        ("3-4-26", "day_ambiguous"),
        ("2025-02-29", "day_unreadable"),
        ("2025-1/2", "day_unreadable"),
        ("2025-01-31 12:30:00", "day_with_time"),
        ("0001-01-01", "day_out_of_range"),
        ("tomorrow", "day_unreadable"),
    ],
)
def test_what_is_no_day_is_refused(text: str, code: str) -> None:
    assert code_of(day(text, **AT)) == code


def test_codes_keep_their_zeros_and_take_no_spaces() -> None:
    assert converting.code("００７-a", **AT) == "007-a"
    assert code_of(converting.code("a b", **AT)) == "code_malformed"
    assert code_of(converting.code("a" * 65, **AT)) == "code_malformed"
    assert code_of(converting.code("a\u202eb", **AT)) == "code_malformed"


def test_a_choice_is_its_word_or_a_label_in_either_language() -> None:
    choice = Choice({"in_run": ("存续", "in run"), "draft": ("草稿",)})
    for text in ("in_run", "In Run", "存续", " 存 续 "):
        assert choice(text, **AT) == "in_run"
    found = choice("running", **AT)
    assert isinstance(found, Finding)
    assert (found.code, found.facts["choices"]) == ("choice_unknown", "存续, 草稿")


def test_percentages_whole_numbers_words_and_truths() -> None:
    assert converting.percent("12.5 %", **AT) == Decimal("12.5")
    assert converting.percent("１２．５％", **AT) == Decimal("12.5")
    assert code_of(converting.percent("100.000001", **AT)) == "percent_out_of_range"
    assert converting.rate("-3", **AT) == -3
    assert converting.whole("024", **AT) == 24
    assert code_of(converting.whole("2.0", **AT)) == "whole_unreadable"
    assert converting.words(" a \n b ", **AT) == "a b"
    assert code_of(converting.words("a\u200eb", **AT)) == "text_unprintable"
    assert code_of(converting.words("a" * 201, **AT)) == "text_too_long"
    assert converting.truth("是", **AT) is True
    assert converting.truth("No", **AT) is False
    assert code_of(converting.truth("maybe", **AT)) == "truth_unreadable"
