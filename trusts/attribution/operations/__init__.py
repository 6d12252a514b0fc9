"""Acts of attribution: say what money finances, what that is worth and emits; state the shares."""

from trusts.attribution.operations.investees import propose_emission as propose_emission
from trusts.attribution.operations.investees import propose_exposure as propose_exposure
from trusts.attribution.operations.investees import propose_investee as propose_investee
from trusts.attribution.operations.investees import propose_year as propose_year
from trusts.attribution.operations.running import RUN_KIND as RUN_KIND
from trusts.attribution.operations.running import Outcome as Outcome
from trusts.attribution.operations.running import StatedDifferently as StatedDifferently
from trusts.attribution.operations.running import attribute as attribute
from trusts.attribution.operations.running import request_run as request_run
