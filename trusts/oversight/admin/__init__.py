"""Staff pages of oversight: the board of findings, asset mixes, rules with their sources."""

from trusts.oversight.admin import pages as pages
from trusts.oversight.admin import panels as panels
