"""How lists of the register are narrowed over HTTP."""

from __future__ import annotations

from django_filters import rest_framework as filters

from trusts.register.models import ProductTerms


class TermsFilter(filters.FilterSet):  # type: ignore[misc]  # (untyped base)
    """Narrows versions of terms by what is registered of a product."""

    kind_code = filters.CharFilter(field_name="kind__code")
    product_code = filters.CharFilter(field_name="product__code")

    class Meta:
        model = ProductTerms
        fields = {
            **{
                name: ["exact"]
                for name in (
                    "product",
                    "kind",
                    "form",
                    "department",
                    "function",
                    "structure",
                    "status",
                    "raising",
                    "benefit_scope",
                    "risk_grade",
                )
            },
            **{
                name: ["gte", "lt"]
                for name in (
                    "effective_from",
                    "registered_on",
                    "established_on",
                    "terminated_on",
                    "matures_on",
                    "planned_amount",
                    "entrusted_amount",
                    "protection_fund_amount",
                )
            },
        }
