"""Questions about the whole portfolio: its figures by every cut, and what is behind a figure."""

from trusts.statistics.queries.cuts import CUTS as CUTS
from trusts.statistics.queries.cuts import DEFAULT_CUT as DEFAULT_CUT
from trusts.statistics.queries.cuts import Cut as Cut
from trusts.statistics.queries.cuts import cut_named as cut_named
from trusts.statistics.queries.members import Member as Member
from trusts.statistics.queries.members import Members as Members
from trusts.statistics.queries.members import members as members
from trusts.statistics.queries.portfolio import DEFAULT_TOP as DEFAULT_TOP
from trusts.statistics.queries.portfolio import Statistics as Statistics
from trusts.statistics.queries.portfolio import measure_of as measure_of
from trusts.statistics.queries.portfolio import statistics as statistics
from trusts.statistics.queries.portfolio import year_before as year_before
from trusts.statistics.rules import Moment as Moment
