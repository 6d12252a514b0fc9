"""What all rooms' serializers share: named fields, nothing unknown, the decision apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema_field
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser

from config.kernel.models import Batch, Decision, Fact, Proposed
from config.kernel.periods import Period, UnreadablePeriod

M = TypeVar("M", bound=Model)


class PeriodField(serializers.CharField):
    """A period: 2025, 2025Q1, 2025-03 or 2025-01-01/2025-02-01."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the period; refuse what names none."""
        try:
            return Period.parse(super().to_internal_value(data))
        except UnreadablePeriod as fault:
            message = _("Write 2025, 2025Q1, 2025-03 or 2025-01-01/2025-02-01.")
            raise serializers.ValidationError(message, code="unreadable_period") from fault

    def to_representation(self, value: Any) -> str:
        """Return the shortest text that names the period."""
        return str(value)


class StrictMixin:
    """Refuses a field that the serializer does not take."""

    def to_internal_value(self, data: Any) -> Any:
        """
        Return the validated values.

        :raises ValidationError: naming each unknown field, and each that the server sets.
        """
        if isinstance(data, Mapping):
            writable = {field.field_name for field in self._writable_fields}  # type: ignore[attr-defined]
            faults = {
                name: [self._refusal(name)] for name in map(str, data) if name not in writable
            }
            if faults:
                raise serializers.ValidationError(faults)
        return super().to_internal_value(data)  # type: ignore[misc]

    def _refusal(self, name: str) -> serializers.ErrorDetail:
        if name in self.fields:  # type: ignore[attr-defined]
            return serializers.ErrorDetail(_("Set by the service, never sent."), code="read_only")
        return serializers.ErrorDetail(_("Unknown field."), code="unknown_field")


class StrictSerializer(StrictMixin, serializers.Serializer[Any]):
    """A serializer of plain fields that refuses unknown ones."""


class RoomSerializer(StrictMixin, serializers.ModelSerializer[M]):
    """A serializer of a room's rows: its fields are named one by one, unknown ones refused."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Refuse, at import, a serializer that does not name its fields."""
        super().__init_subclass__(**kwargs)
        meta = getattr(cls, "Meta", None)
        if meta is None:
            return
        if getattr(meta, "exclude", None) or not isinstance(
            getattr(meta, "fields", ()), tuple | list
        ):
            raise TypeError(f"{cls.__qualname__} must name its fields one by one.")

    @classmethod
    def model_class(cls) -> type[Model]:
        """Return the model of the rows."""
        return cls.Meta.model


class PersonSerializer(serializers.Serializer[Any]):
    """A person, as far as others need to know."""

    id = serializers.IntegerField(read_only=True)
    display_name = serializers.SerializerMethodField()

    def get_display_name(self, person: Any) -> str:
        """Return the name that people read."""
        return str(person)


class DecisionSerializer(serializers.Serializer[Proposed]):
    """Who proposed, who decided, when and why: set by the service."""

    state = serializers.SerializerMethodField()
    proposed_by = PersonSerializer(read_only=True)
    proposed_at = serializers.DateTimeField(read_only=True)
    reason = serializers.CharField(read_only=True)
    decided_by = PersonSerializer(read_only=True, allow_null=True)
    decided_at = serializers.DateTimeField(read_only=True, allow_null=True)
    note = serializers.CharField(source="decision_note", read_only=True)
    recorded_at = serializers.DateTimeField(read_only=True, allow_null=True)
    content_sha256 = serializers.CharField(read_only=True)

    @extend_schema_field(
        {"type": "string", "enum": ["pending", *(each.value for each in Decision if each.value)]}
    )
    def get_state(self, row: Proposed) -> str:
        """Return what became of the proposal; ``pending`` if nobody decided."""
        return row.decision or "pending"


class FactSerializer(RoomSerializer[M]):
    """A fact: read, never written."""

    recorded_at = serializers.DateTimeField(read_only=True)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Keep facts facts."""
        super().__init_subclass__(**kwargs)
        meta = getattr(cls, "Meta", None)
        if meta is not None and not issubclass(meta.model, Fact):
            raise TypeError(f"{cls.__qualname__} serves {meta.model.__name__}, which is no Fact.")


class ProposalSerializer(RoomSerializer[M]):
    """
    A proposed row: its content, the reason it is sent with, and the decision apart.

    A subclass lists its content in ``Meta.fields``; ``id``, ``reason`` and ``decision`` are added.
    """

    reason = serializers.CharField(write_only=True, max_length=2000)
    decision = DecisionSerializer(source="*", read_only=True)

    def get_field_names(self, declared_fields: Any, info: Any) -> list[str]:
        """Return the room's fields between the id and the decision."""
        named = [*super().get_field_names(_without(declared_fields), info)]
        inner = [name for name in named if name not in {"id", "reason", "decision"}]
        return ["id", *inner, "reason", "decision"]


def _without(declared: Mapping[str, Any]) -> dict[str, Any]:
    """Return the declared fields except those that every proposal has."""
    return {name: each for name, each in declared.items() if name not in {"reason", "decision"}}


class ConfirmSerializer(StrictSerializer):
    """A confirmation: a note, and the hash of the content that was seen."""

    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)
    seen_sha256 = serializers.RegexField(r"^[0-9a-f]{64}$", required=False)


class RejectSerializer(StrictSerializer):
    """A rejection: its reason."""

    note = serializers.CharField(max_length=2000)


class WithdrawSerializer(StrictSerializer):
    """A withdrawal: a note, if there is something to say."""

    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


class BatchSerializer(ProposalSerializer[M]):
    """A batch: what the file held, what was found in it, and the decision."""

    BATCH_FIELDS = (
        "kind",
        "source",
        "original_name",
        "file_sha256",
        "rows_read",
        "rows_accepted",
        "finding_counts",
        "findings",
        "plan",
        "is_sample",
    )

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Keep batches batches."""
        super().__init_subclass__(**kwargs)
        meta = getattr(cls, "Meta", None)
        if meta is not None and not issubclass(meta.model, Batch):
            raise TypeError(f"{cls.__qualname__} serves {meta.model.__name__}, which is no Batch.")


class FileParser(MultiPartParser):
    """Takes a form with a file."""


class UploadSerializer(StrictSerializer):
    """A file to be taken in as one batch."""

    file = serializers.FileField(max_length=255, allow_empty_file=False)
    source = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)  # type: ignore[assignment]  # (DRF's own name for a field's attribute)
    reason = serializers.CharField(max_length=2000)


#: The states of a proposal as the interface names them.
STATES = ("pending", *(each.value for each in Decision if each.value))
STATE = OpenApiParameter(
    "state", OpenApiTypes.STR, enum=list(STATES), description="Only in this state."
)


def in_state(queryset: Any, state: str | None) -> Any:
    """
    Return the proposals in the state that a request names; all if it names none.

    :raises ValidationError: for a state that does not exist.
    """
    if state is None:
        return queryset
    if state not in STATES:
        message = _("One of: {states}.").format(states=", ".join(STATES))
        raise serializers.ValidationError(
            {"state": [serializers.ErrorDetail(message, code="unknown_state")]}
        )
    return queryset.filter(decision="" if state == "pending" else state)
