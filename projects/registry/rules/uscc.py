"""The unified social credit code of a Chinese legal person (GB 32100-2015)."""

from __future__ import annotations

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_LENGTH = 18


def is_uscc(text: str) -> bool:
    """
    Return whether ``text`` is a unified social credit code with a right check sign.

    Check sign: ``31 - (sum of sign_i * 3^(i-1) mod 31 for i = 1..17) mod 31``, 31 written as 0.

    >>> is_uscc("91350100M000100Y43")
    True
    >>> is_uscc("91350100M000100Y44")
    False
    """
    if len(text) != _LENGTH or any(sign not in _SIGNS for sign in text):
        return False
    total = sum(_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(text[:-1]))
    return _SIGNS[-total % 31] == text[-1]
