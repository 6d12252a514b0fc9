"""Units in the document's language, formulas with their digits lowered, codes as they are."""

from __future__ import annotations

import pytest

from reporting.rendering.document import Language
from reporting.rendering.units import typeset, unit_words


@pytest.mark.parametrize(
    ("unit", "language", "words"),
    [
        ("tCO2e/人", "en", "tCO2e/person"),
        ("tCO2e/百万元", "en", "tCO2e/million CNY"),
        ("人", "en", "persons"),
        ("CNY", "en", "CNY"),
        ("CNY", "zh-Hans", "元"),
        ("tCO2e/人", "zh-Hans", "tCO2e/人"),
        ("", "en", ""),
    ],
)
def test_a_unit_is_said_in_the_language_of_the_document(
    unit: str, language: Language, words: str
) -> None:
    assert unit_words(unit, language) == words


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("避免排放 505,369 tCO2e", "避免排放 505,369 tCO₂e"),
        ("0.5827 kgCO2/kWh", "0.5827 kgCO₂/kWh"),
        ("年减排二氧化硫 SO2、CH4", "年减排二氧化硫 SO₂、CH₄"),
        ("20,800 m3, 3 Nm3, 2 m2", "20,800 m³, 3 Nm³, 2 m²"),
    ],
)
def test_formulas_and_powers_are_printed_as_they_are_written(text: str, printed: str) -> None:
    assert typeset(text) == printed


@pytest.mark.parametrize(
    "code",
    ["CN-CO2-2023", "https://green.example/CO2-1/m3.html", "sCO2e_total", "F-3f2a9c1d", "COD"],
)
def test_codes_and_addresses_keep_their_digits(code: str) -> None:
    assert typeset(code) == code
