"""Identifiers with a check sign, told right from wrong; written exactly, without spaces."""

from __future__ import annotations

import re

from stdnum import isin, lei
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

# stdnum takes a digit in front only; collectives in the countryside are registered under N,
# and A and Y are in the standard too. Its check sign holds for all of them.
_USCC = re.compile(r"[1-9ANY][0-9A-Z][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")


def is_uscc(text: str) -> bool:
    """
    Return whether ``text`` is a unified social credit code with a right check sign.

    Check sign: ``31 - (sum of sign_i * 3^(i-1) mod 31 for i = 1..17) mod 31``, 31 written as 0
    (GB 32100-2015).

    >>> is_uscc("91350100M000100Y43")
    True
    >>> is_uscc("91350100M000100Y44")
    False
    """
    if not _USCC.fullmatch(text):
        return False
    try:
        return bool(uscc.calc_check_digit(text[:-1]) == text[-1])
    except ValueError:
        return False  # an I, O, S, V or Z, which the code does not use


def is_lei(text: str) -> bool:
    """
    Return whether ``text`` is a legal entity identifier with right check digits (ISO 17442).

    >>> is_lei("506700GE1G29325QX363")
    True
    """
    return _is_exact(lei, text)


def is_isin(text: str) -> bool:
    """
    Return whether ``text`` is a securities identification number with a right check digit.

    >>> is_isin("US0378331005")
    True
    """
    return _is_exact(isin, text)


def is_resident_id(text: str) -> bool:
    """
    Return whether ``text`` is a Chinese resident identity number (GB 11643-1999).

    Place of birth, day of birth and check digit are looked at.

    >>> is_resident_id("360426199101010071")
    True
    """
    return _is_exact(ric, text)


def _is_exact(module: object, text: str) -> bool:
    """Return whether ``text`` is valid as it stands, not only once it were tidied up."""
    try:
        return bool(module.validate(text) == text)  # type: ignore[attr-defined]
    except ValidationError:
        return False
