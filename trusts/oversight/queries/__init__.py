"""Questions of oversight: asset mixes, and what stands against the books on a day."""

from trusts.oversight.queries.board import CHECKS as CHECKS
from trusts.oversight.queries.board import Board as Board
from trusts.oversight.queries.board import board as board
from trusts.oversight.queries.holdings import ProductMix as ProductMix
from trusts.oversight.queries.holdings import asset_mixes as asset_mixes
from trusts.oversight.queries.holdings import mixes_of as mixes_of
from trusts.oversight.queries.question import ASKED_FROM_PERCENT as ASKED_FROM_PERCENT
from trusts.oversight.queries.question import Question as Question
from trusts.oversight.queries.question import Standing as Standing
