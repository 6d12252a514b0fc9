"""A share of a whole as a small bar beside its number."""

from __future__ import annotations

from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString


def bar(percent: Decimal, *, tone: str = "plain") -> SafeString:
    """
    Return a bar as long as ``percent`` of its whole; tones are ``plain`` and ``waiting``.

    The number stands beside it, so it says nothing to who cannot see it.
    """
    width = min(max(percent, Decimal(0)), Decimal(100))
    return format_html(
        '<svg class="gt-bar gt-bar--{}" viewBox="0 0 100 8" preserveAspectRatio="none"'
        ' aria-hidden="true"><rect width="{}" height="8"></rect></svg>',
        tone,
        f"{width:f}",
    )
