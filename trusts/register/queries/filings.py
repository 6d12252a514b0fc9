"""Changes of registered items after establishment: what is due, filed, late or overdue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from trusts.register import rules
from trusts.register.models import ChangeRegistration, PartyRole, Product, ProductTerms
from trusts.register.queries.versions import Version, histories
from trusts.register.rules import AFTER_ESTABLISHMENT, FilingState


@dataclass(frozen=True)
class DueRegistration:
    """
    One change that has to be registered: what changed, by when it is due, where it stands.

    ``changed`` names columns of the terms, or is ``("party",)`` for a change of parties.
    ``is_estimate`` says that the holidays of the year of ``due_on`` are not decreed yet.
    """

    product: Product
    terms: ProductTerms | None
    role: PartyRole | None
    changed: tuple[str, ...]
    changed_on: dt.date
    is_correction: bool
    due_on: dt.date
    is_estimate: bool
    filing: ChangeRegistration | None
    state: FilingState

    @property
    def filed_on(self) -> dt.date | None:
        """Return the day of the filing, if there is one."""
        return self.filing.filed_on if self.filing else None


@dataclass(frozen=True)
class _Change:
    product: Product
    changed: tuple[str, ...]
    changed_on: dt.date
    is_correction: bool = False
    terms: ProductTerms | None = None
    role: PartyRole | None = None


def registrations_due(
    *, on: dt.date, known_at: dt.datetime, product_ids: Iterable[int] | None = None
) -> list[DueRegistration]:
    """
    Return the changes up to ``on`` that have to be registered, as known at ``known_at``.

    What is not filed comes first, the most urgent on top; then what is, the newest on top.
    """
    chosen = None if product_ids is None else list(product_ids)
    versions = histories(chosen, known_at=known_at)
    filings = ChangeRegistration.objects.known(known_at).select_related("document")
    by_terms = {each.terms_id: each for each in filings if each.terms_id}
    by_role = {each.role_id: each for each in filings if each.role_id}
    found = []
    for change in [*_of_terms(versions), *_of_roles(versions, chosen, known_at=known_at)]:
        if change.changed_on > on:
            continue
        filing = by_terms.get(change.terms.pk) if change.terms else None
        filing = by_role.get(change.role.pk) if change.role else filing
        found.append(_judged(change, filing, on=on))
    waiting = [each for each in found if each.state in {FilingState.DUE, FilingState.OVERDUE}]
    done = [each for each in found if each.state not in {FilingState.DUE, FilingState.OVERDUE}]
    waiting.sort(key=lambda each: (each.due_on, each.product.code))
    done.sort(key=lambda each: (each.due_on, each.product.code), reverse=True)
    return [*waiting, *done]


def _judged(change: _Change, filing: ChangeRegistration | None, *, on: dt.date) -> DueRegistration:
    limit = rules.deadline(change.changed_on)
    filed_on = filing.filed_on if filing else None
    return DueRegistration(
        product=change.product,
        terms=change.terms,
        role=change.role,
        changed=change.changed,
        changed_on=change.changed_on,
        is_correction=change.is_correction,
        due_on=limit.on,
        is_estimate=limit.is_estimate,
        filing=filing,
        state=rules.state_of(due_on=limit.on, filed_on=filed_on, on=on),
    )


def _of_terms(versions: Mapping[int, Sequence[Version]]) -> Iterator[_Change]:
    """Yield the versions of terms that change a registered item of an established product."""
    for version in (each for chain in versions.values() for each in chain):
        before, terms = version.replaces, version.terms
        if before is None or {before.status, terms.status} - AFTER_ESTABLISHMENT:
            continue
        changed = tuple(each.field for each in version.changes if each.is_registered)
        if changed:
            is_correction = terms.supersedes_id is not None
            # A correction is due from the day on which the mistake was known.
            known_on = timezone.localtime(terms.recorded_at).date()
            yield _Change(
                product=terms.product,
                changed=changed,
                changed_on=known_on if is_correction else terms.effective_from,
                is_correction=is_correction,
                terms=terms,
            )


def _of_roles(
    versions: Mapping[int, Sequence[Version]],
    product_ids: list[int] | None,
    *,
    known_at: dt.datetime,
) -> Iterator[_Change]:
    """Yield the roles of parties to the trust itself that began or ended after establishment."""
    rows = PartyRole.objects.known(known_at).filter(role__in=rules.REGISTERED_ROLES)
    if product_ids is not None:
        rows = rows.filter(product_id__in=product_ids)
    for role in rows.select_related("product", "party", "supersedes").order_by("id"):
        changed_on = _changed_on(role)
        terms = _standing(versions.get(role.product_id, ()), on=changed_on)
        if terms is None or terms.status not in AFTER_ESTABLISHMENT:
            continue
        if terms.established_on is None or changed_on > terms.established_on:
            yield _Change(
                product=role.product,
                changed=("party",),
                changed_on=changed_on,
                is_correction=role.supersedes_id is not None and changed_on != role.effective_to,
                role=role,
            )


def _changed_on(role: PartyRole) -> dt.date:
    """Return the day on which the role began, or ended if that is what a correction says."""
    before: PartyRole | None = role.supersedes  # type: ignore[assignment]  # (declared on the base)
    if before is not None and role.effective_to and role.effective_to != before.effective_to:
        return role.effective_to
    return role.effective_from


def _standing(chain: Sequence[Version], *, on: dt.date) -> ProductTerms | None:
    """Return the version that holds on ``on`` by all that the chain knows."""
    held = [
        each.terms
        for each in chain
        if each.superseded_at is None and each.terms.effective_from <= on
    ]
    return max(held, key=lambda each: (each.effective_from, each.pk), default=None)
