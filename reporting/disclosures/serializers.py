"""What disclosures say and take over HTTP."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.api.serializers import (
    DecisionSerializer,
    FactSerializer,
    PersonSerializer,
    RoomSerializer,
    StrictSerializer,
)
from reporting.disclosures import queries
from reporting.disclosures.kinds.kind import LANGUAGES
from reporting.disclosures.kinds.table import KINDS
from reporting.disclosures.models import Artefact, Disclosure, DisclosureVersion, Pack, StateChange


class DisclosureSerializer(FactSerializer[Disclosure]):
    """A disclosure: its number, its kind, its period, whose it is."""

    class Meta:
        model = Disclosure
        fields = (
            "id",
            "code",
            "kind",
            "starts_on",
            "ends_on",
            "subject",
            "organization_zh",
            "organization_en",
            "title_zh",
            "title_en",
            "languages",
            "recorded_at",
        )


class ArtefactSerializer(FactSerializer[Artefact]):
    """One file of a version."""

    size_bytes = serializers.IntegerField(source="file.size_bytes", read_only=True)
    file_name = serializers.CharField(read_only=True)

    class Meta:
        model = Artefact
        fields = (
            "form",
            "language",
            "is_published",
            "file_name",
            "size_bytes",
            "sha256",
            "recorded_at",
        )


class MoveSerializer(FactSerializer[StateChange]):
    """One move of a version."""

    by = PersonSerializer(read_only=True)

    class Meta:
        model = StateChange
        fields = ("sequence", "from_state", "to_state", "by", "reason", "recorded_at")


class VersionSerializer(RoomSerializer[DisclosureVersion]):
    """A version: its moment, its figures, where it stands, its log and its files."""

    state = serializers.CharField(source="state.value", read_only=True)
    decision = DecisionSerializer(source="*", read_only=True)
    figure_count = serializers.IntegerField(source="figure_set.count", read_only=True)
    moves = serializers.SerializerMethodField()
    artefacts = serializers.SerializerMethodField()

    class Meta:
        model = DisclosureVersion
        fields = (
            "id",
            "number",
            "state",
            "known_at",
            "figure_set",
            "figure_count",
            "figures_sha256",
            "documents",
            "is_sample",
            "decision",
            "moves",
            "artefacts",
        )

    @extend_schema_field(MoveSerializer(many=True))
    def get_moves(self, version: DisclosureVersion) -> Any:
        """Return the log."""
        return MoveSerializer(queries.moves_of(version), many=True).data

    @extend_schema_field(ArtefactSerializer(many=True))
    def get_artefacts(self, version: DisclosureVersion) -> Any:
        """Return the files."""
        return ArtefactSerializer(queries.artefacts_of(version), many=True).data


class DisclosureDetailSerializer(DisclosureSerializer):
    """A disclosure with all its versions."""

    versions = serializers.SerializerMethodField()

    class Meta(DisclosureSerializer.Meta):
        fields = (*DisclosureSerializer.Meta.fields, "versions")  # type: ignore[assignment]

    @extend_schema_field(VersionSerializer(many=True))
    def get_versions(self, disclosure: Disclosure) -> Any:
        """Return the versions, the first one first."""
        return VersionSerializer(queries.versions(disclosure), many=True).data


class DraftSerializer(StrictSerializer):
    """What to draft: the kind, the period, whose disclosure it is, as known when."""

    kind = serializers.ChoiceField(choices=list(KINDS))
    period = serializers.CharField(max_length=21)
    subject = serializers.CharField(
        required=False,
        default="",
        allow_blank=True,
        max_length=64,
        help_text="The code of the product, for a kind that is about one product.",
    )
    organization_zh = serializers.CharField(max_length=200)
    organization_en = serializers.CharField(max_length=200)
    known_at = serializers.DateTimeField(required=False)
    languages = serializers.ListField(
        child=serializers.ChoiceField(choices=list(LANGUAGES)), required=False, allow_empty=False
    )
    reason = serializers.CharField(max_length=2000)


class ActSerializer(StrictSerializer):
    """Why something is done to a version; the last one unless its number is given."""

    version = serializers.IntegerField(required=False, min_value=1)
    reason = serializers.CharField(max_length=2000)


class SignOffSerializer(StrictSerializer):
    """A sign-off: a note, and the hash of the content that was read."""

    version = serializers.IntegerField(required=False, min_value=1)
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)
    seen_sha256 = serializers.RegexField(r"^[0-9a-f]{64}$", required=False)


class PublishSerializer(StrictSerializer):
    """Which version to publish; the last one unless its number is given."""

    version = serializers.IntegerField(required=False, min_value=1)


class RunAskedSerializer(serializers.Serializer[Any]):
    """The run that does what was asked."""

    run = serializers.IntegerField(source="pk")
    state = serializers.CharField()
    key = serializers.CharField()


class PackSerializer(FactSerializer[Pack]):
    """A published pack: what was sealed, by which key, after which pack."""

    disclosure = serializers.CharField(source="version.disclosure.code", read_only=True)
    number = serializers.IntegerField(source="version.number", read_only=True)
    previous_seal_sha256 = serializers.CharField(
        source="previous.seal_sha256", default="", read_only=True
    )

    class Meta:
        model = Pack
        fields = (
            "id",
            "sequence",
            "disclosure",
            "number",
            "manifest_sha256",
            "seal_sha256",
            "previous_seal_sha256",
            "key_name",
            "public_key",
            "signature",
            "recorded_at",
        )


class PackFaultSerializer(serializers.Serializer[Any]):
    """One thing that does not hold of a pack."""

    code = serializers.CharField()
    subject = serializers.CharField()
    zh = serializers.CharField()
    en = serializers.CharField()


class PackCheckSerializer(serializers.Serializer[Any]):
    """Whether a pack holds, and what does not."""

    sound = serializers.BooleanField()
    faults = PackFaultSerializer(many=True)


class SigningKeySerializer(serializers.Serializer[Any]):
    """The public half of a key that packs are signed with."""

    name = serializers.CharField()
    public_key = serializers.CharField()
    signs_now = serializers.BooleanField()
