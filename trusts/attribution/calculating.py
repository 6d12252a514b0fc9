"""The calculator over HTTP: what it takes and what it answers. It stores nothing."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.api.serializers import StrictSerializer
from config.kernel.canonical import plain_decimal
from config.kernel.errors import DomainError, InvalidInput
from config.kernel.findings import Finding
from trusts.attribution.rules.asset_classes import INPUTS, Step
from trusts.attribution.rules.classes_table import ASSET_CLASSES
from trusts.attribution.rules.portfolios import (
    Attributed,
    PortfolioResult,
    Position,
    Tonnes,
    attribute,
)
from trusts.attribution.rules.shares import options_of
from trusts.attribution.serializers import said

LARGEST_PORTFOLIO = 1000


def _amount(**options: Any) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=30, decimal_places=12, required=False, **options)


class InputsSerializer(StrictSerializer):
    """Amounts of a position in one currency; which of them count, the asset class says."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Return one field for each amount that some asset class reads."""
        return {
            name: _amount(help_text=each.name_en, **_floor(may_be_negative=each.may_be_negative))
            for name, each in INPUTS.items()
        }


class TonnesSerializer(StrictSerializer):
    """Tonnes of CO2 equivalent of the whole project or company, by kind; never added."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Return one field for each kind of tonnes."""
        return {kind.value: _amount(min_value=Decimal(0)) for kind in Tonnes}


def _floor(*, may_be_negative: bool) -> dict[str, Any]:
    return {} if may_be_negative else {"min_value": Decimal(0)}


class PositionSerializer(StrictSerializer):
    """One holding."""

    name = serializers.CharField(max_length=200)
    asset_class = serializers.ChoiceField(
        choices=[(code, each.name_en) for code, each in ASSET_CLASSES.items()]
    )
    inputs = InputsSerializer()
    tonnes = TonnesSerializer(required=False)
    option = serializers.CharField(max_length=4, required=False, allow_blank=True, default="")
    score = serializers.IntegerField(
        required=False,
        allow_null=True,
        default=None,
        min_value=1,
        max_value=5,
        help_text="Data quality, 1 the best, where it was scored elsewhere; else name the option.",
    )
    project = serializers.CharField(max_length=64, required=False, allow_blank=True, default="")
    total_investment = _amount(
        min_value=Decimal(0), help_text="Of the project; adds the share by the green-credit guide."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a score beside an option: the option has its own."""
        if attrs["option"] and attrs["score"] is not None:
            raise serializers.ValidationError(
                {"score": [_("The option names its own score: give one of the two.")]}
            )
        return attrs


class AttributeSerializer(StrictSerializer):
    """The holdings of a portfolio."""

    positions = serializers.ListField(
        child=PositionSerializer(), min_length=1, max_length=LARGEST_PORTFOLIO
    )


class ReckoningStepSerializer(serializers.Serializer[Any]):
    """One line of the reckoning."""

    what_zh = serializers.CharField()
    what_en = serializers.CharField()
    equation = serializers.CharField()
    value = serializers.CharField()


class GuideSerializer(serializers.Serializer[Any]):
    """The share by the green-credit guide, and its part of each kind of tonnes."""

    share = serializers.CharField()
    total_investment = serializers.CharField()
    tonnes = serializers.DictField(child=serializers.CharField())
    difference = serializers.ListField(child=serializers.CharField())


class AttributedSerializer(serializers.Serializer[Any]):
    """One holding with its share and its part of each kind of tonnes."""

    name = serializers.CharField()
    asset_class = serializers.CharField()
    equation = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # (a field of ours hides one of the framework)
    confidence = serializers.CharField()
    share = serializers.CharField()
    outstanding = serializers.CharField()
    denominator = serializers.CharField(allow_null=True)
    basis = serializers.CharField()
    is_capped = serializers.BooleanField()
    steps = ReckoningStepSerializer(many=True)
    notes = serializers.ListField(child=serializers.CharField())
    tonnes = serializers.DictField(child=serializers.CharField())
    data_quality = serializers.IntegerField(allow_null=True)
    guide = GuideSerializer(allow_null=True)


class PortfolioResultSerializer(serializers.Serializer[Any]):
    """What the portfolio finances: kinds of tonnes apart, never added to one another."""

    positions = AttributedSerializer(many=True)
    totals = serializers.DictField(child=serializers.CharField())
    outstanding = serializers.CharField()
    coverage = serializers.CharField(allow_null=True)
    intensity_per_million = serializers.CharField(allow_null=True)
    data_quality = serializers.CharField(allow_null=True)


EXAMPLE: dict[str, Any] = {
    "positions": [
        {
            "name": "rooftop PV loan",
            "asset_class": "project_finance",
            "inputs": {"outstanding": "30000000", "equity": "40000000", "debt": "60000000"},
            "tonnes": {"scope_1": "1000", "avoided": "20000"},
            "option": "2b",
            "total_investment": "120000000",
        }
    ]
}


class CalculateView(APIView):
    """Attribution of positions that the caller describes; nothing is stored."""

    view_permission = "trusts.attribution.view"

    @extend_schema(
        request=AttributeSerializer,
        responses=PortfolioResultSerializer,
        examples=[OpenApiExample("one loan to a project", value=EXAMPLE, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        """
        Reckon the financed share of each position, by PCAF and by the green-credit guide.

        Scopes 1, 2 and 3 stay apart; avoided and removed tonnes stay apart from them. The
        shares of one project never add up to more than 1.
        """
        given = AttributeSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        result = attributed([position_of(each) for each in given.validated_data["positions"]])
        return Response(said_of(result))


def attributed(positions: Sequence[Position]) -> PortfolioResult:
    """
    Return what the positions finance.

    :raises InvalidInput: naming each position that cannot be reckoned, and why.
    :raises SharesAboveOne: if holdings of one project add up to more than the project.
    """
    findings: list[Finding] = []
    for number, each in enumerate(positions):
        try:
            attribute([each])
        except DomainError as refusal:
            findings.append(_finding(number, refusal))
    if findings:
        raise InvalidInput(findings)
    return attribute(positions)


#: Where a refusal without a field of its own belongs, by its code, and what mends it.
_PLACES = {
    "unknown_evidence": ("option", "Name an option of PCAF's table for the class: {options}."),
    "denominator_unknown": ("total_investment", "Give a total investment above zero."),
    "nothing_to_divide_by": ("inputs", "Give amounts that make up a denominator above zero."),
    "rule_not_read": ("asset_class", "Choose another class, or have the share given by hand."),
}


def _finding(number: int, refusal: DomainError) -> Finding:
    """Return a refusal of one position as a finding with its place and remedy."""
    named = refusal.facts.get("field")
    place, remedy = _PLACES.get(refusal.code, (f"inputs/{named}" if named else "", ""))
    asset_class = str(refusal.facts.get("asset_class", ""))
    facts = {**refusal.facts, "options": ", ".join(options_of(asset_class))}
    return Finding(
        code=refusal.code,
        message=refusal.sentence,
        remedy=remedy or ("Give it." if refusal.code == "input_missing" else ""),
        field=f"positions/{number}/{place}".rstrip("/"),
        value=str(refusal.facts.get("value", refusal.facts.get("option", ""))),
        facts=facts,
    )


def position_of(given: dict[str, Any]) -> Position:
    """Return the position that validated values describe."""
    return Position(
        name=given["name"],
        asset_class=given["asset_class"],
        inputs={name: _short(value) for name, value in given["inputs"].items()},
        tonnes={Tonnes(name): _short(value) for name, value in given.get("tonnes", {}).items()},
        option=given.get("option", ""),
        score=given.get("score"),
        project=given.get("project", ""),
        total_investment=given.get("total_investment"),
    )


def _short(value: Decimal) -> Decimal:
    """Return an amount without the zeros behind it, as it is written into equations."""
    return Decimal(plain_decimal(value))


def said_of(result: PortfolioResult) -> dict[str, Any]:
    """Return the answer as plain values, every number as exact text."""
    return {
        "positions": [_said(each) for each in result.positions],
        "totals": _texts(result.totals),
        "outstanding": f"{result.outstanding:f}",
        "coverage": _text(result.coverage),
        "intensity_per_million": _text(result.intensity),
        "data_quality": _text(result.score),
    }


def _said(each: Attributed) -> dict[str, Any]:
    chosen = ASSET_CLASSES[each.position.asset_class]
    return {
        "name": each.position.name,
        "asset_class": chosen.code,
        "equation": chosen.equation,
        "source": chosen.source,
        "confidence": chosen.confidence,
        "share": f"{each.factor.share:f}",
        "outstanding": f"{each.factor.outstanding:f}",
        "denominator": _text(each.factor.denominator),
        "basis": each.factor.basis,
        "is_capped": each.factor.is_capped,
        "steps": [_step(one) for one in each.factor.steps],
        "notes": [said(one) for one in each.factor.notes],
        "tonnes": _texts(each.tonnes),
        "data_quality": each.score,
        "guide": None
        if each.guide is None
        else {
            "share": f"{each.guide.share:f}",
            "total_investment": f"{each.guide.denominator:f}",
            "tonnes": _texts(each.guide_tonnes),
            "difference": [said(one) for one in each.difference],
        },
    }


def _step(step: Step) -> dict[str, str]:
    return {
        "what_zh": step.what_zh,
        "what_en": step.what_en,
        "equation": step.equation,
        "value": f"{step.value:f}",
    }


def _texts(values: Any) -> dict[str, str]:
    return {str(kind): f"{value:f}" for kind, value in values.items()}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
