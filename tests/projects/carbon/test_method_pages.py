"""The pages of docs/methodologies say what the methods declare, in both languages."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.conf import settings

from projects.carbon.methodologies.method import Method
from projects.carbon.methodologies.pages import LANGUAGES, SUFFIXES, index, page
from projects.carbon.methodologies.table import CURRENT

PAGES = Path(settings.BASE_DIR) / "docs/methodologies"
UPDATE = bool(os.environ.get("UPDATE_METHOD_PAGES"))


def held(path: Path, wanted: str) -> None:
    """Hold a page against what it should say; or write it, if asked to."""
    if UPDATE:
        path.write_text(wanted, "utf-8")
    assert path.read_text("utf-8") == wanted, (
        f"{path.name} does not say what the method declares; if that is meant: "
        f"UPDATE_METHOD_PAGES=1 .venv/bin/python -m pytest {__file__}"
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("method", CURRENT.values(), ids=lambda each: each.code)
def test_a_methods_page_says_what_it_declares(method: Method, language: str) -> None:
    held(PAGES / f"{method.code}{SUFFIXES[language]}", page(method, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_methods_is_whole(language: str) -> None:
    held(PAGES / f"README{SUFFIXES[language]}", index(list(CURRENT.values()), language))


def test_no_page_is_left_of_a_method_that_is_gone() -> None:
    wanted = {f"{code}{each}" for code in (*CURRENT, "README") for each in SUFFIXES.values()}
    assert {each.name for each in PAGES.glob("*.md")} == wanted
