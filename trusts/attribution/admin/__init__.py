"""Staff pages of attribution: statements, and the calculator."""

from trusts.attribution.admin import calculator as calculator
from trusts.attribution.admin.records import AttributionAdmin as AttributionAdmin
