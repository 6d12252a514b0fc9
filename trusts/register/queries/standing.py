"""What stands: products, parties, terms and roles on a day, as known at a moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from config.kernel.errors import NotFoundHere
from config.kernel.models import Decision
from trusts.register.models import GreenForm, Party, PartyRole, Product, ProductTerms, TrustKind


def kind(code: str, *, edition: str) -> TrustKind:
    """
    Return the class, group or kind with this code in this edition.

    :raises NotFoundHere: if the edition holds no such code.
    """
    found: TrustKind | None = TrustKind.objects.filter(edition=edition, code=code).first()
    if found is None:
        raise NotFoundHere(what="trust kind", key=f"{edition}:{code}")
    return found


def form(code: str, *, edition: str) -> GreenForm:
    """
    Return the green form with this code in this edition.

    :raises NotFoundHere: if the edition holds no such code.
    """
    found: GreenForm | None = GreenForm.objects.filter(edition=edition, code=code).first()
    if found is None:
        raise NotFoundHere(what="green form", key=f"{edition}:{code}")
    return found


def product_by_code(code: str) -> Product:
    """
    Return the confirmed product with this code.

    :raises NotFoundHere: if none is confirmed.
    """
    found: Product | None = Product.objects.confirmed().filter(code=code).first()
    if found is None:
        raise NotFoundHere(what="product", key=code)
    return found


def party_by_code(code: str) -> Party:
    """
    Return the confirmed party with this code.

    :raises NotFoundHere: if none is confirmed.
    """
    found: Party | None = Party.objects.confirmed().filter(code=code).first()
    if found is None:
        raise NotFoundHere(what="party", key=code)
    return found


def products(*, known_at: dt.datetime) -> list[Product]:
    """Return the products known at ``known_at``, by code."""
    return list(Product.objects.known(known_at).order_by("code", "id"))


def standing_terms(
    product_ids: Iterable[int], *, on: dt.date, known_at: dt.datetime
) -> dict[int, ProductTerms]:
    """Return, by product id, the terms that hold on ``on`` as known at ``known_at``."""
    rows = (
        ProductTerms.objects.as_of(on, known_at=known_at)
        .filter(product_id__in=list(product_ids))
        .select_related("product", "kind", "form", "department")
    )
    return {row.product_id: row for row in rows}


def terms_history(product_id: int) -> list[ProductTerms]:
    """Return every version of a product's terms that was confirmed, the first recorded first."""
    rows = ProductTerms.objects.filter(product_id=product_id, decision=Decision.CONFIRMED)
    return list(rows.select_related("kind", "form").order_by("recorded_at", "id"))


def roles_of(product_ids: Iterable[int], *, on: dt.date, known_at: dt.datetime) -> list[PartyRole]:
    """Return the roles that parties hold in the products on ``on`` as known at ``known_at``."""
    rows = (
        PartyRole.objects.as_of(on, known_at=known_at)
        .filter(product_id__in=list(product_ids))
        .filter(Q(effective_to__isnull=True) | Q(effective_to__gt=on))
        .select_related("product", "party")
    )
    return list(rows.order_by("product__code", "role", "party__code", "id"))
