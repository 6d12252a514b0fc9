"""How a source's columns, words and signs become ours: the content of an import profile."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any

from config.kernel.findings import Finding
from trusts.intake.rules.columns import Column, folded


class Sign(StrEnum):
    """How a source says whether money comes in or goes out."""

    #: Amounts are above zero; the kind alone tells the direction.
    BY_KIND = "by_kind"
    #: Money that goes out is negative.
    SIGNED = "signed"
    #: A column of its own tells the direction in words.
    BY_COLUMN = "by_column"
    #: One column for what comes in, another for what goes out.
    TWO_COLUMNS = "two_columns"


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """
    How a source's file becomes ours.

    ``columns`` maps the file's headers to our fields; ``constants`` fills fields that the file
    does not carry; ``values`` translates words, field by field; ``ignored`` are headers known
    not to matter. ``sign`` and the columns and words beside it tell the direction of money.
    """

    columns: AnyMapping[str, str] = field(default_factory=dict)
    constants: AnyMapping[str, str] = field(default_factory=dict)
    values: AnyMapping[str, AnyMapping[str, str]] = field(default_factory=dict)
    ignored: Sequence[str] = ()
    sign: Sign = Sign.BY_KIND
    direction_column: str = ""
    in_words: Sequence[str] = ()
    out_words: Sequence[str] = ()
    in_column: str = ""
    out_column: str = ""

    @classmethod
    def from_json(cls, stored: AnyMapping[str, Any]) -> Mapping:
        """
        Return the mapping that was stored or written by hand.

        :raises WrongMapping: naming what is no part of a mapping or has the wrong shape.
        """
        known = {each.name for each in fields(cls)}
        if odd := sorted(set(stored) - known):
            raise WrongMapping(f"{odd[0]}: not a part of a mapping")
        for name in ("columns", "constants"):
            _check_words(name, stored.get(name, {}))
        if not isinstance(stored.get("values", {}), AnyMapping):
            raise WrongMapping("values: not an object")
        for name, words in stored.get("values", {}).items():
            _check_words(f"values.{name}", words)
        for name in ("ignored", "in_words", "out_words"):
            given = stored.get(name, ())
            if isinstance(given, str) or not all(isinstance(each, str) for each in given):
                raise WrongMapping(f"{name}: not a list of words")
        try:
            return cls(**{**stored, "sign": Sign(stored.get("sign", Sign.BY_KIND))})
        except ValueError as fault:
            raise WrongMapping(f"sign: one of {', '.join(Sign)}") from fault

    def to_json(self) -> dict[str, Any]:
        """Return the stored form."""
        return {**asdict(self), "sign": self.sign.value}

    def money_columns(self) -> frozenset[str]:
        """Return the headers, folded, that tell amount and direction together."""
        named = {
            Sign.BY_COLUMN: (self.direction_column,),
            Sign.TWO_COLUMNS: (self.in_column, self.out_column),
        }.get(self.sign, ())
        return frozenset(folded(each) for each in named)


class WrongMapping(ValueError):
    """A mapping contradicts itself; the text says where."""


def judge_mapping(mapping: Mapping, columns: Sequence[Column], *, is_money: bool) -> list[Finding]:
    """Return what is wrong with a mapping for a subject of these columns."""
    known = {each.name for each in columns}
    found = [
        _unknown_field(place, name)
        for place, names in (
            ("columns", mapping.columns.values()),
            ("constants", mapping.constants),
            ("values", mapping.values),
        )
        for name in names
        if name not in known
    ]
    given = list(mapping.columns.values())
    found += [
        Finding(
            code="field_mapped_twice",
            message="Two columns are mapped to {name}.",
            field="columns",
            value=name,
            remedy="Map one of them only.",
            facts={"name": name},
        )
        for name in sorted({each for each in given if given.count(each) > 1})
    ]
    if mapping.sign is not Sign.BY_KIND and not is_money:
        found.append(
            Finding(
                code="sign_without_money",
                message="Only movements have a direction.",
                field="sign",
                value=mapping.sign.value,
                remedy="Leave the sign by kind.",
            )
        )
    found += _judge_sign(mapping)
    return found


def _judge_sign(mapping: Mapping) -> list[Finding]:
    needed = {
        Sign.BY_COLUMN: ("direction_column", "in_words", "out_words"),
        Sign.TWO_COLUMNS: ("in_column", "out_column"),
    }.get(mapping.sign, ())
    return [
        Finding(
            code="sign_incomplete",
            message="The sign {sign} needs {name}.",
            field=name,
            remedy="Fill it in, or choose another way to tell the direction.",
            facts={"sign": mapping.sign.value, "name": name},
        )
        for name in needed
        if not getattr(mapping, name)
    ]


def _unknown_field(place: str, name: str) -> Finding:
    return Finding(
        code="field_unknown",
        message="The subject has no field {name}.",
        field=place,
        value=name,
        remedy="Take the names from the template of the subject.",
        facts={"name": name},
    )


def _check_words(place: str, given: Any) -> None:
    if not isinstance(given, AnyMapping) or not all(
        isinstance(each, str) for pair in given.items() for each in pair
    ):
        raise WrongMapping(f"{place}: not an object of words")
