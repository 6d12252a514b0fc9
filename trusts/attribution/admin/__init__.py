"""Staff pages of attribution: what money finances, the statements, and the calculator."""

from trusts.attribution.admin import calculator as calculator
from trusts.attribution.admin.financed import FinancedAdmin as FinancedAdmin
from trusts.attribution.admin.investees import ExposureAdmin as ExposureAdmin
from trusts.attribution.admin.investees import InvesteeAdmin as InvesteeAdmin
from trusts.attribution.admin.investees import InvesteeEmissionAdmin as InvesteeEmissionAdmin
from trusts.attribution.admin.investees import InvesteeYearAdmin as InvesteeYearAdmin
from trusts.attribution.admin.records import AttributionAdmin as AttributionAdmin
