"""How the records of disclosures and figures are said: in words, the public files apart."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from config.accounts.models import User
from config.console.site import site
from reporting.disclosures.models import Disclosure, DisclosureVersion
from reporting.figures.admin.tables import approvals
from reporting.figures.models import Figure
from reporting.figures.queries.walking import walk


def said_of(row: Any) -> dict[str, str]:
    """Return what the record of a row says, by the names of its lines."""
    page: Any = site._registry[type(row)]
    return {
        str(line.label): str(line.value)
        for section in page.record_content(row)
        for line in section.lines
    }


@pytest.mark.parametrize(
    ("language", "kind"), [("en", "Green trust disclosure"), ("zh-hans", "绿色信托信息披露")]
)
def test_a_disclosure_names_its_kind_and_its_languages(
    version: DisclosureVersion, language: str, kind: str
) -> None:
    with translation.override(language):
        said = said_of(version.disclosure)
    assert kind in said.values()
    assert "<span>zh-Hans</span>, <span>en</span>" in said.values()
    assert version.disclosure.kind not in said.values()


def test_the_list_of_disclosures_heads_its_first_column_by_what_stands_in_it(
    version: DisclosureVersion,
) -> None:
    with translation.override("en"):
        column = site._registry[Disclosure]._column("code")  # type: ignore[attr-defined]
        assert str(column.short_description) == "document number"


def test_files_for_the_public_stand_apart_from_review_copies(
    published: DisclosureVersion, client: Client, bob: User
) -> None:
    client.force_login(bob)
    page = client.get(f"/console/reporting/disclosureversion/{published.pk}/change/")
    tables = {str(each.title): each for each in page.context_data["record"].tables}
    with translation.override(bob.language or "zh-hans"):
        public = tables[translation.gettext("Published files")]
        review = tables[translation.gettext("Review copies")]
    assert all("review" not in str(row[2]) for row in public.rows)
    assert all("review" in str(row[2]) for row in review.rows)
    assert len(review.rows) == 12
    assert len(public.rows) == 14


def test_a_figure_says_its_measure_and_its_moments_in_the_readers_words(
    version: DisclosureVersion,
) -> None:
    figure = Figure.objects.filter(figure_set=version.figure_set, measure="power").earliest("id")
    with translation.override("zh-hans"):
        assert "装机容量" in said_of(figure).values()
        rows = approvals(walk(figure)).rows
    assert rows
    assert all(isinstance(row[2], dt.datetime) and row[2].tzinfo for row in rows)
    assert "08:00:00" in str(version.figure_set)
