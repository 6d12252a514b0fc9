"""Questions about attribution: computed afresh, as stated, and side by side."""

from trusts.attribution.models import AttributionStatement as AttributionStatement
from trusts.attribution.queries.moved import AttributionMove as AttributionMove
from trusts.attribution.queries.moved import products_moved as products_moved
from trusts.attribution.queries.plans import Gap as Gap
from trusts.attribution.queries.plans import Plan as Plan
from trusts.attribution.queries.plans import plan as plan
from trusts.attribution.queries.stated import ProductTotal as ProductTotal
from trusts.attribution.queries.stated import SideBySide as SideBySide
from trusts.attribution.queries.stated import pair_of as pair_of
from trusts.attribution.queries.stated import recompute as recompute
from trusts.attribution.queries.stated import side_by_side as side_by_side
from trusts.attribution.queries.stated import statements as statements
from trusts.attribution.queries.stated import totals as totals
