"""What the library says and takes over HTTP."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from config.api.serializers import (
    BatchSerializer,
    PeriodField,
    ProposalSerializer,
    RoomSerializer,
    StrictSerializer,
    UploadSerializer,
)
from reporting.indicators.models import (
    Framework,
    FrameworkItem,
    IndicatorList,
    ItemLink,
    LibraryIndicator,
)
from reporting.indicators.rules.kinds import Coverage

LIST_FIELDS = (
    "code",
    "edition",
    "name_zh",
    "name_en",
    "publisher",
    "released_on",
    "effective_from",
    "is_official",
    "is_partial",
    "note",
)
COVERAGES = [(each.value, each.value) for each in Coverage]


class LibraryIndicatorSerializer(ProposalSerializer[LibraryIndicator]):
    """One version of an indicator of the library."""

    class Meta:
        model = LibraryIndicator
        fields = (
            "code",
            "name_zh",
            "name_en",
            "unit",
            "answer",
            "pillar",
            "theme",
            "kind",
            "dimensions",
            "periodicity",
            "owner_department",
            "evidence_zh",
            "evidence_en",
            "lowest",
            "highest",
            "method",
            "source",
            "confidence",
            "note",
            "effective_from",
            "supersedes",
        )


class IndicatorListSerializer(BatchSerializer[IndicatorList]):
    """A file of indicators: what it would change, and the decision."""

    class Meta:
        model = IndicatorList
        fields = (*LIST_FIELDS, *BatchSerializer.BATCH_FIELDS)


class FrameworkSerializer(BatchSerializer[Framework]):
    """An edition of a framework: its file, what differs from the one before, the decision."""

    class Meta:
        model = Framework
        fields = (*LIST_FIELDS, "supersedes", *BatchSerializer.BATCH_FIELDS)


class IndicatorListUploadSerializer(UploadSerializer):
    """A CSV or XLSX file of indicators, with what the list is called."""

    source = serializers.CharField(max_length=200)
    code = serializers.RegexField(r"^[A-Z0-9][A-Z0-9.-]{0,39}$")
    edition = serializers.CharField(max_length=40)
    name_zh = serializers.CharField(max_length=200)
    name_en = serializers.CharField(max_length=200)
    publisher = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)
    released_on = serializers.DateField(required=False, allow_null=True, default=None)
    effective_from = serializers.DateField()
    is_official = serializers.BooleanField(default=False)
    is_partial = serializers.BooleanField(default=True)
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)
    is_sample = serializers.BooleanField(default=False)


class FrameworkUploadSerializer(IndicatorListUploadSerializer):
    """A CSV or XLSX file of a framework's items, with what the framework is called."""

    supersedes = serializers.PrimaryKeyRelatedField(
        queryset=Framework.objects.confirmed(), required=False, allow_null=True, default=None
    )


class FrameworkItemSerializer(RoomSerializer[FrameworkItem]):
    """One thing that a framework asks to be disclosed."""

    framework_code = serializers.CharField(source="framework.code", read_only=True)

    class Meta:
        model = FrameworkItem
        fields = (
            "id",
            "framework",
            "framework_code",
            "code",
            "section",
            "name_zh",
            "name_en",
            "answer",
            "unit",
            "source",
            "confidence",
            "note",
        )


class ItemLinkSerializer(ProposalSerializer[ItemLink]):
    """Whether an indicator answers an item of a framework, from a day on."""

    item_code = serializers.CharField(source="item.code", read_only=True)
    framework_code = serializers.CharField(source="item.framework.code", read_only=True)

    class Meta:
        model = ItemLink
        fields = (
            "item",
            "item_code",
            "framework_code",
            "indicator",
            "is_on",
            "effective_from",
            "supersedes",
        )


class GapsQuestion(StrictSerializer):
    """For which period it is asked; the moment of knowledge is read beside it."""

    period = PeriodField()
    known_at = serializers.CharField(required=False)


class AskedIndicatorSerializer(serializers.Serializer[Any]):
    """One indicator that an item asks for, whether it is answered, and by what."""

    code = serializers.CharField()
    name_zh = serializers.CharField(source="indicator.name_zh")
    name_en = serializers.CharField(source="indicator.name_en")
    unit = serializers.CharField(source="indicator.unit")
    kind = serializers.CharField(source="indicator.kind")
    owner_department = serializers.CharField(source="indicator.owner_department")
    coverage = serializers.ChoiceField(choices=COVERAGES)
    answered_by = serializers.CharField(source="given.by", default="")
    reference = serializers.CharField(source="given.ref", default="")


class GapSerializer(serializers.Serializer[Any]):
    """One item of a framework, how far it is answered, and the indicators that it asks for."""

    item = FrameworkItemSerializer()
    coverage = serializers.ChoiceField(choices=COVERAGES)
    indicators = AskedIndicatorSerializer(many=True, source="asked")


@extend_schema_serializer(many=False)
class FrameworkGapsSerializer(serializers.Serializer[Any]):
    """Every item of a framework with how far it is answered for a period."""

    framework = serializers.CharField()
    edition = serializers.CharField()
    period = serializers.CharField()
    known_at = serializers.DateTimeField()
    is_official = serializers.BooleanField()
    is_partial = serializers.BooleanField()
    counts = serializers.DictField(child=serializers.IntegerField())
    items = GapSerializer(many=True)


class FrameworkCoverageSerializer(serializers.Serializer[Any]):
    """How many items of a framework are answered for a period, and how many of each gap."""

    id = serializers.IntegerField(source="framework.pk")
    code = serializers.CharField(source="framework.code")
    edition = serializers.CharField(source="framework.edition")
    name_zh = serializers.CharField(source="framework.name_zh")
    name_en = serializers.CharField(source="framework.name_en")
    is_official = serializers.BooleanField(source="framework.is_official")
    is_partial = serializers.BooleanField(source="framework.is_partial")
    items = serializers.IntegerField()
    counts = serializers.DictField(child=serializers.IntegerField())


class AskedBySerializer(RoomSerializer[FrameworkItem]):
    """One item that an indicator answers, with its framework."""

    framework_code = serializers.CharField(source="framework.code", read_only=True)
    framework_name_zh = serializers.CharField(source="framework.name_zh", read_only=True)
    framework_name_en = serializers.CharField(source="framework.name_en", read_only=True)

    class Meta:
        model = FrameworkItem
        fields = (
            "id",
            "framework_code",
            "framework_name_zh",
            "framework_name_en",
            "code",
            "name_zh",
            "name_en",
            "note",
        )
