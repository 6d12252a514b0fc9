"""Every kind of disclosure there is; adding a kind is adding a folder and a line here."""

from __future__ import annotations

from collections.abc import Mapping

from config.kernel.errors import DomainError
from reporting.disclosures.kinds.environmental_jrt0227.kind import ENVIRONMENTAL_JRT0227
from reporting.disclosures.kinds.esg_annual.kind import ESG_ANNUAL
from reporting.disclosures.kinds.financed_avoided.kind import FINANCED_AVOIDED
from reporting.disclosures.kinds.green_trust_annual.kind import GREEN_TRUST_ANNUAL
from reporting.disclosures.kinds.green_trust_quarterly.kind import GREEN_TRUST_QUARTERLY
from reporting.disclosures.kinds.kind import Kind
from reporting.disclosures.kinds.product_green_report.kind import PRODUCT_GREEN_REPORT
from reporting.disclosures.kinds.sfdr_pai.kind import SFDR_PAI

KINDS: Mapping[str, Kind] = {
    each.code: each
    for each in (
        GREEN_TRUST_ANNUAL,
        GREEN_TRUST_QUARTERLY,
        PRODUCT_GREEN_REPORT,
        ESG_ANNUAL,
        ENVIRONMENTAL_JRT0227,
        FINANCED_AVOIDED,
        SFDR_PAI,
    )
}


class UnknownDisclosureKind(DomainError):
    """There is no kind of disclosure {kind}; there are: {known}."""

    code = "unknown_disclosure_kind"
    status = 400


def kind_of(code: str) -> Kind:
    """
    Return the kind with this code.

    :raises UnknownDisclosureKind: naming those there are.
    """
    if code not in KINDS:
        raise UnknownDisclosureKind(kind=code, known=", ".join(KINDS))
    return KINDS[code]
