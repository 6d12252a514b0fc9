"""Identifiers are told right from wrong, exactly as they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as stdnum_uscc

from config.kernel.identifiers import is_isin, is_lei, is_resident_id, is_uscc

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize(
    ("check", "right"),
    [
        (is_uscc, "91350100M000100Y43"),
        (is_uscc, "91110000600037341L"),
        (is_lei, "506700GE1G29325QX363"),
        (is_isin, "US0378331005"),
        (is_resident_id, "360426199101010071"),
    ],
)
def test_a_right_identifier_is_taken_only_as_it_stands(check: object, right: str) -> None:
    assert callable(check)
    assert check(right)
    for wrong in ("", " ", f" {right}", f"{right} ", right[:-1], right.lower() + "a", "0" * 40):
        assert not check(wrong)


def test_a_collective_in_the_countryside_has_a_credit_code() -> None:
    front = "N2350100M000100Y4"
    assert is_uscc(front + stdnum_uscc.calc_check_digit(front))


@given(st.text(SIGNS, min_size=18, max_size=18))
def test_whatever_the_library_takes_is_taken(text: str) -> None:
    if stdnum_uscc.is_valid(text) and text[0] != "0":
        assert is_uscc(text)


@given(st.integers(0, 16), st.sampled_from(SIGNS))
def test_one_wrong_sign_is_found(place: int, sign: str) -> None:
    right = "91350100M000100Y43"
    changed = right[:place] + sign + right[place + 1 :]
    assert is_uscc(changed) == (changed == right)


@given(st.text(max_size=20))
def test_any_text_is_answered(text: str) -> None:
    for check in (is_uscc, is_lei, is_isin, is_resident_id):
        assert check(text) in {True, False}
