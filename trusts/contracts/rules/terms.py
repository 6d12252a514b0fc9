"""What is wrong with a contract's terms, and what is odd about them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from stdnum import isin as isin_code

from config.kernel.findings import Finding, Severity
from projects.registry.rules.places import PROVINCES
from trusts.contracts.rules.instruments import SECURITIES, Instrument, suggested_class
from trusts.register.editions import read_edition

#: GB/T 4754: a section A to T, then a division, group or class of two to four digits.
_INDUSTRY = re.compile(r"[A-T](\d{2,4})?")
_SECURITY_CODE = re.compile(r"[0-9A-Za-z.\-]{1,20}")
_DIVISION = 3
_PERCENT = Decimal(100)


@dataclass(frozen=True)
class Industry:
    """A section or a division of GB/T 4754, in both languages."""

    code: str
    level: str
    name_zh: str
    name_en: str


@cache
def industries() -> dict[str, Industry]:
    """
    Return the 20 sections and 97 divisions of GB/T 4754-2017 by code, ``D`` and ``D44``.

    Groups and classes (``D4416``) are not in the shipped list.

    :raises EditionDamaged: if the file is not the one its manifest names.
    """
    edition = read_edition("trusts.contracts", "industries.csv")
    return {
        row["code"]: Industry(row["code"], row["level"], row["name_zh"], row["name_en"])
        for row in edition.rows
    }


def industry_of(code: str) -> Industry | None:
    """Return the division of an industry code, or its section if it names no division."""
    return industries().get(code[:_DIVISION])


def judge_terms(
    *,
    industry_code: str,
    province: str,
    committed_amount: Decimal,
    instrument: str = "",
    isin: str = "",
    security_code: str = "",
    interest_rate_percent: Decimal | None = None,
) -> list[Finding]:
    """Return what is wrong with a contract's terms."""
    found = _judge_industry(industry_code)
    if instrument and instrument not in set(Instrument):
        found.append(
            Finding(
                code="instrument_unknown",
                message="Not an instrument by which money is placed.",
                field="instrument",
                value=instrument,
                remedy="Choose loan, equity, bond, abs, fund, receivable or other.",
            )
        )
    if province and province not in PROVINCES:
        found.append(
            Finding(
                code="province_unknown",
                message="Not the short Chinese name of a provincial unit.",
                field="province",
                value=province,
                remedy="Write it like 河南.",
            )
        )
    if not committed_amount.is_finite() or committed_amount <= 0:
        found.append(
            Finding(
                code="commitment_not_positive",
                message="A contract commits an amount above zero.",
                field="committed_amount",
                value=str(committed_amount),
                remedy="Enter the amount of the contract in yuan.",
            )
        )
    if interest_rate_percent is not None and not _is_percent(interest_rate_percent):
        found.append(
            Finding(
                code="interest_rate_invalid",
                message="Not a rate between 0 and 100 % a year.",
                field="interest_rate_percent",
                value=str(interest_rate_percent),
                remedy="Write 4.35 for 4.35 % a year.",
            )
        )
    return found + _judge_codes(instrument, isin, security_code)


def _is_percent(value: Decimal) -> bool:
    return value.is_finite() and 0 <= value <= _PERCENT


def _judge_industry(code: str) -> list[Finding]:
    if not _INDUSTRY.fullmatch(code):
        return [
            Finding(
                code="industry_code_invalid",
                message="Not a code of GB/T 4754: a letter A to T, then two to four digits.",
                field="industry_code",
                value=code,
                remedy="Write it like D4416 (solar power generation).",
            )
        ]
    if industry_of(code) is None:
        return [
            Finding(
                code="industry_division_unknown",
                message="GB/T 4754-2017 has no such division in this section.",
                field="industry_code",
                value=code,
                remedy="The letter and the first two digits belong together, like D44.",
            )
        ]
    return []


def _judge_codes(instrument: str, isin: str, security_code: str) -> list[Finding]:
    found = []
    if isin and not isin_code.is_valid(isin):
        found.append(
            Finding(
                code="isin_invalid",
                message="Not an ISIN: two letters of a country, nine letters or digits, a check "
                "digit that fits.",
                field="isin",
                value=isin,
                remedy="Copy the twelve characters from the issue's documents; a code of the "
                "exchange or of the interbank market goes into security code.",
            )
        )
    if security_code and not _SECURITY_CODE.fullmatch(security_code):
        found.append(
            Finding(
                code="security_code_invalid",
                message="Not a security code: letters, digits, dots and hyphens, at most twenty.",
                field="security_code",
                value=security_code,
                remedy="Write it like 082280123 or 166016.SZ.",
            )
        )
    if instrument and (isin or security_code) and instrument not in SECURITIES:
        found.append(
            Finding(
                code="code_of_no_security",
                message="Only a bond, an asset-backed security or note, and a fund carry a code.",
                field="isin" if isin else "security_code",
                value=isin or security_code,
                remedy="Choose the instrument that carries the code, or leave the code out.",
            )
        )
    return found


def odd_terms(*, instrument: str, asset_class: str, isin: str, security_code: str) -> list[Finding]:
    """Return what is odd in terms and blocks nothing: what a reviewer should look at."""
    found = []
    suggested = suggested_class(instrument)
    if not asset_class:
        found.append(
            Finding(
                code="asset_class_not_stated",
                message="What kind of asset this is, is not stated; the 80 % thresholds cannot "
                "count it.",
                severity=Severity.WARNING,
                field="asset_class",
                value="",
                remedy="State it in a version that supersedes this one.",
            )
        )
    elif suggested is not None and asset_class != suggested:
        found.append(
            Finding(
                code="asset_class_unusual",
                message="The instrument is usually another kind of asset.",
                severity=Severity.WARNING,
                field="asset_class",
                value=asset_class,
                remedy="Check the contract; say why in the reason.",
            )
        )
    if instrument in SECURITIES and not (isin or security_code):
        found.append(
            Finding(
                code="security_without_code",
                message="A bond, an asset-backed security or note, or a fund without any code.",
                severity=Severity.WARNING,
                field="isin",
                value="",
                remedy="Enter its ISIN or security code, if it has one.",
            )
        )
    return found
