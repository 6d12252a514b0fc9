"""Unfold ships no Chinese: what it says and Django does not translate, our catalogue must hold."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import django
import polib
import pytest
import unfold
from django.utils.translation.template import templatize

import config.console

CATALOGUE = Path(config.console.__file__).parent / "locale/zh_Hans/LC_MESSAGES"
UNFOLD = Path(unfold.__file__).parent
DJANGO = Path(django.__file__).parent
#: Parts of Unfold for libraries that this house does not use.
FOREIGN = {"constance", "guardian", "import_export", "inlines", "location_field", "simple_history"}

STRING = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
CALL = re.compile(rf"(?<![\w.])(?:_|gettext|ngettext|pgettext)\(\s*({STRING})")


def sentences() -> dict[str, str]:
    """Return everything that Unfold marks for translation, with the file it stands in."""
    found: dict[str, str] = {}
    for path in sorted(UNFOLD.rglob("*")):
        place = path.relative_to(UNFOLD)
        if FOREIGN & set(place.parts):
            continue
        if path.suffix == ".html":
            words = _in_template(path.read_text("utf-8"))
        elif path.suffix == ".py":
            words = _in_python(path.read_text("utf-8"))
        else:
            continue
        for each in words:
            found.setdefault(each, str(place))
    return found


def _in_template(source: str) -> Iterator[str]:
    for match in CALL.finditer(templatize(source)):
        yield ast.literal_eval(match[1])


def _in_python(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        name = getattr(getattr(node, "func", None), "id", "")
        if name in {"_", "gettext", "gettext_lazy"} and isinstance(node, ast.Call):
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def _held(path: Path) -> set[str]:
    with path.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {key[0] if isinstance(key, tuple) else key for key in catalogue}


@pytest.fixture(scope="module")
def translated() -> set[str]:
    """Return what Django and we say in Chinese."""
    paths = [
        *DJANGO.glob("conf/locale/zh_Hans/LC_MESSAGES/django.mo"),
        *DJANGO.glob("contrib/*/locale/zh_Hans/LC_MESSAGES/django.mo"),
        CATALOGUE / "django.mo",
    ]
    return set().union(*map(_held, paths))


def test_unfold_says_nothing_that_has_no_chinese(translated: set[str]) -> None:
    missing = {text: place for text, place in sentences().items() if text not in translated}
    assert missing == {}


def test_the_search_finds_what_unfold_says() -> None:
    found = sentences()
    assert len(found) > 120
    assert {"Welcome back to", "Apply Filters", "%(counter)s result"} <= set(found)


def test_the_compiled_catalogue_is_the_written_one(tmp_path: Path) -> None:
    written = polib.pofile(str(CATALOGUE / "django.po"))
    assert written.percent_translated() == 100
    compiled = polib.mofile(str(CATALOGUE / "django.mo"))
    assert {(each.msgid, each.msgstr) for each in written if not each.msgid_plural} == {
        (each.msgid, each.msgstr) for each in compiled if not each.msgid_plural
    }


def test_a_translation_keeps_the_places_of_its_sentence() -> None:
    for each in polib.pofile(str(CATALOGUE / "django.po")):
        places = sorted(re.findall(r"%\(\w+\)s|{\w*}", each.msgid))
        for text in [each.msgstr, *each.msgstr_plural.values()]:
            if text:
                assert sorted(re.findall(r"%\(\w+\)s|{\w*}", text)) == places, each.msgid
