"""What a party's identifiers may be, and what of a person stands in the open."""

from __future__ import annotations

from collections.abc import Sequence

from config.kernel.findings import Finding
from config.kernel.identifiers import is_lei, is_resident_id, is_uscc
from trusts.register.rules.words import PartyType

#: What stands where a person's data is kept sealed.
HIDDEN = "***"


def judge_party(
    *,
    party_type: str,
    uscc_text: str = "",
    lei_text: str = "",
    identity_number: str = "",
    names: Sequence[str] = (),
) -> list[Finding]:
    """Return what is wrong with a party's identifiers: each by its field, value and remedy."""
    is_person = party_type == PartyType.NATURAL_PERSON
    judged = _judge_person(uscc_text, lei_text) if is_person else _judge_body(uscc_text, lei_text)
    judged += _judge_identity(identity_number, is_person=is_person)
    return [*judged, *(_judge_mask(names) if is_person else [])]


def _judge_person(uscc_text: str, lei_text: str) -> list[Finding]:
    found = []
    if uscc_text:
        found.append(
            Finding(
                code="uscc_of_a_person",
                message="A natural person has no unified social credit code.",
                field="uscc",
                value=uscc_text,
                remedy="Leave the field empty, or correct the type of party.",
            )
        )
    if lei_text:
        found.append(
            Finding(
                code="lei_of_a_person",
                message="A natural person has no legal entity identifier.",
                field="lei",
                value=lei_text,
                remedy="Leave the field empty, or correct the type of party.",
            )
        )
    return found


def _judge_body(uscc_text: str, lei_text: str) -> list[Finding]:
    found = []
    if uscc_text and not is_uscc(uscc_text):
        found.append(
            Finding(
                code="uscc_invalid",
                message="Not a unified social credit code: 18 characters, the last a check.",
                field="uscc",
                value=uscc_text,
                remedy="Copy it again from the business license.",
            )
        )
    if lei_text and not is_lei(lei_text):
        found.append(
            Finding(
                code="lei_invalid",
                message="Not a legal entity identifier: 20 characters, the last two a check.",
                field="lei",
                value=lei_text,
                remedy="Copy it again from the LEI register.",
            )
        )
    return found


def _judge_identity(number: str, *, is_person: bool) -> list[Finding]:
    """Return what is wrong with an identity number; the number itself is never repeated."""
    if not number:
        return []
    if not is_person:
        return [
            Finding(
                code="identity_number_of_no_person",
                message="Only a natural person has an identity number.",
                field="identity_number",
                value=HIDDEN,
                remedy="Leave the field empty, or correct the type of party.",
            )
        ]
    if not is_resident_id(number):
        return [
            Finding(
                code="identity_number_invalid",
                message="Not a resident identity number: 18 signs, the last one a check.",
                field="identity_number",
                value=HIDDEN,
                remedy="Copy it again from the identity card; leave it empty for another document.",
            )
        ]
    return []


def _judge_mask(names: Sequence[str]) -> list[Finding]:
    return [
        Finding(
            code="name_is_a_mask",
            message="The name is masked already; the full name is kept under seal.",
            field=field,
            value=name,
            remedy="Give the full name; what is shown of it is made from it.",
        )
        for field, name in zip(("name_zh", "name_en"), names, strict=False)
        if name and is_masked(name)
    ]


def masked(name: str) -> str:
    """
    Return a person's name as it stands in the open: its first sign, and stars.

    The number of stars says nothing about the length of the name.

    >>> masked("张三丰")
    '张**'
    """
    text = name.strip()
    return f"{text[:1]}**" if text else ""


def is_masked(name: str) -> bool:
    """Return whether a name has been masked already."""
    return name == masked(name)
