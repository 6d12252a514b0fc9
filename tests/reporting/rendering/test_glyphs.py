"""No character is ever a box: it is drawn, or it is spelled out."""

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from reporting.rendering.fonts.make_subsets import gb2312
from reporting.rendering.glyphs import FAMILIES, FONTS, Legible, faces

# Outside the Basic Multilingual Plane, and in the names of people and places all the same.
RARE_NAMES = "𬭎𫖯𬀩𬴊𬬭𫓧𬭚𪨰𬇕𫠆𬮿𬺈𫍯𬶋𬸪𬱟𫄧𬘡𬳵"


def test_all_of_gb2312_is_held_in_both_weights_of_the_text_face() -> None:
    common = frozenset(map(chr, gb2312()))
    assert len(common) > 7_400
    assert not common - faces()[0] - faces()[1]


@pytest.mark.parametrize(
    "text",
    [
        "tCO₂e",
        "10⁴ m³ ㎡ ℃ ‰ ± × ≤ ≥ → ① Ⅳ ● ■ √",
        RARE_NAMES,
        "𠮷",
        "Łódź Ωμέγα Ж",
        "…—–“”《》〔〕·￥€",
    ],
)
def test_it_is_drawn_as_it_is(text: str) -> None:
    legible = Legible()
    assert legible.text(text) == text
    assert legible.listed() == []


@pytest.mark.parametrize(
    ("text", "shown", "listed"),
    [
        ("王😀", "王〔U+1F600〕", ["U+1F600"]),
        ("12\u202e34", "12〔U+202E〕34", ["U+202E"]),
        ("한", "〔U+D55C〕", ["U+D55C"]),
        ("中\u0301", "中〔U+0301〕", ["U+0301"]),
        ("e\u0301", "é", []),
        ("\ue000", "〔U+E000〕", ["U+E000"]),
        ("a\tb\nc", "a b c", []),
        ("葛\U000e0100城", "葛城", []),
        ("零\u200b宽\ufeff", "零宽", []),
        ("\x00", "〔U+0000〕", ["U+0000"]),
    ],
)
def test_it_is_spelled_out(text: str, shown: str, listed: list[str]) -> None:
    legible = Legible()
    assert legible.text(text) == shown
    assert legible.listed() == listed


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_what_comes_out_needs_nothing_more(text: str) -> None:
    once = Legible().text(text)
    again = Legible()
    assert again.text(once) == once
    assert not again.missing


def test_the_fonts_say_who_made_them_and_under_which_license() -> None:
    for names in FAMILIES.values():
        for name in names:
            with TTFont(FONTS / name, lazy=True) as font:
                assert "SIL Open Font License" in font["name"].getDebugName(13)
    assert sum(each.stat().st_size for each in FONTS.iterdir() if each.is_file()) < 16_000_000
    for text in ("OFL-NotoSansSC.txt", "OFL-NotoSans.txt"):
        assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / text).read_text()
