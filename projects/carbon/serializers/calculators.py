"""The calculators over HTTP: numbers in with their units, results out with every step."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.settings import api_settings

from config.api.serializers import StrictSerializer
from projects.carbon.queries import FromLibrary, Place
from projects.carbon.rules.facts import ANNOUNCED_FACTS
from projects.carbon.rules.given import Amount, Choice, Number
from projects.carbon.serializers.numbers import (
    AboveZero,
    ExactNumber,
    GivenNumber,
    NumbersByName,
    PlainNumber,
    RoundedNumber,
)
from projects.carbon.serializers.records import CheckSerializer
from projects.reference.serializers import SentenceField
from projects.registry.rules.technologies import TECHNOLOGIES

_FIRST, _LAST = 1990, 2100
_FACTS = ", ".join(f"{each.code} ({each.unit})" for each in ANNOUNCED_FACTS.values())


class _Written(StrictSerializer):
    """What is written as an object: anything else is shown, with how it is written."""

    #: One that can be read.
    EXAMPLE = ""

    def to_internal_value(self, data: Any) -> Any:
        """
        Return the validated fields.

        :raises ValidationError: naming what was given in their place.
        """
        if not isinstance(data, Mapping):
            words = _("{value} cannot be read here; write it as {example}.").format(
                value=json.dumps(data, ensure_ascii=False)[:40], example=self.EXAMPLE
            )
            raise serializers.ValidationError(
                {api_settings.NON_FIELD_ERRORS_KEY: [words]}, code="unreadable"
            )
        return super().to_internal_value(data)


class AmountSerializer(_Written):
    """A number with its unit."""

    EXAMPLE = '{"value": "49.5", "unit": "MWh"}'

    value = GivenNumber()
    unit = serializers.CharField(max_length=40, help_text="Such as MWh, 亿kWh, 万t, kgCO2/kWh.")

    def to_internal_value(self, data: Any) -> Any:
        """Return the amount."""
        return Amount(**super().to_internal_value(data))


class FactorGivenSerializer(_Written):
    """
    A factor: given with its source, or to be answered by the library.

    Either ``value``, ``unit`` and ``source``; or any of ``kind``, ``region``, ``data_year``.
    """

    EXAMPLE = '{"value": "0.5897", "unit": "kgCO2/kWh", "source": "…"}'

    value = GivenNumber(required=False)
    unit = serializers.CharField(required=False, max_length=40)
    source = serializers.CharField(required=False, max_length=500)  # type: ignore[assignment]  # (a field called source)
    kind = serializers.CharField(required=False, max_length=60)
    region = serializers.CharField(required=False, max_length=100)
    data_year = serializers.IntegerField(required=False, min_value=_FIRST, max_value=_LAST)

    def to_internal_value(self, data: Any) -> Any:
        """Return the amount, or the question for the library."""
        found = super().to_internal_value(data)
        return _either(found, ("value", "unit"), ("source",), ("kind", "region", "data_year"))


class ParameterGivenSerializer(_Written):
    """A parameter: ``published`` names one of its values; or ``value``, ``unit`` and ``source``."""

    EXAMPLE = '{"published": "coal"}'

    value = GivenNumber(required=False)
    unit = serializers.CharField(required=False, max_length=40)
    source = serializers.CharField(required=False, max_length=500)  # type: ignore[assignment]  # (a field called source)
    published = serializers.CharField(required=False, max_length=60)

    def to_internal_value(self, data: Any) -> Any:
        """Return the amount, or the choice."""
        found = super().to_internal_value(data)
        if set(found) == {"published"}:
            return Choice(found["published"])
        return _either(found, ("value", "unit"), ("source",), ())


def _either(
    found: Mapping[str, Any],
    needed: tuple[str, ...],
    beside: tuple[str, ...],
    instead: tuple[str, ...],
) -> Amount | FromLibrary:
    """Return the amount if one is given whole, else the question; never a mixture."""
    if "value" not in found and set(found) <= set(instead) and instead:
        return FromLibrary(**found)
    strange = sorted(set(found) - {*needed, *beside})
    lacking = [name for name in needed if name not in found]
    faults = {name: [_("This does not go with a value.")] for name in strange}
    faults |= {name: [_("This is needed beside the others.")] for name in lacking}
    if faults:
        raise serializers.ValidationError(faults)
    return Amount(**found)


class CalculateSerializer(StrictSerializer):
    """What a method shall calculate from; ``GET /methods/{code}/`` says what it asks for."""

    method = serializers.SlugField(max_length=60)
    version = serializers.CharField(max_length=20, required=False, allow_null=True, default=None)
    inputs = serializers.DictField(child=AmountSerializer())
    factors = serializers.DictField(child=FactorGivenSerializer(), required=False)
    parameters = serializers.DictField(child=ParameterGivenSerializer(), required=False)
    region = serializers.CharField(
        max_length=100,
        required=False,
        allow_blank=True,
        default="",
        help_text="Province or region whose factors the library is asked for.",
    )
    year = serializers.IntegerField(
        required=False,
        allow_null=True,
        default=None,
        min_value=_FIRST,
        max_value=_LAST,
        help_text="The year of the activity; the data year follows from the method.",
    )

    places = serializers.IntegerField(
        required=False,
        allow_null=True,
        default=None,
        min_value=0,
        max_value=12,
        help_text="So many decimal places for `rounded`; halves away from zero, as print does.",
    )

    def to_internal_value(self, data: Any) -> Any:
        """Return the arguments of a calculation."""
        found = super().to_internal_value(data)
        place = Place(found.pop("region"), found.pop("year"))
        return {"factors": {}, "parameters": {}, **found, "place": place}


class NumberSerializer(serializers.Serializer[Any]):
    """One number that was used: in the unit of the method, with where it is from."""

    code = serializers.CharField(source="asked.code")
    symbol = serializers.CharField(source="asked.symbol")
    name_zh = serializers.CharField(source="asked.name_zh")
    name_en = serializers.CharField(source="asked.name_en")
    value = ExactNumber()
    unit = serializers.CharField(source="asked.unit")
    given = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # (a field called source)
    confidence = serializers.CharField()
    is_default = serializers.BooleanField()
    factor = serializers.SerializerMethodField()

    @extend_schema_field({"type": "object", "nullable": True, "additionalProperties": True})
    def get_factor(self, number: Number) -> dict[str, Any] | None:
        """Return the factor of the library that answered."""
        found = number.resolution
        if found is None:
            return None
        return {
            "id": found.factor_id,
            "kind": found.kind,
            "region": found.region,
            "data_year": found.data_year,
            "edition": found.edition_code,
            "policies": [each.name for each in found.policies],
        }


class StepTakenSerializer(serializers.Serializer[Any]):
    """One formula, with the numbers put in, and its value."""

    symbol = serializers.CharField(source="step.symbol")
    name_zh = serializers.CharField(source="step.name_zh")
    name_en = serializers.CharField(source="step.name_en")
    formula = serializers.CharField(source="step.formula.text")
    numbers = serializers.CharField()
    value = ExactNumber()
    unit = serializers.CharField(source="step.unit")


class CalculatedResultSerializer(serializers.Serializer[Any]):
    """One result; those of different routes, or of different measures, never add up."""

    symbol = serializers.CharField(source="output.symbol")
    name_zh = serializers.CharField(source="step.name_zh")
    name_en = serializers.CharField(source="step.name_en")
    value = ExactNumber(source="quantity.value")
    rounded = RoundedNumber(source="quantity.value")
    unit = serializers.CharField(source="quantity.unit")
    measure = serializers.CharField(source="quantity.measure.value")
    indicator = serializers.CharField(source="output.indicator")
    route = serializers.CharField(source="output.route")


class LeftOutSerializer(serializers.Serializer[Any]):
    """One step that was not taken, and why."""

    symbol = serializers.CharField(source="step.symbol")
    reason = SentenceField()


class CalculationSerializer(serializers.Serializer[Any]):
    """A calculation: results, every step, every number, and what the reader should know."""

    method = serializers.CharField(source="method.code")
    version = serializers.CharField(source="method.version")
    name_zh = serializers.CharField(source="method.name_zh")
    name_en = serializers.CharField(source="method.name_en")
    source = serializers.CharField(source="method.source")  # type: ignore[assignment]  # (a field called source)
    confidence = serializers.CharField(source="method.confidence")
    results = CalculatedResultSerializer(many=True)
    steps = StepTakenSerializer(many=True)
    numbers = NumberSerializer(many=True)
    left_out = LeftOutSerializer(many=True)
    warnings = serializers.ListField(child=SentenceField())


class AnnouncedSerializer(_Written):
    """An announced number; without a unit it is in the fact's own."""

    EXAMPLE = '{"value": "36.48", "unit": "万吨"}'

    value = GivenNumber()
    unit = serializers.CharField(required=False, allow_blank=True, default="", max_length=40)


class CheckFactsSerializer(StrictSerializer):
    """What an announcement prints."""

    facts = serializers.DictField(
        child=AnnouncedSerializer(),
        allow_empty=False,
        help_text="By code: "
        + ", ".join(f"{each.code} ({each.unit})" for each in ANNOUNCED_FACTS.values()),
    )
    technology = serializers.ChoiceField(
        choices=[(code, each.name_en) for code, each in TECHNOLOGIES.items()],
        required=False,
        allow_blank=True,
        default="",
    )
    at_factors = serializers.DictField(
        child=AboveZero(),
        required=False,
        default=dict,
        help_text="Named factors in tCO2/MWh: how many full-load hours the claim needs at each.",
    )


class BoundedCheckSerializer(CheckSerializer):
    """One implied ratio with the range that it was held against, and the verdict."""

    possible_low = PlainNumber(source="range.possible_low", allow_null=True)
    usual_low = PlainNumber(source="range.usual_low", allow_null=True)
    usual_high = PlainNumber(source="range.usual_high", allow_null=True)
    possible_high = PlainNumber(source="range.possible_high", allow_null=True)


class CheckedSerializer(serializers.Serializer[Any]):
    """The verdict on an announcement, each ratio behind it, and the hours that it needs."""

    verdict = serializers.CharField()
    facts = NumbersByName()
    checks = BoundedCheckSerializer(many=True)
    hours_needed = NumbersByName()
