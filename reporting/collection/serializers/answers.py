"""What the board and the footprint answer over HTTP."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from config.api.problems import finding_sentence
from config.api.serializers import PeriodField, PersonSerializer
from reporting.collection.rules.life import State
from reporting.collection.rules.values import Scope

_NUMBER: dict[str, Any] = {"max_digits": 30, "decimal_places": 12}
_STATES = [(each.value, each.value) for each in State]


class WarningSerializer(serializers.Serializer[Any]):
    """What is odd about a number."""

    code = serializers.CharField()
    message = serializers.SerializerMethodField()
    remedy = serializers.SerializerMethodField()

    def get_message(self, finding: Any) -> str:
        """Return the sentence, its facts filled in."""
        return finding_sentence(finding.to_json())

    def get_remedy(self, finding: Any) -> str:
        """Return what to do about it."""
        return finding_sentence(finding.to_json(), "remedy")


class BoardRowSerializer(serializers.Serializer[Any]):
    """Where one task stands: its state, who owes it by when, this year beside last year."""

    task = serializers.IntegerField(source="task.pk")
    code = serializers.CharField(source="task.code")
    name_zh = serializers.CharField(source="task.name_zh")
    name_en = serializers.CharField(source="task.name_en")
    department = serializers.CharField(source="task.department.code")
    site = serializers.CharField(source="task.site")
    unit = serializers.CharField(source="task.unit")
    state = serializers.ChoiceField(choices=_STATES)
    owner = PersonSerializer(source="terms.owner", allow_null=True)
    due_on = serializers.DateField(source="terms.due_on")
    due_is_estimate = serializers.BooleanField(source="terms.is_estimate")
    is_overdue = serializers.BooleanField()
    is_being_corrected = serializers.BooleanField()
    value = serializers.DecimalField(allow_null=True, **_NUMBER)
    text = serializers.CharField()
    entry = serializers.IntegerField(source="entry.pk", allow_null=True, default=None)
    last_value = serializers.DecimalField(
        source="last.value", allow_null=True, default=None, **_NUMBER
    )
    change_percent = serializers.DecimalField(allow_null=True, max_digits=40, decimal_places=1)
    warnings = WarningSerializer(many=True)
    reminders = serializers.IntegerField()
    last_reminded_on = serializers.DateField(allow_null=True)


class RowRefSerializer(serializers.Serializer[Any]):
    """A stored row that a number rests on."""

    table = serializers.CharField()
    id = serializers.IntegerField()
    sha256 = serializers.CharField()


class UsedFactorSerializer(serializers.Serializer[Any]):
    """A factor that was used, and where it stands."""

    factor_id = serializers.IntegerField()
    table = serializers.CharField()
    kind = serializers.CharField()
    value = serializers.DecimalField(max_digits=24, decimal_places=12)
    unit = serializers.CharField()
    region = serializers.CharField()
    data_year = serializers.IntegerField(allow_null=True)
    edition = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # (DRF's own name for a field's attribute)
    confidence = serializers.CharField()
    why = serializers.CharField()


class OperationalLineSerializer(serializers.Serializer[Any]):
    """One source of emissions; without a value it says which factor is missing."""

    scope = serializers.ChoiceField(choices=[(each.value, each.value) for each in Scope])
    category = serializers.CharField()
    name_zh = serializers.CharField()
    name_en = serializers.CharField()
    code = serializers.CharField()
    department = serializers.CharField(source="department.code")
    region = serializers.CharField()
    quantity = serializers.DecimalField(**_NUMBER)
    unit = serializers.CharField()
    formula = serializers.CharField()
    factors = UsedFactorSerializer(many=True)
    value_tco2e = serializers.DecimalField(allow_null=True, max_digits=30, decimal_places=6)
    refusal = serializers.CharField()
    refusal_code = serializers.CharField()
    refs = RowRefSerializer(many=True)
    is_sample = serializers.BooleanField()


class OperationalFootprintSerializer(serializers.Serializer[Any]):
    """The operational footprint of a period, by scope, with what is missing."""

    period = PeriodField()
    known_at = serializers.DateTimeField()
    method = serializers.CharField()
    method_version = serializers.CharField()
    totals_tco2e = serializers.SerializerMethodField()
    not_collected = serializers.ListField(child=serializers.CharField())
    lines = OperationalLineSerializer(many=True)

    def get_totals_tco2e(self, found: Any) -> dict[str, str | None]:
        """Return the tonnes by scope; null where there is no total."""
        totals = {each.value: found.total(each) for each in Scope}
        return {key: None if each is None else str(each) for key, each in totals.items()}
