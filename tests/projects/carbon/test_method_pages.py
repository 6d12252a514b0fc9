"""The pages of docs/methodologies say what the methods declare, in both languages."""

from __future__ import annotations

import doctest
import os
from pathlib import Path

import pytest
from django.conf import settings

from projects.carbon.methodologies import appendix, sources
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_beside_the_methods_say_what_is_held(language: str) -> None:
    suffix = SUFFIXES[language]
    held(PAGES / f"plausibility{suffix}", appendix.plausibility(language))
    held(PAGES / f"sources{suffix}", appendix.sources(list(CURRENT.values()), language))


@pytest.mark.parametrize("method", CURRENT.values(), ids=lambda each: each.code)
def test_where_a_number_is_from_is_said_in_chinese_too(method: Method) -> None:
    said = {text for text in appendix.texts_of(method) if sources.has_words(text)}
    assert said <= set(sources.in_chinese())


def test_no_chinese_is_kept_of_a_source_that_is_gone() -> None:
    said = {text for method in CURRENT.values() for text in appendix.texts_of(method)}
    assert set(sources.in_chinese()) <= said


def test_every_source_that_is_named_has_its_address() -> None:
    assert set(appendix.named(list(CURRENT.values()))) <= set(sources.addresses())


def test_the_examples_in_the_module_of_sources_hold() -> None:
    assert doctest.testmod(sources).failed == 0


def test_no_page_is_left_of_a_method_that_is_gone() -> None:
    pages = (*CURRENT, "README", "plausibility", "sources")
    wanted = {f"{code}{each}" for code in pages for each in SUFFIXES.values()}
    assert {each.name for each in PAGES.glob("*.md")} == wanted
