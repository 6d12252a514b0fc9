"""What a proposal would move, drawn from stored facts; stores nothing."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from config.kernel.canonical import sha256_of
from projects.carbon import queries as carbon
from projects.carbon.queries import StatementMove
from projects.reference.queries import trial_of
from reporting.disclosures.models import DisclosureVersion
from reporting.disclosures.queries import published_versions
from reporting.moves.models import MoveReport
from reporting.moves.rules import ZERO, Move, summed
from trusts.attribution import queries as attribution


@dataclass(frozen=True)
class Moves:
    """All that would move: statements, products by method, published disclosures."""

    statements: tuple[Move, ...]
    products: tuple[Move, ...]
    disclosures: tuple[Move, ...]
    difference: Decimal

    def to_json(self) -> dict[str, Any]:
        """Return the stored form."""
        return {
            name: [each.to_json() for each in getattr(self, name)]
            for name in ("statements", "products", "disclosures")
        }

    @property
    def sha256(self) -> str:
        """Return the hash over all that would move."""
        return sha256_of(self.to_json())


def what_would_move(proposal: Any, *, known_at: dt.datetime) -> Moves:
    """
    Return what would move if ``proposal`` (an edition or a policy) were confirmed.

    Statements are the latest of each project and month; a product moves by its attributed
    share of its projects' movement; a published disclosure by the statements that it rests
    on itself. ``difference`` is the sum over the latest statements that have both values.
    """
    published = published_versions(known_at=known_at)
    moved = carbon.statements_moved(
        trial_of(proposal),
        known_at=known_at,
        drawn_at={each.known_at for each in published},
    )
    latest = _latest_of_each(moved)
    differences = [each.difference_tco2e for each in latest]
    return Moves(
        statements=tuple(_statement(each) for each in latest),
        products=tuple(_products(latest)),
        disclosures=tuple(_disclosures(published, moved)),
        difference=sum((each for each in differences if each is not None), ZERO),
    )


def reports_of(subject: str, pk: int) -> list[MoveReport]:
    """Return the lists that were drawn for one proposal, the latest first."""
    rows = MoveReport.objects.filter(**{subject: pk})
    return list(rows.select_related("edition", "policy").order_by("-known_at", "-id"))


def versions_moved(report: MoveReport) -> list[DisclosureVersion]:
    """Return the versions that the report names and that are still published."""
    named = {each["key"] for each in report.disclosures}
    published = published_versions(known_at=report.known_at)
    return [each for each in published if str(each) in named]


def _latest_of_each(moved: Sequence[StatementMove]) -> list[StatementMove]:
    found: dict[tuple[int, dt.date, str], StatementMove] = {}
    for each in moved:
        place = (each.statement.project_id, each.statement.starts_on, each.statement.method)
        if place not in found or found[place].statement.known_at < each.statement.known_at:
            found[place] = each
    return list(found.values())


def _statement(move: StatementMove) -> Move:
    name = f"{move.statement.project} {move.statement.period}"
    return Move(
        key=str(move.statement.pk),
        name_zh=name,
        name_en=name,
        before=move.before_tco2e,
        after=move.after_tco2e,
        refusal=move.refusal,
    )


def _products(moved: Sequence[StatementMove]) -> list[Move]:
    groups: dict[tuple[str, str, str], list[Move]] = defaultdict(list)
    for part in attribution.products_moved(moved):
        move = Move(
            key=f"{part.product.code} {part.method}",
            name_zh=part.product.name_zh,
            name_en=part.product.name_en,
            before=part.before_tco2e,
            after=part.after_tco2e,
        )
        groups[move.key, move.name_zh, move.name_en].append(move)
    return [
        summed(members, key=key, name_zh=name_zh, name_en=name_en)
        for (key, name_zh, name_en), members in sorted(groups.items())
    ]


def _disclosures(published: Sequence[Any], moved: Sequence[StatementMove]) -> list[Move]:
    found = []
    for version in published:
        period = version.disclosure.period
        members = [
            _statement(each)
            for each in moved
            if each.statement.known_at == version.known_at
            and each.statement.starts_on >= period.starts_on
            and each.statement.ends_on <= period.ends_on
        ]
        if members:
            found.append(
                summed(
                    members,
                    key=str(version),
                    name_zh=version.disclosure.title_zh,
                    name_en=version.disclosure.title_en,
                )
            )
    return found
