"""How units and formulas of substances are printed: in the document's language, digits lowered."""

import re
from collections.abc import Mapping

from reporting.rendering.document import Language

#: Units that have another name in the language; each may stand under a stroke.
UNITS: Mapping[Language, Mapping[str, str]] = {
    "zh-Hans": {
        "CNY": "元",
        "CNY/W": "元/W",
        "kW/household": "kW/户",
        "tce": "吨标煤",
        "L": "升",
        "d": "天",
    },
    "en": {
        "d": "days",
        "人": "persons",
        "件": "cases",
        "次": "times",
        "人次": "attendances",
        "单": "trusts",
        "个": "",
        "百万元": "million CNY",
    },
}
#: What stands under a stroke is one of its kind.
UNDER_A_STROKE = {"人": "person", "单": "trust"}
_GASES = re.compile(
    r"(?<![A-Za-z0-9\-_.])((?:[kMGm]?g|[kM]?t)?(?:CO|SO|CH|NH))([234])(e?)(?![A-Za-z0-9\-_])"
)
_POWERS = re.compile(r"(?<![A-Za-z0-9\-_.])(N?[ck]?m)([23])(?![A-Za-z0-9\-_.])")
_LOWERED = {"2": "₂", "3": "₃", "4": "₄"}
_RAISED = {"2": "²", "3": "³"}


def unit_words(unit: str, language: Language) -> str:
    """
    Return a unit in the document's language; symbols stay as they are.

    >>> unit_words("tCO2e/人", "en")
    'tCO2e/person'
    """
    names = UNITS[language]
    if unit in names:
        return names[unit]
    above, *under = unit.split("/")
    below = names if language != "en" else {**names, **UNDER_A_STROKE}
    return "/".join([names.get(above, above), *(below.get(each, each) for each in under)])


def typeset(text: str) -> str:
    """
    Return a text as it is printed: CO2 and m3 with their digits lowered and raised.

    Codes keep theirs: what a letter, digit or hyphen joins is no formula.

    >>> typeset("0.5827 kgCO2/kWh, 20 m3, CN-CO2-1")
    '0.5827 kgCO₂/kWh, 20 m³, CN-CO2-1'
    """
    if "O2" in text or "H4" in text or "H3" in text:
        text = _GASES.sub(lambda found: found[1] + _LOWERED[found[2]] + found[3], text)
    if "m3" in text or "m2" in text:
        text = _POWERS.sub(lambda found: found[1] + _RAISED[found[2]], text)
    return text
