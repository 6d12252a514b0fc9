"""What is held against the books: rules with their sources, and the judgement of asset mixes."""

from trusts.oversight.rules.declared import RULES as RULES
from trusts.oversight.rules.declared import Rule as Rule
from trusts.oversight.rules.declared import UnknownRule as UnknownRule
from trusts.oversight.rules.declared import Weight as Weight
from trusts.oversight.rules.declared import rule_named as rule_named
from trusts.oversight.rules.mixes import AGREED as AGREED
from trusts.oversight.rules.mixes import CLASS_NAMES as CLASS_NAMES
from trusts.oversight.rules.mixes import IN_RUN as IN_RUN
from trusts.oversight.rules.mixes import MIXED as MIXED
from trusts.oversight.rules.mixes import THRESHOLD as THRESHOLD
from trusts.oversight.rules.mixes import Fit as Fit
from trusts.oversight.rules.mixes import Mix as Mix
from trusts.oversight.rules.mixes import fitting_kinds as fitting_kinds
from trusts.oversight.rules.mixes import judge_mix as judge_mix
from trusts.oversight.rules.mixes import shown_percent as shown_percent
