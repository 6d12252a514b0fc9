"""Staff pages of statistics: the portfolio by a cut, what is behind a number, files, cards."""

from trusts.statistics.admin import dashboard as dashboard
from trusts.statistics.admin import pages as pages
