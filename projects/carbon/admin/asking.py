"""What a method asks for as rows of a form, and the request that the boxes make up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language, gettext

from config.console.asking import Field, Option, Row, Trouble, written
from projects.carbon.methodologies.asked import (
    Asked,
    FactorInput,
    ParameterInput,
    Published,
)
from projects.carbon.methodologies.method import Method
from projects.carbon.rules.given import bounds_of, field_of
from projects.reference.rules.kinds import FACTOR_KINDS


def language() -> str:
    """Return the reader's language as declared data names it: ``en`` or ``zh``."""
    return "zh" if (get_language() or "").startswith("zh") else "en"


def in_language(each: Any, what: str = "name") -> str:
    """Return a name or text of declared data in the reader's language."""
    return str(getattr(each, f"{what}_{language()}"))


def rows_of(asked: Sequence[Asked], given: QueryDict, trouble: Trouble) -> list[Row]:
    """Return the rows of the form for the numbers that a method asks for."""
    return [
        Row(
            symbol=each.symbol,
            label=in_language(each),
            hint=_hint(each),
            fields=tuple(_fields(each, given)),
            faults=trouble.by_row.get(field_of(each), ()),
        )
        for each in asked
    ]


def _fields(asked: Asked, given: QueryDict) -> Iterator[Field]:
    place = field_of(asked)
    if isinstance(asked, FactorInput) and len(asked.kinds) > 1:
        kind = written(given, f"{place}/kind")
        yield Field(
            f"{place}/kind",
            gettext("kind of factor"),
            options=(
                *(
                    [Option("", gettext("as the policies choose"), not kind)]
                    if asked.by_choice
                    else []
                ),
                *(
                    Option(code, in_language(FACTOR_KINDS[code]), code == kind)
                    for code in asked.kinds
                ),
            ),
        )
    if isinstance(asked, ParameterInput) and asked.published:
        chosen = written(given, f"{place}/published")
        default = asked.named(asked.default)
        unchosen = (
            gettext("default: {name}").format(name=_named(default))
            if default
            else gettext("choose one, or give your own")
        )
        yield Field(
            f"{place}/published",
            gettext("published value"),
            options=(
                Option("", unchosen, not chosen),
                *(Option(each.name, _named(each), each.name == chosen) for each in asked.published),
            ),
        )
    yield Field(f"{place}/value", gettext("value"), written(given, f"{place}/value"))
    unit = written(given, f"{place}/unit") or asked.unit
    yield Field(f"{place}/unit", gettext("unit"), unit, size="short")
    if isinstance(asked, FactorInput | ParameterInput):
        source = written(given, f"{place}/source")
        yield Field(f"{place}/source", gettext("source"), source, size="wide")


def _named(published: Published) -> str:
    return f"{published.value:f} · {published.name} ({published.confidence})"


def _hint(asked: Asked) -> str:
    """Return what may be left empty, and what is possible."""
    parts = [gettext("may be left empty")] if asked.optional else []
    if isinstance(asked, FactorInput):
        parts.append(gettext("without a value, the library answers for region and year"))
    if bounds_of(asked):
        unit = "" if asked.unit == "1" else f" {asked.unit}"
        parts.append(f"{bounds_of(asked)}{unit}")
    return "; ".join(parts)


def body_of(method: Method, given: QueryDict) -> dict[str, Any]:
    """Return the body of a request for a calculation, as the boxes make it up."""
    body: dict[str, Any] = {"method": method.code, "inputs": {}}
    for asked in method.asked:
        group, code = field_of(asked).split("/")
        found = _one(asked, given)
        if found:
            body.setdefault(group, {})[code] = found
    if region := written(given, "region"):
        body["region"] = region
    if year := written(given, "year"):
        body["year"] = year
    return body


def _one(asked: Asked, given: QueryDict) -> dict[str, str]:
    place = field_of(asked)
    if value := written(given, f"{place}/value"):
        unit = written(given, f"{place}/unit") or asked.unit
        source = written(given, f"{place}/source")
        return {"value": value, "unit": unit, **({"source": source} if source else {})}
    for name in ("kind", "published"):
        if chosen := written(given, f"{place}/{name}"):
            return {name: chosen}
    return {}
