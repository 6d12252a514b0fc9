"""Charts: the same bytes each time, our fonts, the document's language."""

import json
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from reporting.rendering.charts import (
    ClaimedAndComputed,
    Share,
    claimed_and_computed,
    draw_png,
    draw_svg,
    shares,
)
from reporting.rendering.months import MonthlyValue, month_label, monthly_bars
from reporting.rendering.theme import HOUSE_THEME, house_theme_json
from tests.reporting.rendering import samples

GRADIENT = {
    "data": {"values": [{"a": 1, "b": 2}]},
    "mark": {
        "type": "bar",
        "color": {
            "gradient": "linear",
            "stops": [{"offset": 0, "color": "white"}, {"offset": 1, "color": "green"}],
        },
    },
    "encoding": {
        "x": {"field": "a", "type": "ordinal"},
        "y": {"field": "b", "type": "quantitative", "title": "gradient_1"},
    },
}


def test_the_same_spec_gives_the_same_bytes_though_ids_count_on() -> None:
    first, second = draw_svg(GRADIENT), draw_svg(GRADIENT)
    assert first == second
    assert 'id="d0"' in first
    assert "url(#d0)" in first
    assert "gradient_1" in first  # words of the reader's own are left alone


def test_another_process_gives_the_same_bytes() -> None:
    spec = samples.charts("zh-Hans")[0].spec
    code = (
        "import json,sys; from reporting.rendering.charts import draw_svg;"
        "sys.stdout.write(draw_svg(json.load(sys.stdin)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps(spec),
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    assert done.stdout == draw_svg(spec)


def test_months_and_axes_speak_the_language() -> None:
    chinese, english = (draw_svg(samples.charts(each)[0].spec) for each in ("zh-Hans", "en"))
    assert ">12月<" in chinese
    assert ">Dec<" in english
    assert not re.search("[\u4e00-\u9fff]", english)
    assert "Noto Sans SC" in chinese


def test_a_year_that_runs_over_shows_its_years() -> None:
    values = [MonthlyValue(month, "A", Decimal(1)) for month in ("2024-12", "2025-01")]
    svg = draw_svg(monthly_bars(values, unit="tCO₂e", language="zh-Hans"))
    assert ">2024-12<" in svg
    assert ">tCO₂e<" in svg
    assert month_label("2025-01", "zh-Hans") == "1月"


def test_two_years_of_months_label_every_second_one() -> None:
    months = [f"{year}-{month:02}" for year in (2024, 2025) for month in range(1, 13)]
    values = [MonthlyValue(month, "A", Decimal(1)) for month in months]
    svg = draw_svg(monthly_bars(values, unit="t", language="en"))
    assert ">2024-03<" in svg
    assert ">2024-02<" not in svg


def test_an_announcement_is_drawn_beside_the_computed_number_and_not_alone() -> None:
    values = [
        ClaimedAndComputed("汽", Decimal(5), None),
        ClaimedAndComputed("光", Decimal(4), Decimal(3)),
    ]
    rows = claimed_and_computed(values, unit="kt", language="en", places=1)["data"]["values"]
    assert [(row["name"], row["side"], row["shown"], row["value"]) for row in rows] == [
        ("光", "Announced", "4.0 kt", 1.0),
        ("光", "Computed from facts", "3.0 kt (75%)", 0.75),
    ]


def test_series_of_unlike_size_stand_in_panels_with_their_own_scales() -> None:
    small = [MonthlyValue("2025-01", "PV", Decimal(1))]
    like, unlike = (
        monthly_bars(
            [*small, MonthlyValue("2025-01", "steam", Decimal(top))], unit="t", language="en"
        )
        for top in (2, 30)
    )
    assert "vconcat" not in like
    assert [each["title"]["text"] for each in unlike["vconcat"]] == ["PV", "steam"]
    svg = draw_svg(unlike)
    assert ">PV<" in svg
    assert ">steam<" in svg
    assert svg.count(">Jan<") == 2


def test_one_series_needs_no_legend() -> None:
    spec = monthly_bars([MonthlyValue("2025-01", "PV", Decimal(1))], unit="t", language="en")
    assert ">PV<" not in draw_svg(spec)


def test_a_long_name_takes_lines() -> None:
    name = "Shenyang engine plant medium-deep geothermal heating"
    svg = draw_svg(
        claimed_and_computed(
            [ClaimedAndComputed(name, Decimal(4), Decimal(3))], unit="kt", language="en"
        )
    )
    assert ">Shenyang engine plant<" in svg
    assert "…" not in svg


def test_shares_sum_to_the_whole_and_refuse_nonsense() -> None:
    spec = shares([Share("a", Decimal(1)), Share("b", Decimal(3))], language="en")
    assert [(row["name"], row["shown"]) for row in spec["data"]["values"]] == [
        ("b", "75.0%"),
        ("a", "25.0%"),
    ]
    for parts in ([], [Share("a", Decimal(0))], [Share("a", Decimal(-1)), Share("b", Decimal(2))]):
        with pytest.raises(ValueError, match="Shares need"):
            shares(parts, language="en")


def test_nothing_is_fetched() -> None:
    with pytest.raises(ValueError, match=r".+"):
        draw_svg({"data": {"url": "http://127.0.0.1:9/a.csv"}, "mark": "bar"})


def test_a_long_legend_takes_more_lines_and_leaves_the_chart_its_width() -> None:
    values = [
        MonthlyValue("2025-01", f"第{number}号绿色信托计划屋顶光伏", Decimal(1))
        for number in range(8)
    ]
    drawn = re.search(
        r'<svg [^>]*?width="([0-9.]+)"', draw_svg(monthly_bars(values, unit="t", language="en"))
    )
    assert drawn
    assert float(drawn.group(1)) < 720


def test_a_png_paints_with_our_fonts_the_same_each_time() -> None:
    spec = shares([Share("王𬭎 Łódź 😀", Decimal(1))], language="en")
    assert draw_png(spec) == draw_png(spec)


def test_a_png_is_a_png_and_the_theme_is_json() -> None:
    assert draw_png(samples.charts("en")[2].spec).startswith(b"\x89PNG")
    assert json.loads(house_theme_json()) == HOUSE_THEME
