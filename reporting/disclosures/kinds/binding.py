"""From a text with references to blocks with bound figures, and all that is to be said of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from config.kernel.findings import Finding, Severity
from reporting.disclosures.kinds.kind import Voice
from reporting.disclosures.kinds.printing import alone, unit_words
from reporting.disclosures.rules import narrative
from reporting.disclosures.rules.book import Book, Entry
from reporting.disclosures.rules.narrative import Piece, Reference, Words, reference_text
from reporting.disclosures.rules.narrative_numbers import TypedNumber, typed_numbers
from reporting.rendering.document import Block, Bullets, Figure, Paragraph, Run, Strong

#: How many references are named where the one that was typed is unknown.
_NAMED = 3
#: A number of fewer digits reads like too many figures.
_TELLING = 3
TYPED_NUMBER = "typed_number"


@dataclass(frozen=True, slots=True)
class BoundText:
    """A text as a document takes it, and what was found in it."""

    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Return what keeps the text out of a document."""
        return tuple(each for each in self.findings if each.blocks)


def bind(text: str, book: Book, say: Voice) -> BoundText:
    """
    Return a text with the book's figures where it refers to them.

    A reference that the book does not know is an error with its line and place, and is left
    out; a typed number is a warning that names the figures which read alike.
    """
    read = narrative.read(text)
    findings = list(read.findings)
    blocks: list[Block] = []
    for block in read.blocks:
        if isinstance(block, narrative.Points):
            items = tuple(
                runs for each in block.items if (runs := _runs(each, book, say, findings))
            )
            blocks += [Bullets(items)] if items else []
        elif runs := _runs(block.pieces, book, say, findings):
            blocks.append(Paragraph(runs))
    if typed := list(typed_numbers(text)):
        printed = _printed(book, say)
        findings += [_typed(each, printed) for each in typed]
    findings.sort(key=lambda each: (each.row or 0, int(str(each.facts.get("column", 0)))))
    return BoundText(tuple(blocks), tuple(findings))


def referred(reference: Reference, book: Book) -> Entry | None:
    """Return the figure that a reference names; None if the book has none."""
    return book.one(reference.indicator, **dict(reference.dimension))


def shown(entry: Entry, say: Voice) -> Figure | str:
    """Return a figure as running text prints it; what is no number is its words."""
    if not entry.is_number:
        return entry.shown(say.language)
    figure = alone(say, entry.bound, measure=entry.measure)
    if figure.shown_unit or not figure.unit:
        return figure
    words = unit_words(say, figure.unit)
    return replace(figure, shown_unit=words) if words != figure.unit else figure


def shown_text(entry: Entry, say: Voice) -> str:
    """Return a figure as running text prints it, its unit behind it."""
    found = shown(entry, say)
    return f"{found.text} {found.printed_unit}".strip() if isinstance(found, Figure) else found


def _runs(
    pieces: Sequence[Piece], book: Book, say: Voice, findings: list[Finding]
) -> tuple[Run, ...]:
    return tuple(run for each in pieces if (run := _run(each, book, say, findings)) is not None)


def _run(piece: Piece, book: Book, say: Voice, findings: list[Finding]) -> Run | None:
    if isinstance(piece, Words):
        return Strong(piece.text) if piece.is_strong and piece.text.strip() else piece.text
    entry = referred(piece, book)
    if entry is None:
        findings.append(_unknown(piece, book))
        return None
    return shown(entry, say)


def _unknown(reference: Reference, book: Book) -> Finding:
    near = [reference_text(each.indicator, each.dimension) for each in _near(reference, book)]
    return Finding(
        code="unknown_reference",
        message="Line {line}, place {column}: {text} names no figure of this disclosure.",
        row=reference.line,
        value=str(reference),
        remedy=(
            "Near to it there is: {near}."
            if near
            else "Take a reference from the list of figures beside the text."
        ),
        facts={
            "line": reference.line,
            "column": reference.column,
            "text": str(reference),
            "near": ", ".join(near),
        },
    )


def _near(reference: Reference, book: Book) -> list[Entry]:
    """Return figures that may be meant: of the same indicator, or of one that is spelt alike."""
    codes = list(dict.fromkeys(each.indicator for each in book.entries))
    alike = [reference.indicator] if reference.indicator in codes else []
    alike = alike or get_close_matches(reference.indicator.upper(), codes, n=1, cutoff=0.6)
    asked = dict(reference.dimension)
    found = [each for each in book.entries if each.indicator in alike]
    found.sort(key=lambda each: (-_shared(asked, each), len(each.dimension)))
    return found[:_NAMED]


def _shared(asked: dict[str, str], entry: Entry) -> int:
    return sum(entry.dimension.get(axis) == value for axis, value in asked.items()) * 2 + len(
        asked.keys() & entry.dimension.keys()
    )


def _typed(number: TypedNumber, printed: Mapping[str, Sequence[str]]) -> Finding:
    digits = _digits(number.text)
    alike = printed.get(digits, ())[:_NAMED] if len(digits) >= _TELLING else ()
    return Finding(
        code=TYPED_NUMBER,
        message="Line {line}, place {column}: {number} was typed and is bound to no figure.",
        severity=Severity.WARNING,
        row=number.line,
        value=number.text,
        remedy=(
            "These figures read alike: {alike}. Insert one, or say why the number stands alone."
            if alike
            else "Insert the figure by its reference, or say why the number stands alone."
        ),
        facts={
            "line": number.line,
            "column": number.column,
            "number": number.text,
            "sentence": number.sentence,
            "alike": ", ".join(alike),
        },
    )


def _printed(book: Book, say: Voice) -> Mapping[str, Sequence[str]]:
    """Return the references of the figures by the digits that they print."""
    found: dict[str, list[str]] = defaultdict(list)
    for entry in book.entries:
        if entry.is_number:
            reference = reference_text(entry.indicator, entry.dimension)
            for digits in {_digits(entry.shown(say.language)), _digits(shown_text(entry, say))}:
                found[digits].append(reference)
    return found


def _digits(text: str) -> str:
    kept = "".join(each for each in text if each.isdigit() or each == ".")
    return kept.rstrip(".")
