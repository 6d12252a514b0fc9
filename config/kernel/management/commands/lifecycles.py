"""manage.py lifecycles: print the page of all life cycles from their tables."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand

from config.kernel.transitions import printed_page


class Command(BaseCommand):
    """Print docs/lifecycles.md."""

    help = "Print the page of all life cycles from their tables."

    def handle(self, **_options: Any) -> None:
        """Write the page to standard output."""
        self.stdout.write(printed_page(), ending="")
