"""Move a product along its life: a version of its terms with another status and its paper."""

from __future__ import annotations

import datetime as dt
from typing import BinaryIO

from config.archive.models import StoredFile
from config.archive.operations import store
from config.kernel.errors import DomainError
from config.kernel.models import Actor
from trusts.register import queries, rules
from trusts.register.models import Product, ProductTerms
from trusts.register.operations.checks import refuse
from trusts.register.operations.products import propose_terms


class NoTermsToMove(DomainError):
    """No terms of {product} hold on {day}; propose its first terms before it moves."""

    code = "no_terms_to_move"


class TermsBeginThatDay(DomainError):
    """Terms of {product} begin on {day} already; move it from a later day, or correct those."""

    code = "terms_begin_that_day"


def keep_document(*, content: bytes | BinaryIO, name: str) -> StoredFile:
    """
    Keep a paper in the archive, by its hash, and return it.

    :raises InvalidInput: if it is no PDF, PNG or JPEG, or larger than a document may be.
    """
    # One byte past the limit is enough to know that there are too many.
    held = content if isinstance(content, bytes) else content.read(rules.SIZE_LIMIT + 1)
    media_type = rules.media_type_of(held[: rules.HEAD])
    refuse(rules.judge_document(name=name, media_type=media_type, size_bytes=len(held)))
    return store(content=held, name=name, media_type=media_type)


def propose_move(
    *,
    product: Product,
    to_status: str,
    effective_from: dt.date,
    by: Actor,
    reason: str,
    document: StoredFile | None = None,
    established_on: dt.date | None = None,
    terminated_on: dt.date | None = None,
    matures_on: dt.date | None = None,
) -> ProductTerms:
    """
    Propose that a product moves to ``to_status``: its terms as they stand, with that status.

    A day that is given replaces the one that stands; whatever else stands is copied.

    :raises NoTermsToMove: if nothing holds on the day of the move.
    :raises TermsBeginThatDay: if a version begins on that very day.
    :raises ForbiddenMove: if the life of a product does not hold the move.
    :raises InvalidInput: if the move lacks its document or a day, or the terms contradict
        themselves.
    """
    standing = queries.terms_to_build_on(product.pk, on=effective_from)
    if standing is None:
        raise NoTermsToMove(product=product, day=effective_from)
    if standing.effective_from == effective_from:
        raise TermsBeginThatDay(product=product, day=effective_from)
    rules.PRODUCT_LIFE.check_can_move(standing.status, to_status)
    days = {
        "established_on": established_on,
        "terminated_on": terminated_on,
        "matures_on": matures_on,
    }
    given = {name: day for name, day in days.items() if day is not None}
    terms = ProductTerms(
        **{
            **queries.content_of(standing),
            **given,
            "product": product,
            "status": to_status,
            "effective_from": effective_from,
            "document": document,
        }
    )
    return propose_terms(terms=terms, by=by, reason=reason)
