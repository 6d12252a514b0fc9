"""What statistics say and take over HTTP."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from config.api.serializers import StrictSerializer
from trusts.statistics import queries, rules
from trusts.statistics.rules import Measure, NewIn

LARGEST_PAGE = 500


class StatisticsQuestion(StrictSerializer):
    """A question to the portfolio; the moment of knowledge and the day are read beside it."""

    as_of = serializers.CharField(required=False)
    known_at = serializers.CharField(required=False)
    cut = serializers.ChoiceField(choices=list(queries.CUTS), default=queries.DEFAULT_CUT)
    measure = serializers.ChoiceField(choices=[each.value for each in Measure], required=False)
    new_in = serializers.ChoiceField(choices=[each.value for each in NewIn], default=NewIn.YEAR)


class ComparedQuestion(StatisticsQuestion):
    """A question that may be compared with another day, and folded below the top n."""

    compare_with = serializers.DateField(required=False)
    top = serializers.IntegerField(required=False, min_value=1, max_value=1000)


class MembersQuestion(StatisticsQuestion):
    """Which number it is that the products or contracts stand behind."""

    key = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    limit = serializers.IntegerField(default=100, min_value=1, max_value=LARGEST_PAGE)
    offset = serializers.IntegerField(default=0, min_value=0, max_value=10**7)


def _amount(**more: Any) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=24, decimal_places=2, **more)


class FiguresSerializer(serializers.Serializer[Any]):
    """Values by measure; a cut of contracts has those of contracts only."""

    outstanding_cny = _amount(required=False)
    paid_in_cny = _amount(required=False)
    products = serializers.IntegerField(required=False)
    new_products = serializers.IntegerField(required=False)
    new_paid_in_cny = _amount(required=False)
    contracts = serializers.IntegerField(required=False)
    placed_cny = _amount()


class ChangeSerializer(serializers.Serializer[Any]):
    """The difference since the day compared with, and in percent of what it was."""

    difference = _amount()
    percent = _amount(allow_null=True)


class GroupSerializer(serializers.Serializer[Any]):
    """One part of the cut. ``what`` is part, other (below the top n), unknown or total."""

    what = serializers.ChoiceField(choices=["part", "other", "unknown", "total"])
    key = serializers.CharField()
    name_zh = serializers.CharField()
    name_en = serializers.CharField()
    parts = serializers.IntegerField(help_text="How many parts were folded into this one.")
    share_percent = _amount(allow_null=True)
    now = FiguresSerializer()
    then = FiguresSerializer(allow_null=True)
    change = serializers.DictField(child=ChangeSerializer(), allow_null=True)


class ConcentrationSerializer(serializers.Serializer[Any]):
    """How concentrated the cut is, by the measure asked for; the index is of all parts."""

    groups = serializers.IntegerField()
    hhi = _amount(allow_null=True, help_text="Herfindahl–Hirschman index, up to 10,000.")
    top = serializers.IntegerField()
    top_percent = _amount(allow_null=True)
    unknown_percent = _amount(allow_null=True)


@extend_schema_serializer(many=False)
class StatisticsSerializer(serializers.Serializer[Any]):
    """The portfolio at the end of a day, as known at a moment, cut into parts that add up."""

    cut = serializers.CharField()
    measure = serializers.CharField()
    as_of = serializers.DateField()
    known_at = serializers.DateTimeField()
    new_since = serializers.DateField()
    compare_with = serializers.DateField(allow_null=True)
    total = GroupSerializer()
    groups = GroupSerializer(many=True)
    concentration = ConcentrationSerializer()
    has_sample_data = serializers.BooleanField(help_text="Whether sample products are known.")


class MemberSerializer(serializers.Serializer[Any]):
    """One product or contract behind a number, and what it adds to it."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    name_zh = serializers.CharField()
    name_en = serializers.CharField()
    is_sample = serializers.BooleanField()
    product = serializers.IntegerField(source="product_id")
    product_code = serializers.CharField()
    established_on = serializers.DateField(allow_null=True)
    value = _amount()


@extend_schema_serializer(many=False)
class MembersSerializer(serializers.Serializer[Any]):
    """A page of what stands behind a number; the values of all pages add up to it."""

    number = serializers.IntegerField()
    total = _amount()
    rows = MemberSerializer(many=True)


def answer(found: queries.Statistics) -> dict[str, Any]:
    """Return statistics as their serializer reads them."""
    return {
        "cut": found.cut.code,
        "measure": found.measure,
        "as_of": found.now.on,
        "known_at": found.now.known_at,
        "new_since": found.now.new_since,
        "compare_with": found.then.on if found.then else None,
        "total": _group(found, found.total, "total"),
        "groups": [_group(found, each, _what(each)) for each in found.groups],
        "concentration": found.concentration,
        "has_sample_data": found.has_sample_data,
    }


def _what(group: rules.Group) -> str:
    return "other" if group.is_other else "unknown" if group.is_unknown else "part"


def _group(found: queries.Statistics, group: rules.Group, what: str) -> dict[str, Any]:
    changes = {each.value: group.change(each) for each in found.cut.measures}
    return {
        "what": what,
        "key": group.key,
        "name_zh": group.name_zh,
        "name_en": group.name_en,
        "parts": group.parts,
        "share_percent": found.share(group),
        "now": _figures(found, group.now),
        "then": _figures(found, group.then) if group.then else None,
        "change": changes if group.then else None,
    }


def _figures(found: queries.Statistics, figures: rules.Figures) -> dict[str, Any]:
    return {each.value: figures.of(each) for each in found.cut.measures}
