"""manage.py reseal_destinations: after a new key was put first, bring every secret under it."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand

from reporting.exports.operations import reseal_all


class Command(BaseCommand):
    """Reseal what lies under older keys; stopped half way, it goes on when it is run again."""

    help = "Seal every secret of a destination with the first key of PERSONAL_DATA_KEYS."

    def handle(self, **options: Any) -> None:  # noqa: ARG002
        """Reseal, and say how many."""
        self.stdout.write(f"{reseal_all()} secrets resealed")
