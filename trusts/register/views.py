"""The register over HTTP."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from config.accounts.models import User
from config.api import conditional
from config.api import time as times
from config.api.body import JsonParser
from config.api.serializers import FileParser
from config.api.views import AS_OF, KNOWN_AT, FactViewSet, ProposalViewSet, RoomViewSet, person
from trusts.register import operations, queries, serializers
from trusts.register.filters import TermsFilter
from trusts.register.models import (
    ChangeRegistration,
    GreenForm,
    Party,
    PartyRole,
    PersonalReading,
    Product,
    ProductTerms,
    TrustKind,
)

VIEW = "trusts.register.view"


class TrustKindViewSet(FactViewSet[TrustKind]):
    """The classification of trust business, by edition."""

    queryset = TrustKind.objects.all()
    serializer_class = serializers.TrustKindSerializer
    filterset_fields = ("edition", "code", "level")
    view_permission = VIEW


class GreenFormViewSet(FactViewSet[GreenForm]):
    """The forms of green trust, by edition."""

    queryset = GreenForm.objects.all()
    serializer_class = serializers.GreenFormSerializer
    filterset_fields = ("edition", "code", "class_code")
    view_permission = VIEW


class PartyViewSet(ProposalViewSet[Party]):
    """Parties to trusts and contracts."""

    queryset = Party.objects.all()
    serializer_class = serializers.PartySerializer
    filterset_fields = ("code", "party_type", "uscc", "lei", "is_sample")
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> Party:
        """Propose a party."""
        numbers = {name: data[name] or "" for name in ("uscc", "lei")}
        return operations.propose_party(**{**data, **numbers}, by=by)

    @extend_schema(
        request=serializers.ReadingSerializer, responses=serializers.ClearPersonSerializer
    )
    @action(detail=True, methods=["post"])
    def reveal(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Read a natural person in clear; who read it, when and why goes on record."""
        given = self.read_body(serializers.ReadingSerializer)
        found = operations.read_person(party=self.get_object(), **given, by=person(request))
        answer = serializers.ClearPersonSerializer(found).data
        return Response(answer, headers={"Cache-Control": "no-store"})


class PersonalReadingViewSet(FactViewSet[PersonalReading]):
    """Readings of natural persons in clear."""

    queryset = PersonalReading.objects.select_related("party", "reader")
    serializer_class = serializers.PersonalReadingSerializer
    filterset_fields = ("party", "reader")
    view_permission = VIEW


class ProductViewSet(ProposalViewSet[Product]):
    """Trust products: what never changes of them."""

    queryset = Product.objects.all()
    serializer_class = serializers.ProductSerializer
    filterset_fields = ("code", "registration_code", "is_sample")
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> Product:
        """Propose a product."""
        return operations.propose_product(**data, by=by)

    def get_parsers(self) -> list[Any]:
        """Take a form with a file where a product moves, JSON everywhere."""
        moves = self.action_map.get("post") == "move" if self.action_map else False
        return [JsonParser(), FileParser()] if moves else super().get_parsers()

    @extend_schema(
        request={
            "multipart/form-data": serializers.ProductMoveSerializer,
            "application/json": serializers.ProductMoveSerializer,
        },
        responses={201: serializers.ProductTermsSerializer},
    )
    @action(detail=True, methods=["post"])
    def move(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Propose that the product moves: its standing terms with another status, and its paper."""
        given = self.read_body(serializers.ProductMoveSerializer)
        upload = given.pop("document", None)
        paper = operations.keep_document(content=upload, name=upload.name) if upload else None
        row = operations.propose_move(
            product=self.get_object(), **given, document=paper, by=person(request)
        )
        return Response(
            serializers.ProductTermsSerializer(row).data,
            status=status.HTTP_201_CREATED,
            headers={"ETag": conditional.tag_of_proposal(row)},
        )

    @extend_schema(parameters=[KNOWN_AT, AS_OF], responses=serializers.StandingTermsSerializer)
    @action(detail=True, methods=["get"])
    def terms(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Read the terms and the roles that hold on a day, as known at a moment."""
        on, known_at = times.as_of(request), times.known_at(request)
        product = self.get_object()
        found = {
            "as_of": on,
            "known_at": known_at,
            "terms": queries.standing_terms([product.pk], on=on, known_at=known_at).get(product.pk),
            "roles": queries.roles_of([product.pk], on=on, known_at=known_at),
        }
        return Response(serializers.StandingTermsSerializer(found).data)

    @extend_schema(
        parameters=[KNOWN_AT],
        responses=serializers.TermsVersionSerializer(many=True),
        filters=False,
    )
    @action(detail=True, methods=["get"], pagination_class=None)
    def history(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Read every version of the terms with both its times, and what it changed."""
        found = queries.history(self.get_object().pk, known_at=times.known_at(request))
        return Response(serializers.TermsVersionSerializer(found, many=True).data)


class ProductTermsViewSet(ProposalViewSet[ProductTerms]):
    """Terms of products in versions; ``as_of`` keeps the standing ones."""

    queryset = ProductTerms.objects.select_related("product", "kind", "form", "document")
    serializer_class = serializers.ProductTermsSerializer
    filterset_class = TermsFilter
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> ProductTerms:
        """Propose a version of a product's terms."""
        reason = data.pop("reason")
        return operations.propose_terms(terms=ProductTerms(**data), by=by, reason=reason)


class PartyRoleViewSet(ProposalViewSet[PartyRole]):
    """Roles of parties in products, in versions."""

    queryset = PartyRole.objects.select_related("product", "party")
    serializer_class = serializers.PartyRoleSerializer
    filterset_fields = ("product", "party", "role")
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> PartyRole:
        """Propose a role."""
        return operations.propose_role(**data, by=by)


class ChangeRegistrationViewSet(ProposalViewSet[ChangeRegistration]):
    """Filings of changes of registered items."""

    queryset = ChangeRegistration.objects.all()
    serializer_class = serializers.ChangeRegistrationSerializer
    filterset_fields = ("terms", "role", "receipt_number")
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> ChangeRegistration:
        """Propose that a change was filed."""
        return operations.propose_change_registration(**data, by=by)


class DueRegistrationViewSet(RoomViewSet[Product]):
    """Changes that have to be registered, and where their filing stands."""

    queryset = Product.objects.all()
    serializer_class = serializers.DueRegistrationSerializer
    filterset_fields = ("code", "is_sample")
    view_permission = VIEW
    pagination_class = None
    extra_parameters = (times.KNOWN_AT, times.AS_OF)

    @extend_schema(
        parameters=[KNOWN_AT, AS_OF], responses=serializers.DueRegistrationSerializer(many=True)
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """List what is due or overdue, the most urgent first, then what was filed."""
        known_at = times.known_at(request)
        chosen = self.filter_queryset(Product.objects.known(known_at)).values_list("pk", flat=True)
        found = queries.registrations_due(
            on=times.as_of(request), known_at=known_at, product_ids=chosen
        )
        return Response(self.get_serializer(found, many=True).data)
