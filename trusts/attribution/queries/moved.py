"""What products would be attributed if their projects had spared more or less."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from projects.carbon.queries import StatementMove
from trusts.attribution import rules
from trusts.attribution.models import AttributionStatement
from trusts.register.models import Product


@dataclass(frozen=True)
class AttributionMove:
    """One attribution, in tCO2e, as it would be before and after its project's tonnes move."""

    product: Product
    method: str
    before_tco2e: Decimal
    after_tco2e: Decimal


def products_moved(moved: Sequence[StatementMove]) -> list[AttributionMove]:
    """
    Return how attributions would follow their projects' statements.

    Asked of the attributions that rest on the same moment of knowledge as the statements.
    A share of 0.25 of a project that moves by -19.1 tCO2e moves by -4.775 tCO2e; statements
    that would not be drawn at all move nobody by a number, and are left to their own list.
    """
    by_project: dict[int, list[StatementMove]] = defaultdict(list)
    for each in moved:
        if each.difference_tco2e is not None:
            by_project[each.statement.project_id].append(each)
    rows = AttributionStatement.objects.filter(
        project_id__in=list(by_project),
        known_at__in={each.statement.known_at for each in moved},
    ).select_related("product")
    found = []
    for row in rows.order_by("product__code", "method", "id"):
        inside = [
            each
            for each in by_project[row.project_id]
            if each.statement.known_at == row.known_at
            and row.starts_on <= each.statement.starts_on
            and each.statement.ends_on <= row.ends_on
        ]
        if not inside:
            continue
        moved_by = sum((each.difference_tco2e or rules.ZERO for each in inside), rules.ZERO)
        found.append(
            AttributionMove(
                product=row.product,
                method=row.method,
                before_tco2e=row.attributed_tco2e,
                after_tco2e=rules.attributed(row.project_avoided_tco2e + moved_by, row.share),
            )
        )
    return found
