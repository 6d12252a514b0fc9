"""Tables of attribution: what money finances, its worth and tonnes, whose part it is."""

from trusts.attribution.models.exposures import Exposure as Exposure
from trusts.attribution.models.financed import FinancedStatement as FinancedStatement
from trusts.attribution.models.investees import Investee as Investee
from trusts.attribution.models.investees import InvesteeEmission as InvesteeEmission
from trusts.attribution.models.investees import InvesteeYear as InvesteeYear
from trusts.attribution.models.statements import AttributionStatement as AttributionStatement
