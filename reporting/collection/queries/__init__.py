"""Questions about collection: the board, what was collected, what it comes to in carbon."""

from reporting.collection.queries.board import BoardRow as BoardRow
from reporting.collection.queries.board import board as board
from reporting.collection.queries.board import owed_by as owed_by
from reporting.collection.queries.board import row_of as row_of
from reporting.collection.queries.collected import collected as collected
from reporting.collection.queries.collected import period_of as period_of
from reporting.collection.queries.footprint import footprint as footprint
