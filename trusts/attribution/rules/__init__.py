"""Plain arithmetic of attribution: shares, asset classes, what a portfolio finances."""

from trusts.attribution.rules.shares import ASSET_CLASS as ASSET_CLASS
from trusts.attribution.rules.shares import GRAM as GRAM
from trusts.attribution.rules.shares import METHOD_VERSIONS as METHOD_VERSIONS
from trusts.attribution.rules.shares import ONE as ONE
from trusts.attribution.rules.shares import STAKE_VERSION as STAKE_VERSION
from trusts.attribution.rules.shares import ZERO as ZERO
from trusts.attribution.rules.shares import Basis as Basis
from trusts.attribution.rules.shares import Claim as Claim
from trusts.attribution.rules.shares import DenominatorUnknown as DenominatorUnknown
from trusts.attribution.rules.shares import Evidence as Evidence
from trusts.attribution.rules.shares import Method as Method
from trusts.attribution.rules.shares import Share as Share
from trusts.attribution.rules.shares import SharesAboveOne as SharesAboveOne
from trusts.attribution.rules.shares import UnknownEvidence as UnknownEvidence
from trusts.attribution.rules.shares import attributed as attributed
from trusts.attribution.rules.shares import check_shares as check_shares
from trusts.attribution.rules.shares import data_quality as data_quality
from trusts.attribution.rules.shares import explain as explain
from trusts.attribution.rules.shares import guide_share as guide_share
from trusts.attribution.rules.shares import pcaf_share as pcaf_share
from trusts.attribution.rules.shares import portfolio_total as portfolio_total
from trusts.attribution.rules.shares import stake_value as stake_value
from trusts.attribution.rules.shares import weighted_score as weighted_score
