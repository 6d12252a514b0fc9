"""What oversight says and takes over HTTP."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from config.api.problems import finding_sentence
from config.api.serializers import StrictSerializer
from trusts.contracts.rules import AssetClass
from trusts.oversight import queries, rules
from trusts.oversight.rules import Fit, Weight


class _Question(StrictSerializer):
    as_of = serializers.CharField(required=False)
    known_at = serializers.CharField(required=False)
    product = serializers.IntegerField(required=False, min_value=1)


class BoardQuestion(_Question):
    """Which findings are asked for; the day and the moment are read beside it."""

    rule = serializers.ChoiceField(choices=list(rules.RULES), required=False)
    weight = serializers.ChoiceField(choices=[each.value for each in Weight], required=False)
    counterparty_percent = serializers.DecimalField(
        max_digits=5, decimal_places=2, min_value=0, max_value=100, required=False
    )


class MixQuestion(_Question):
    """Which asset mixes are asked for."""


class RuleSerializer(serializers.Serializer[Any]):
    """A rule: where it stands, how sure that is, and whether its own text was read."""

    code = serializers.CharField()
    title = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # (DRF takes it off the class)
    confidence = serializers.CharField(help_text="A, B or C; empty for the house's own question.")
    was_read = serializers.BooleanField()
    weight = serializers.ChoiceField(choices=[each.value for each in Weight])
    note = serializers.CharField()


class StandingSerializer(serializers.Serializer[Any]):
    """One thing that stands against a product, or against the company where there is none."""

    rule = serializers.CharField()
    weight = serializers.ChoiceField(choices=[each.value for each in Weight])
    source = serializers.CharField()  # type: ignore[assignment]  # (DRF takes it off the class)
    confidence = serializers.CharField()
    was_read = serializers.BooleanField()
    product = serializers.IntegerField(allow_null=True)
    product_code = serializers.CharField()
    field = serializers.CharField()
    value = serializers.CharField()
    detail = serializers.CharField()
    remedy = serializers.CharField()
    facts = serializers.DictField(child=serializers.CharField())


@extend_schema_serializer(many=False)
class BoardSerializer(serializers.Serializer[Any]):
    """What stands against the books at the end of a day, as known at a moment."""

    as_of = serializers.DateField()
    known_at = serializers.DateTimeField()
    counterparty_percent = serializers.DecimalField(max_digits=5, decimal_places=2)
    by_weight = serializers.DictField(child=serializers.IntegerField())
    by_rule = serializers.DictField(child=serializers.IntegerField())
    findings = StandingSerializer(many=True)


class MixSerializer(serializers.Serializer[Any]):
    """The asset mix of a product, in CNY; cash is apart from what is placed."""

    product = serializers.IntegerField()
    product_code = serializers.CharField()
    kind = serializers.CharField()
    cash_cny = serializers.DecimalField(max_digits=20, decimal_places=2)
    placed_cny = serializers.DecimalField(max_digits=20, decimal_places=2)
    by_class_cny = serializers.DictField(
        child=serializers.DecimalField(max_digits=20, decimal_places=2)
    )
    percent = serializers.DictField(child=serializers.CharField())
    fit = serializers.ChoiceField(choices=[each.value for each in Fit])
    fitting_kinds = serializers.ListField(child=serializers.CharField())


def standing_row(each: queries.Standing) -> dict[str, Any]:
    """Return one finding as its serializer reads it, in the reader's language."""
    stored = each.finding.to_json()
    return {
        "rule": each.rule.code,
        "weight": each.weight.value,
        "source": stored["facts"].get("source", each.rule.source),
        "confidence": stored["facts"].get("confidence", each.rule.confidence),
        "was_read": each.rule.was_read,
        "product": each.product.pk if each.product else None,
        "product_code": each.product.code if each.product else "",
        "field": each.finding.field,
        "value": each.finding.value,
        "detail": finding_sentence(stored),
        "remedy": finding_sentence(stored, "remedy"),
        "facts": stored["facts"],
    }


def board_row(found: queries.Board) -> dict[str, Any]:
    """Return the board as its serializer reads it."""
    return {
        "as_of": found.on,
        "known_at": found.known_at,
        "counterparty_percent": found.counterparty_percent,
        "by_weight": {weight.value: number for weight, number in found.by_weight.items()},
        "by_rule": {rule.code: number for rule, number in found.by_rule.items()},
        "findings": [standing_row(each) for each in found.rows],
    }


def mix_row(each: queries.ProductMix) -> dict[str, Any]:
    """Return one asset mix as its serializer reads it."""
    classes = list(AssetClass)
    return {
        "product": each.product.pk,
        "product_code": each.product.code,
        "kind": each.kind.code,
        "cash_cny": each.mix.cash,
        "placed_cny": each.mix.placed,
        "by_class_cny": {
            **{one.value: each.mix.amount(one) for one in classes},
            "not_stated": each.mix.unstated,
        },
        "percent": {
            **{one.value: rules.shown_percent(each.mix.at_least(one)) for one in classes},
            "not_stated": rules.shown_percent(each.mix.unstated_percent),
        },
        "fit": each.fit.value,
        "fitting_kinds": list(each.fitting),
    }
