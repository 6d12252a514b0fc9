"""A refusal as a page says it: the sentence, and every finding with its remedy below."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join

from config.api.problems import finding_sentence, sentence
from config.kernel.errors import DomainError, InvalidInput

MOST_FAULTS = 20


def words_of(refusal: DomainError) -> str:
    """Return what a page says about a refusal, as safe HTML where it lists findings."""
    if not isinstance(refusal, InvalidInput):
        return sentence(refusal)
    stored = [each.to_json() for each in refusal.findings[:MOST_FAULTS]]
    faults = [
        (each["field"], finding_sentence(each), finding_sentence(each, "remedy")) for each in stored
    ]
    listed = format_html_join("", "<li>{} {} {}</li>", faults)
    return format_html("{}<ul>{}</ul>", sentence(refusal), listed)
