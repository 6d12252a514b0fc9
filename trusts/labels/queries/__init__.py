"""Questions about labels: what stands, what supports it, how money divides; supplements."""

from trusts.labels.queries.labels import Recheck as Recheck
from trusts.labels.queries.labels import entries_named as entries_named
from trusts.labels.queries.labels import label_history as label_history
from trusts.labels.queries.labels import recheck_queue as recheck_queue
from trusts.labels.queries.labels import rechecks_of as rechecks_of
from trusts.labels.queries.labels import standing_labels as standing_labels
from trusts.labels.queries.labels import suggested_label as suggested_label
from trusts.labels.queries.labels import suggested_labels as suggested_labels
from trusts.labels.queries.rollups import ContractGreen as ContractGreen
from trusts.labels.queries.rollups import GreenPiece as GreenPiece
from trusts.labels.queries.rollups import Rollup as Rollup
from trusts.labels.queries.rollups import green_of as green_of
from trusts.labels.queries.rollups import green_pieces as green_pieces
from trusts.labels.queries.rollups import rollup as rollup
from trusts.labels.queries.supplementary import field as field
from trusts.labels.queries.supplementary import fields as fields
from trusts.labels.queries.supplementary import values_of as values_of
from trusts.labels.queries.totals import Excess as Excess
from trusts.labels.queries.totals import GreenTotals as GreenTotals
from trusts.labels.queries.totals import beyond_support as beyond_support
from trusts.labels.queries.totals import green_totals as green_totals
