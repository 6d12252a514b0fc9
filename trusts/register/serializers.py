"""What the register says and takes over HTTP."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.api.serializers import (
    FactSerializer,
    PersonSerializer,
    ProposalSerializer,
    StrictSerializer,
)
from config.archive.models import StoredFile
from trusts.register.models import (
    ALIVE,
    ChangeRegistration,
    GreenForm,
    Party,
    PartyRole,
    PersonalReading,
    Product,
    ProductTerms,
    TrustKind,
)
from trusts.register.rules import FilingState, TrustStatus

_NAMES = ("name_zh", "name_en")
_SOURCE = ("source", "confidence", "recorded_at")


class TrustKindSerializer(FactSerializer[TrustKind]):
    """A class, group or kind of trust business in one edition."""

    class Meta:
        model = TrustKind
        fields = ("id", "edition", "code", "level", "parent", *_NAMES, *_SOURCE)


class GreenFormSerializer(FactSerializer[GreenForm]):
    """A form of green trust in one edition."""

    class Meta:
        model = GreenForm
        fields = ("id", "edition", "code", "class_code", *_NAMES, *_SOURCE)


class PartySerializer(ProposalSerializer[Party]):
    """
    A party, proposed and confirmed.

    Of a natural person the full name and the identity number are sent and never given back:
    what is read is the code and a mask of the name.
    """

    uscc = serializers.CharField(
        max_length=18, required=False, allow_blank=True, allow_null=True, default=""
    )
    lei = serializers.CharField(
        max_length=20, required=False, allow_blank=True, allow_null=True, default=""
    )
    identity_number = serializers.CharField(
        max_length=18, required=False, allow_blank=True, default="", write_only=True
    )

    class Meta:
        model = Party
        fields = ("code", *_NAMES, "party_type", "uscc", "lei", "identity_number", "is_sample")


class ReadingSerializer(StrictSerializer):
    """Why a natural person is read in clear; it goes on record."""

    reason = serializers.CharField(max_length=2000)


class ClearPersonSerializer(serializers.Serializer[Any]):
    """A natural person in clear."""

    name_zh = serializers.CharField(read_only=True)
    name_en = serializers.CharField(read_only=True)
    identity_number = serializers.CharField(read_only=True)


class PersonalReadingSerializer(FactSerializer[PersonalReading]):
    """One reading of a natural person in clear: whose, by whom, when, why."""

    party_code = serializers.CharField(source="party.code", read_only=True)
    reader = PersonSerializer(read_only=True)

    class Meta:
        model = PersonalReading
        fields = ("id", "party", "party_code", "reader", "reason", "recorded_at")


class ProductSerializer(ProposalSerializer[Product]):
    """A product, proposed and confirmed: what never changes of it."""

    class Meta:
        model = Product
        fields = ("code", "registration_code", *_NAMES, "is_sample")


class ProductTermsSerializer(ProposalSerializer[ProductTerms]):
    """A version of a product's terms; what it corrects is named in ``supersedes``."""

    product = serializers.PrimaryKeyRelatedField(queryset=Product.objects.filter(ALIVE))
    product_code = serializers.CharField(source="product.code", read_only=True)
    kind_code = serializers.CharField(source="kind.code", read_only=True)
    document_sha256 = serializers.CharField(
        source="document.sha256", read_only=True, allow_null=True, default=None
    )

    class Meta:
        model = ProductTerms
        fields = (
            "product",
            "product_code",
            "effective_from",
            "kind",
            "kind_code",
            "form",
            "department",
            "function",
            "structure",
            "status",
            "document",
            "document_sha256",
            "raising",
            "benefit_scope",
            "planned_amount",
            "entrusted_amount",
            "protection_fund_amount",
            "registered_on",
            "purpose",
            "property_note",
            "benefit_note",
            "established_on",
            "terminated_on",
            "term_months",
            "matures_on",
            "benchmark_percent",
            "fee_rate_percent",
            "risk_grade",
            "supersedes",
        )


class PartyRoleSerializer(ProposalSerializer[PartyRole]):
    """A version of a party's role in a product."""

    product = serializers.PrimaryKeyRelatedField(queryset=Product.objects.filter(ALIVE))
    party = serializers.PrimaryKeyRelatedField(queryset=Party.objects.filter(ALIVE))

    class Meta:
        model = PartyRole
        fields = ("product", "party", "role", "effective_from", "effective_to", "supersedes")


class ProductMoveSerializer(StrictSerializer):
    """A move of a product along its life, with the paper that it rests on."""

    to_status = serializers.ChoiceField([each.value for each in TrustStatus])
    effective_from = serializers.DateField()
    document = serializers.FileField(max_length=255, allow_empty_file=False, required=False)
    established_on = serializers.DateField(required=False)
    terminated_on = serializers.DateField(required=False)
    matures_on = serializers.DateField(required=False)
    reason = serializers.CharField(max_length=2000)


class StandingTermsSerializer(serializers.Serializer[Any]):
    """The terms and the roles that hold on a day, as known at a moment."""

    as_of = serializers.DateField(read_only=True)
    known_at = serializers.DateTimeField(read_only=True)
    terms = ProductTermsSerializer(read_only=True, allow_null=True)
    roles = PartyRoleSerializer(many=True, read_only=True)


class DifferenceSerializer(serializers.Serializer[Any]):
    """One column that a version fills otherwise than the one it replaced."""

    field = serializers.CharField(read_only=True)
    before = serializers.SerializerMethodField()
    after = serializers.SerializerMethodField()

    @extend_schema_field({"type": ["string", "integer", "null"]})
    def get_before(self, row: Any) -> Any:
        """Return what the replaced version says."""
        return _plain(row.before)

    @extend_schema_field({"type": ["string", "integer", "null"]})
    def get_after(self, row: Any) -> Any:
        """Return what this version says."""
        return _plain(row.after)


class TermsVersionSerializer(serializers.Serializer[Any]):
    """One version with both of its times: from which day it holds, and when it was known."""

    id = serializers.IntegerField(source="terms.pk", read_only=True)
    effective_from = serializers.DateField(source="terms.effective_from", read_only=True)
    status = serializers.CharField(source="terms.status", read_only=True)
    recorded_at = serializers.DateTimeField(source="terms.recorded_at", read_only=True)
    superseded_at = serializers.DateTimeField(read_only=True, allow_null=True)
    replaces = serializers.IntegerField(
        source="replaces.pk", read_only=True, allow_null=True, default=None
    )
    changes = DifferenceSerializer(many=True, read_only=True)


class ChangeRegistrationSerializer(ProposalSerializer[ChangeRegistration]):
    """The filing of one change of a registered item: about one version of terms, or of a role."""

    terms = serializers.PrimaryKeyRelatedField(
        queryset=ProductTerms.objects.filter(ALIVE), required=False, allow_null=True, default=None
    )
    role = serializers.PrimaryKeyRelatedField(
        queryset=PartyRole.objects.filter(ALIVE), required=False, allow_null=True, default=None
    )
    document = serializers.PrimaryKeyRelatedField(
        queryset=StoredFile.objects.all(), required=False, allow_null=True, default=None
    )

    class Meta:
        model = ChangeRegistration
        fields = ("terms", "role", "filed_on", "receipt_number", "document")
        # The act says in words what the constraints of the table would say in SQL's.
        validators: list[Any] = []


class DueRegistrationSerializer(serializers.Serializer[Any]):
    """One change that has to be registered: by when, and where its filing stands."""

    product = serializers.IntegerField(source="product.pk", read_only=True)
    product_code = serializers.CharField(source="product.code", read_only=True)
    terms = serializers.IntegerField(source="terms.pk", allow_null=True, default=None)
    role = serializers.IntegerField(source="role.pk", allow_null=True, default=None)
    changed = serializers.ListField(child=serializers.CharField(), read_only=True)
    changed_on = serializers.DateField(read_only=True)
    is_correction = serializers.BooleanField(read_only=True)
    due_on = serializers.DateField(read_only=True)
    is_estimate = serializers.BooleanField(read_only=True)
    filing = serializers.IntegerField(source="filing.pk", allow_null=True, default=None)
    filed_on = serializers.DateField(read_only=True, allow_null=True)
    state = serializers.ChoiceField([each.value for each in FilingState], read_only=True)


def _plain(value: Any) -> Any:
    """Return a value as JSON holds it: a row by its key."""
    if isinstance(value, Model):
        return value.pk
    return value if value is None or isinstance(value, int) else str(value)
