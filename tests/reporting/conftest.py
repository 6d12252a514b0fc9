"""What the tests of reporting stand on: a small portfolio instead of the rooms below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Mapping, Sequence

import pytest

from config.kernel.periods import Period
from reporting.figures.queries import gathering
from reporting.figures.rules.facts import Facts
from reporting.rendering import child
from reporting.rendering.document import Document
from tests.reporting.facts import sample_facts


class Portfolio:
    """What the rooms below answer; a test may change it."""

    def __init__(self) -> None:
        self.change = lambda facts: facts

    def gather(
        self,
        period: Period,
        known_at: dt.datetime,
        *,
        methods: Mapping[str, str] | None = None,
    ) -> Facts:
        """Answer as the rooms below would."""
        assert methods in (None, sample_facts(period, known_at).methods)
        changed: Facts = self.change(sample_facts(period, known_at))
        return changed


@pytest.fixture
def portfolio(monkeypatch: pytest.MonkeyPatch) -> Portfolio:
    """Put a small portfolio where the rooms below would be asked."""
    found = Portfolio()
    monkeypatch.setattr(gathering, "gather", found.gather)
    return found


@pytest.fixture
def fast_forms(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Render in this process and only to JSON's bytes; say which forms were asked for."""
    asked: list[str] = []

    def render(document: Document, form: str, **_options: object) -> bytes:
        asked.append(form)
        return form.encode() + b"\n" + document.to_json()

    def render_each(document: Document, forms: Sequence[str]) -> Generator[bytes]:
        for form in forms:
            yield render(document, form)

    monkeypatch.setattr(child, "render", render)
    monkeypatch.setattr(child, "render_each", render_each)
    return asked
