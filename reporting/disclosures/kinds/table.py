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


class SubjectMissing(DomainError):
    """A disclosure of kind {kind} is about one product: name its code."""

    code = "subject_missing"
    status = 400


class SubjectNotTaken(DomainError):
    """A disclosure of kind {kind} is about the whole house; it takes no product ({subject})."""

    code = "subject_not_taken"
    status = 400


def check_subject(kind: str, subject: str) -> None:
    """
    Refuse a product where the kind is about the whole house, and none where it is about one.

    :raises UnknownDisclosureKind: if there is no such kind.
    :raises SubjectMissing: if the kind is about one product and none is named.
    :raises SubjectNotTaken: if it is not, and one is named.
    """
    if kind_of(kind).about and not subject:
        raise SubjectMissing(kind=kind)
    if subject and not kind_of(kind).about:
        raise SubjectNotTaken(kind=kind, subject=subject)
