"""Every sentence a person may read, found in the sources: what the catalogue must hold."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

#: Calls whose first argument is a sentence.
MARKERS = {"_", "gettext", "gettext_lazy", "gettext_noop", "pgettext_lazy"}
#: Keywords of a Finding (and of what becomes one) that are sentences.
SENTENCE_KEYWORDS = {"message", "remedy"}
_TRANS = re.compile(r"""{%\s*(?:trans|translate)\s+(["'])(.+?)\1""")
_BLOCK = re.compile(
    r"{%\s*blocktrans(?:late)?\b([^%]*)%}(.*?){%\s*endblocktrans(?:late)?\s*%}", re.DOTALL
)
_VARIABLE = re.compile(r"{{\s*([\w.]+)(?:\|[^}]*)?\s*}}")


def sentences(root: Path, packages: tuple[str, ...]) -> dict[str, str]:
    """Return every sentence with the first place it stands in, in the order of the files."""
    found: dict[str, str] = {}
    for package in packages:
        for path in sorted((root / package).rglob("*")):
            if "migrations" in path.parts or "site-packages" in path.parts:
                continue
            place = str(path.relative_to(root))
            for sentence in _in_file(path):
                found.setdefault(sentence, place)
    return found


def constants(root: Path, packages: tuple[str, ...]) -> dict[str, str]:
    """
    Return every text in the Python sources with the first file it stands in.

    A sentence that reaches its reader through a helper is no argument of a marker; the
    catalogue names it all the same, and this tells whether it still stands anywhere.
    """
    found: dict[str, str] = {}
    for package in packages:
        for path in sorted((root / package).rglob("*.py")):
            place = str(path.relative_to(root))
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.setdefault(node.value, place)
    return found


def _in_file(path: Path) -> Iterator[str]:
    if path.suffix == ".py":
        yield from _in_python(path.read_text("utf-8"))
    elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
        yield from _in_template(path.read_text("utf-8"))


def _in_python(source: str) -> Iterator[str]:
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _in_call(node)
        elif isinstance(node, ast.ClassDef) and _is_refusal(node):
            text = ast.get_docstring(node) or ""
            yield " ".join(inspect.cleandoc(text).split())


def _in_call(node: ast.Call) -> Iterator[str]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in MARKERS and node.args:
        yield from _text(node.args[-1 if name == "pgettext_lazy" else 0])
    if name == "Sentence" and node.args:
        yield from _text(node.args[0])
    if name == "Finding":
        for keyword in node.keywords:
            if keyword.arg in SENTENCE_KEYWORDS:
                yield from _text(keyword.value)


def _text(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.strip():
        yield node.value


def _is_refusal(node: ast.ClassDef) -> bool:
    """Return whether the class is a DomainError: it says its code, or leans on one that does."""
    has_code = any(
        isinstance(line, ast.Assign | ast.AnnAssign)
        and any(
            getattr(target, "id", "") == "code"
            for target in (line.targets if isinstance(line, ast.Assign) else [line.target])
        )
        for line in node.body
    )
    bases = {getattr(base, "id", getattr(base, "attr", "")) for base in node.bases}
    return bool(bases & {"DomainError", "NotAllowed", "NotFoundHere", "InvalidInput"}) or (
        has_code
        and bool(bases)
        and "Exception" not in bases
        and node.name.isidentifier()
        and any(base.endswith(("Refusal", "Error")) for base in bases)
    )


def _in_template(source: str) -> Iterator[str]:
    for match in _TRANS.finditer(source):
        yield match[2]
    for match in _BLOCK.finditer(source):
        text = _VARIABLE.sub(r"%(\1)s", match[2])
        if "trimmed" in match[1]:
            text = " ".join(line.strip() for line in text.splitlines() if line.strip())
        if "{% plural %}" not in text:
            yield text
