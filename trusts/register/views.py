"""The register over HTTP."""

from __future__ import annotations

from typing import Any

from config.accounts.models import User
from config.api.views import FactViewSet, ProposalViewSet
from trusts.register import operations, serializers
from trusts.register.models import GreenForm, Party, PartyRole, Product, ProductTerms, TrustKind

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
    filterset_fields = ("code", "party_type", "uscc", "is_sample")
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> Party:
        """Propose a party."""
        return operations.propose_party(**{**data, "uscc": data["uscc"] or ""}, by=by)


class ProductViewSet(ProposalViewSet[Product]):
    """Trust products: what never changes of them."""

    queryset = Product.objects.all()
    serializer_class = serializers.ProductSerializer
    filterset_fields = ("code", "registration_code", "is_sample")
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> Product:
        """Propose a product."""
        return operations.propose_product(**data, by=by)


class ProductTermsViewSet(ProposalViewSet[ProductTerms]):
    """Terms of products in versions; ``as_of`` keeps the standing ones."""

    queryset = ProductTerms.objects.select_related("product", "kind", "form")
    serializer_class = serializers.ProductTermsSerializer
    filterset_fields = ("product", "kind", "form", "status", "structure")
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
