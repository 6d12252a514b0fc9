"""One word for one thing: the nomenclature holds every kind of record, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import override

DOCS = Path(settings.BASE_DIR) / "docs"
OURS = {"config", "projects", "trusts", "reporting"}
NAMED: list[type[models.Model]] = [
    each for each in apps.get_models() if each.__module__.partition(".")[0] in OURS
]
#: Explanations in a cell that are no part of the term: (`code`), （另称）.
_BESIDE = re.compile(r"[（(][^）)]*[）)]")


def terms(page: str) -> set[tuple[str, str]]:
    """Return the pairs of terms that a page of the nomenclature prints, in its order."""
    found: set[tuple[str, str]] = set()
    for line in (DOCS / page).read_text("utf-8").splitlines():
        if line.startswith("| ") and not line.startswith("| ---"):
            left, right = (_BESIDE.sub("", each).strip() for each in line.split("|")[1:3])
            pairs = zip(re.split("[,、]", left), re.split("[,、]", right), strict=False)
            found |= {(left, right), *((a.strip(), b.strip()) for a, b in pairs)}
    return found


def name_of(model: type[models.Model], language: str) -> str:
    with override(language):
        return str(model._meta.verbose_name)


@pytest.mark.parametrize("model", NAMED, ids=lambda each: each.__name__)
def test_a_kind_of_record_stands_in_the_nomenclature(model: type[models.Model]) -> None:
    english, chinese = name_of(model, "en"), name_of(model, "zh-hans")
    held = {word for word, _ in terms("nomenclature.md")}
    assert english in held, f"{english} ({chinese}) is no term of docs/nomenclature.md"
    by_chinese = {word for word, _ in terms("nomenclature.zh-hans.md")}
    assert chinese in by_chinese, (
        f"{chinese} ({english}) is no term of docs/nomenclature.zh-hans.md"
    )


def test_both_pages_hold_the_same_terms() -> None:
    english = terms("nomenclature.md") - {("English", "中文")}
    chinese = terms("nomenclature.zh-hans.md") - {("中文", "English")}
    assert english == {(left, right) for right, left in chinese}


def test_no_two_kinds_of_records_share_a_name() -> None:
    for language in ("en", "zh-hans"):
        names = [name_of(each, language) for each in NAMED]
        assert [each for each in set(names) if names.count(each) > 1] == []
