"""Reading a method from the ``method.json`` of its folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from importlib.resources import files
from typing import Any

from config.kernel.quantities import Measure
from projects.carbon.methodologies.asked import (
    Constant,
    Example,
    FactorInput,
    Input,
    Output,
    ParameterInput,
    Published,
    Step,
)
from projects.carbon.methodologies.formulas import Formula
from projects.carbon.methodologies.method import Metered, Method, Route

FOLDER = "projects.carbon.methodologies"
_BOUNDS = ("lowest", "highest")


def read_method(code: str, *, version: str | None = None, metered: Metered | None = None) -> Method:
    """
    Return the method that the folder ``code`` declares.

    An earlier ``version`` asks and gives the same; what it said otherwise stands under
    ``earlier``, by version.
    """
    text = files(FOLDER).joinpath(code, "method.json").read_text("utf-8")
    facts: dict[str, Any] = json.loads(text, parse_float=Decimal)
    if version is not None:
        facts |= {**facts["earlier"][version], "version": version}
    steps = tuple(_step(each) for each in facts.pop("steps"))
    equation = facts.pop("equation", "") or ";  ".join(
        f"{each.symbol} = {each.formula.text}" for each in steps
    )
    return Method(
        **{name: facts[name] for name in _WORDS},
        equation=equation,
        inputs=tuple(Input(**_bounded(each)) for each in facts.get("inputs", ())),
        factors=tuple(
            FactorInput(**{**_bounded(each), "kinds": tuple(each["kinds"])})
            for each in facts.get("factors", ())
        ),
        parameter_inputs=tuple(_parameter(each) for each in facts.get("parameters", ())),
        constants=tuple(Constant(**each) for each in facts.get("constants", ())),
        steps=steps,
        outputs=tuple(
            Output(**{**each, "measure": Measure(each["measure"])}) for each in facts["outputs"]
        ),
        alternatives=tuple(Route(**each) for each in facts.get("alternatives", ())),
        examples=tuple(Example(**each) for each in facts["examples"]),
        metered=metered,
    )


_WORDS = (
    "code",
    "version",
    "family",
    "name_zh",
    "name_en",
    "description_zh",
    "description_en",
    "limits_zh",
    "limits_en",
    "source",
    "confidence",
)


def _step(facts: Mapping[str, str]) -> Step:
    return Step(**{**facts, "formula": Formula(facts["formula"])})  # type: ignore[arg-type]  # (one entry is no text)


def _parameter(facts: Mapping[str, Any]) -> ParameterInput:
    published = tuple(
        Published(**{**each, "value": Decimal(each["value"])})
        for each in facts.get("published", ())
    )
    return ParameterInput(**{**_bounded(facts), "published": published})


def _bounded(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entries with the bounds as numbers."""
    bounds = {name: Decimal(facts[name]) for name in _BOUNDS if name in facts}
    return {**facts, **bounds}
