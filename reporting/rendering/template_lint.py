"""What is wrong with a Word template: each slip named with its place and its remedy."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jinja2 import TemplateSyntaxError, meta

from config.kernel.findings import Finding
from reporting.rendering.document import Document
from reporting.rendering.template_parts import EXCERPT, Line, found, lines_of, package_faults
from reporting.rendering.word_template import (
    CLOSE_ENOUGH,
    NAMES,
    TemplateRefused,
    environment,
    fill,
)

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_EDGE = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_LOOKS_LIKE = re.compile(r"\{\s*[A-Za-z_][\w.]*(\([^{}]*\))?\s*\}")
_PREFIX = re.compile(r"^(\{[{%#])(?:p|tr|tc|r)\s")
_OPENS = {"for": "endfor", "if": "endif"}
_ALLOWED = frozenset({"for", "endfor", "if", "elif", "else", "endif", "set", "vm", "hm"})
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


def lint(
    template: bytes, document: Document, figures: Sequence[Mapping[str, Any]]
) -> list[Finding]:
    """
    Return what is wrong with a template; nothing if it may be used.

    Its package, its tags, its names, and what comes of it with a real version: every figure
    that it names and every word outside its tags must stand in the result.
    """
    findings = list(package_faults(template))
    if findings:
        return findings
    lines = list(lines_of(template))
    findings = [*_edges(lines), *_words(lines)]
    if findings:
        return findings
    findings = [*_nesting(lines), *_syntax(lines), *_beside(lines)] or list(_names(lines))
    return findings or list(_outcome(template, document, figures, lines))


def names_used(template: bytes) -> list[str]:
    """Return the names that a template uses, of those that it may."""
    used: set[str] = set()
    for line in lines_of(template):
        for tag in _TAG.findall(line.text):
            used |= set(re.findall(r"[A-Za-z_]\w*", tag))
    return sorted(used & set(NAMES))


# --- the tags


def _edges(lines: Sequence[Line]) -> Iterator[Finding]:
    """Find tags that are not closed, or closed without having been opened, in a paragraph."""
    for line in lines:
        rest = _TAG.sub("", line.text)
        edge = _EDGE.search(rest)
        if edge is None:
            continue
        if edge.group().startswith("{"):
            yield _at(line, "tag_not_closed", "A tag is opened with {edge} and not closed.",
                      "Close it in the same paragraph.", rest[edge.start():],
                      edge=edge.group())  # fmt: skip
        else:
            yield _at(line, "tag_not_opened", "A tag is closed with {edge} and was not opened.",
                      "Open it in the same paragraph, or take the braces out.",
                      rest[: edge.end()], edge=edge.group())  # fmt: skip


def _words(lines: Sequence[Line]) -> Iterator[Finding]:
    """Find what looks like a tag but is text, and tags of kinds that are not offered."""
    for line in lines:
        rest = _TAG.sub("", line.text)
        for slip in () if _EDGE.search(rest) else _LOOKS_LIKE.finditer(rest):
            name = re.findall(r"\w+", slip.group())[0]
            if name in NAMES or name in _ALLOWED:
                yield _at(line, "single_braces", "This looks like a tag but is plain text.",
                          "Write it with two braces: {wanted}.", slip.group(),
                          wanted="{{ … }}")  # fmt: skip
        for tag in _TAG.findall(line.text):
            word = _statement(tag)
            if word and word not in _ALLOWED:
                near = difflib.get_close_matches(word, sorted(_ALLOWED), n=1, cutoff=CLOSE_ENOUGH)
                yield _at(line, "unknown_tag", "There is no tag {word}.",
                          "Use one of: {known}." if not near else "Did you mean {near}?", tag,
                          word=word, known="for, if, elif, else, set",
                          near=near[0] if near else "")  # fmt: skip


def _statement(tag: str) -> str:
    """Return the word that a block tag begins with; empty for a value or a remark."""
    if not tag.startswith("{%"):
        return ""
    words = re.findall(r"\w+", _PREFIX.sub(r"\1 ", tag))
    return words[0] if words else "%"


def _nesting(lines: Sequence[Line]) -> Iterator[Finding]:
    """Find loops and conditions that are not ended, or ended without having begun."""
    for part in dict.fromkeys(line.part for line in lines):
        open_: list[tuple[str, Line, str]] = []
        for line in (each for each in lines if each.part == part):
            for tag in _TAG.findall(line.text):
                word = _statement(tag)
                if word in _OPENS:
                    open_.append((word, line, tag))
                elif word in _OPENS.values():
                    if open_ and _OPENS[open_[-1][0]] == word:
                        open_.pop()
                    else:
                        yield _at(line, "end_without_beginning", "{word} ends what did not begin.",
                                  "Take it out, or begin the loop or condition before it.", tag,
                                  word=word)  # fmt: skip
        for word, line, tag in open_:
            yield _at(line, "not_ended", "{word} is not ended.",
                      "Write {end} where it ends.", tag,
                      word=word, end="{% " + _OPENS[word] + " %}")  # fmt: skip


def _beside(lines: Sequence[Line]) -> Iterator[Finding]:
    """Find words beside a tag that takes its whole paragraph out with it."""
    for line in lines:
        takes = [tag for tag in _TAG.findall(line.text) if _PREFIX.match(tag) and tag[2] == "p"]
        words = _TAG.sub("", line.text).strip()
        if takes and words:
            yield _at(
                line,
                "words_lost",
                "{tag} takes its whole paragraph out, these words with it.",
                "Give the tag a paragraph of its own.",
                words,
                tag=takes[0],
            )


def _syntax(lines: Sequence[Line]) -> Iterator[Finding]:
    """Find tags that are no expression, each by itself."""
    sandbox = environment()
    for line in lines:
        for tag in _TAG.findall(line.text):
            if tag.startswith("{#") or _statement(tag) in {"vm", "hm"}:
                continue
            try:
                sandbox.parse(_alone(tag))
            except TemplateSyntaxError as error:
                yield _at(line, "not_readable", "The tag cannot be read: {why}.",
                          "Compare it with the examples in the guide.", tag,
                          why=(error.message or "").rstrip("."))  # fmt: skip


def _alone(tag: str) -> str:
    """Return a tag so that it can be read by itself."""
    plain = _PREFIX.sub(r"\1 ", tag).translate(_QUOTES)
    word = _statement(plain)
    if word in _OPENS:
        return plain + "{% " + _OPENS[word] + " %}"
    if word in {"else", "elif"}:
        return "{% if x %}" + plain + "{% endif %}"
    if word == "endfor":
        return "{% for x in y %}" + plain
    return "{% if x %}" + plain if word == "endif" else plain


def _names(lines: Sequence[Line]) -> Iterator[Finding]:
    """Find names that nothing stands for, where they are used."""
    sandbox = environment()
    for part in dict.fromkeys(line.part for line in lines):
        own = [line for line in lines if line.part == part]
        source = "\n".join(
            _PREFIX.sub(r"\1 ", tag).translate(_QUOTES)
            for line in own
            for tag in _TAG.findall(line.text)
            if _statement(tag) not in {"vm", "hm"}
        )
        unknown = meta.find_undeclared_variables(sandbox.parse(source)) - set(NAMES)
        unknown -= set(sandbox.globals)
        for name in sorted(unknown):
            near = difflib.get_close_matches(name, sorted(NAMES), n=1, cutoff=CLOSE_ENOUGH)
            line, tag = next(
                (line, tag)
                for line in own
                for tag in _TAG.findall(line.text)
                if re.search(rf"\b{re.escape(name)}\b", tag)
            )
            yield _at(line, "unknown_name", "There is nothing called {name}.",
                      "Did you mean {near}?" if near else "The names there are: {known}.", tag,
                      name=name, near=near[0] if near else "",
                      known=", ".join(sorted(NAMES)))  # fmt: skip


# --- what comes of it


def _outcome(
    template: bytes,
    document: Document,
    figures: Sequence[Mapping[str, Any]],
    lines: Sequence[Line],
) -> Iterator[Finding]:
    try:
        filled = fill(template, document, figures)
    except TemplateRefused as refusal:
        yield found("not_filled", "It was tried with {version} and could not be filled: {why}",
                     "Correct the tag that it names.", version=_version(document),
                     why=str(refusal))  # fmt: skip
        return
    said = _squeezed("".join(line.text for line in lines_of(filled.content)))
    if not said:
        yield found("nothing_left", "Tried with {version}, nothing was left of it.",
                     "Look for a tag with a slip in it.", version=_version(document))  # fmt: skip
        return
    for line, words in _outside(lines):
        if _squeezed(words) not in said:
            yield _at(line, "words_lost", "These words are lost when it is filled.",
                      "Look for a slip in the tags just before them.", words)  # fmt: skip
    for group in dict.fromkeys(filled.asked):
        if not any(_squeezed(figure.text) in said for figure in group):
            yield found(
                "figure_lost",
                "{figure} is named but does not stand in the result.",
                "Write it as a value: {tag}.",
                value=group[0].indicator,
                figure=f"{group[0].indicator} {group[0].id}",
                tag='{{ figure("…") }}',
            )
    for line in lines_of(filled.content):
        if _EDGE.search(line.text):
            yield _at(line, "tag_left_over", "A tag is left over in the result.",
                      "Type the tag anew in one go, in one font.", line.text)  # fmt: skip


def _outside(lines: Sequence[Line]) -> Iterator[tuple[Line, str]]:
    """Yield the words that stand outside every tag, loop and condition: they must survive."""
    depth, part = 0, ""
    for line in lines:
        if line.part != part:
            depth, part = 0, line.part
        at = 0
        pieces: list[str] = []
        is_control = False
        for tag in _TAG.finditer(line.text):
            if depth == 0:
                pieces.append(line.text[at : tag.start()])
            word = _statement(tag.group())
            depth += (word in _OPENS) - (word in _OPENS.values())
            is_control = is_control or bool(_PREFIX.match(tag.group()))
            at = tag.end()
        if depth == 0:
            pieces.append(line.text[at:])
        # The paragraph of {%p … %} is taken out with all that is in it, as the guide says.
        if not is_control:
            yield from ((line, each.strip()) for each in pieces if each.strip())


def _version(document: Document) -> str:
    return f"{document.identifier} {document.version_label}"


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _at(line: Line, code: str, message: str, remedy: str, excerpt: str, **facts: object) -> Finding:
    return Finding(
        code=code,
        message=message,
        remedy=remedy,
        row=line.number,
        field=line.part,
        value=excerpt.strip()[:EXCERPT],
        facts=facts,
    )
