"""A layout is declared, kept and read back; a proposal is only a proposal."""

from __future__ import annotations

from typing import Any

import pytest

from config.kernel.periods import Period
from projects.metering.rules.layout import (
    FileLayout,
    Form,
    OnError,
    Sending,
    Shape,
    Unit,
    WrongLayout,
    propose_layout,
    slot_names,
)


@pytest.mark.parametrize(
    "wrong",
    [
        {"interval_minutes": 7},
        {"encoding": "latin-1"},
        {"delimiter": "|"},
        {"slot_columns": ("h00", "h01")},
        {"day_column": "station"},
    ],
)
def test_a_layout_that_contradicts_itself_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(WrongLayout):
        FileLayout(**wrong)


@pytest.mark.parametrize("wrong", [{"shape": "round"}, {"colour": "green"}, {"unit": "MWh"}])
def test_a_stored_layout_with_an_unknown_word_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(WrongLayout):
        FileLayout.from_json(wrong)


def test_a_layout_is_read_back_as_it_was_kept() -> None:
    layout = FileLayout(
        shape=Shape.LONG, form=Form.PARQUET, unit=Unit.WH, on_error=OnError.GAP, estimated=True
    )
    sent = Sending(name="a.csv", layout=layout, period=Period.month(2025, 2), project_id=3)

    assert Sending.from_json(sent.to_json()) == sent


@pytest.mark.parametrize("minutes", [15, 30, 60])
def test_a_proposal_sees_the_interval_and_the_delimiter(minutes: int) -> None:
    proposed = propose_layout("\ufeff站点;日期;" + ";".join(slot_names(minutes)))

    assert proposed is not None
    assert (proposed.interval_minutes, proposed.delimiter) == (minutes, ";")
    assert proposed.columns[:2] == ("站点", "日期")


def test_a_proposal_sees_a_long_file_and_its_unit() -> None:
    proposed = propose_layout("meter,begin,Wh")

    assert proposed is not None
    assert (proposed.shape, proposed.unit) == (Shape.LONG, Unit.WH)


def test_nothing_is_proposed_for_a_header_that_fits_nothing() -> None:
    assert propose_layout("a,b") is None
