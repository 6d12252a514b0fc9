"""Parts, support and amounts as plain values."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trusts.labels.rules.amounts import divide_by_label
from trusts.labels.rules.parts import BadPart, Part, green_percent
from trusts.labels.rules.supplementary import FieldFacts, judge_value, subject_of, written
from trusts.labels.rules.support import (
    ProjectSupport,
    Recognized,
    Support,
    Unsupported,
    causes,
    check_supported,
    supported_percents,
)

DAY = dt.date(2025, 1, 1)
ENTRIES = st.sampled_from([("E-1", "1"), ("E-1", "2"), ("E-2", "1")])
PERCENTS = st.decimals("0.000001", "25", places=6)


@st.composite
def supports(draw: st.DrawFn) -> Support:
    """Return what some contract's split and its projects' recognition say."""
    projects = [
        ProjectSupport(
            number,
            f"P-{number}",
            draw(PERCENTS),
            draw(st.sampled_from(Recognized)),
            number,
            "h",
            *draw(ENTRIES),
        )
        for number in range(draw(st.integers(0, 4)))
    ]
    return Support(DAY, 1, tuple(projects))


@given(supports())
def test_what_is_suggested_is_supported_and_a_millionth_more_is_not(support: Support) -> None:
    parts = support.parts
    check_supported(parts, support)
    assert support.percent == green_percent(parts)
    assert support.percent == sum(
        (each.percent for each in support.projects if each.is_green), Decimal(0)
    )
    for place, part in enumerate(parts):
        more = Part(*part.entry, part.percent + Decimal("0.000001"))
        with pytest.raises(Unsupported):
            check_supported([*parts[:place], more, *parts[place + 1 :]], support)


@given(supports())
def test_a_support_is_stored_and_read_back(support: Support) -> None:
    assert Support.from_json(support.to_json()) == support
    assert causes(support, support) == []


@given(supports(), supports())
def test_what_is_no_longer_supported_has_a_cause(before: Support, now: Support) -> None:
    lost = [
        part
        for part, percent in zip(before.parts, supported_percents(before.parts, now), strict=True)
        if percent < part.percent
    ]
    found = causes(before, now)
    assert found or not lost
    assert all(each.lost_percent > 0 for each in found)


@given(
    st.decimals("0", "999999999999.99", places=2),
    st.lists(st.tuples(PERCENTS, PERCENTS), max_size=4),
)
def test_money_by_label_adds_up_to_the_fen(
    outstanding: Decimal, given_: list[tuple[Decimal, Decimal]]
) -> None:
    parts = [Part("E", str(place), percent) for place, (percent, _) in enumerate(given_)]
    carried = [min(percent, other) for percent, other in given_]
    amounts, rest = divide_by_label(outstanding, parts, carried)
    assert sum((each.amount for each in amounts), rest) == outstanding
    assert rest >= 0
    for each, percent in zip(amounts, carried, strict=True):
        assert 0 <= each.supported <= each.amount
        assert abs(each.amount - outstanding * each.part.percent / 100) < Decimal("0.01")
        assert (each.supported == each.amount) or percent < each.part.percent


@pytest.mark.parametrize("percent", ["0", "-1", "100.000001", "0.0000001", "NaN", "Infinity"])
def test_a_part_is_a_percentage(percent: str) -> None:
    with pytest.raises(BadPart):
        Part("E", "1", Decimal(percent))
    with pytest.raises(TypeError):
        Part("E", "1", 1.0)  # type: ignore[arg-type]


NUMBER, ON = FieldFacts("n", "number"), FieldFacts("d", "day")
CHOICE, TEXT = FieldFacts("c", "choice", ("是", "否")), FieldFacts("t", "text")


@pytest.mark.parametrize(
    ("field", "text", "stored"),
    [
        (NUMBER, "1250000.00", "1250000"),
        (NUMBER, "-0.50", "-0.5"),
        (NUMBER, " 7 ", "7"),
        (NUMBER, "1,250", None),
        (NUMBER, "1e3", None),
        (NUMBER, "1_000", None),
        (NUMBER, "NaN", None),
        (NUMBER, "0.1234567", None),
        (NUMBER, "1" * 19, None),
        (NUMBER, "١", None),
        (ON, "2026-03-31", "2026-03-31"),
        (ON, "2026-02-30", None),
        (ON, "20260331", None),
        (CHOICE, "是", "是"),
        (CHOICE, "也许", None),
        (TEXT, "现金", "现金"),
        (TEXT, "x" * 2001, None),
        (NUMBER, "", ""),
        (CHOICE, "  ", ""),
    ],
)
def test_a_value_is_written_by_the_type_of_its_field(
    field: FieldFacts, text: str, stored: str | None
) -> None:
    assert written(text, field) == stored
    codes = [each.code for each in judge_value(text, field, source="台账")]
    assert codes == ([] if stored is not None else [f"not_a_{field.value_type}"])


def test_a_value_names_its_source_and_one_subject() -> None:
    found = judge_value("x", TEXT, source=" ", row=3)
    assert [(each.code, each.row) for each in found] == [("source_missing", 3)]
    assert subject_of(contract_id=12, product_id=None) == "contract:12"
    for ids in ((None, None), (1, 2)):
        with pytest.raises(ValueError, match="one contract or one product"):
            subject_of(contract_id=ids[0], product_id=ids[1])
