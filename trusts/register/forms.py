"""A field for staff pages: a word and a number on each line."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminTextareaWidget

_PARTS = 2


class PairsField(forms.CharField):
    """
    Takes lines like ``cash 500.00`` and gives ``[{"account": "cash", "amount": "500.00"}]``.

    ``more`` names what else a line may go on to say, such as a class of units and how many.
    """

    def __init__(self, *, word: str, number: str, more: Sequence[str] = (), **kwargs: Any) -> None:
        self.word, self.number, self.more = word, number, tuple(more)
        super().__init__(widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}), **kwargs)

    def clean(self, value: Any) -> list[dict[str, str]]:
        """
        Return the pairs.

        :raises ValidationError: naming the first line that is not a word and a number.
        """
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        return [self._pair(place, line) for place, line in enumerate(lines, 1)]

    def _pair(self, place: int, line: str) -> dict[str, str]:
        parts = line.replace(",", "").split()
        beyond = parts[_PARTS:]
        if len(parts) >= _PARTS and _is_number(parts[1]) and len(beyond) <= len(self.more):
            said = {self.word: parts[0], self.number: parts[1]}
            return said | dict(zip(self.more, beyond, strict=False))
        message = _("Line {place} is not a word and a number: {line}").format(
            place=place, line=line
        )
        raise ValidationError(message, code="not_a_pair")


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False
