"""Make an issued disclosure again and say whether every file is what was issued, to the byte."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.kernel.errors import DomainError
from reporting.disclosures import queries
from reporting.disclosures.operations.remaking import Remade, remake


class Command(BaseCommand):
    """``manage.py remake GTD-2025-0001``: status 0 if every file is the same, 1 if not."""

    help = "Make the files of a published disclosure again from stored rows; compare the bytes."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take the disclosure's number and, if not the last, the version's."""
        parser.add_argument("code", help="the number of the disclosure, such as GTD-2025-0001")
        parser.add_argument("--number", type=int, default=None, help="the version; the last one")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Make each file again and print; end with status 1 if one is another."""
        try:
            disclosure = queries.disclosure_of(options["code"])
            found = [
                self._said(each)
                for each in remake(queries.version_of(disclosure, options["number"]))
            ]
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        same = sum(each.is_same for each in found)
        self.stdout.write(f"{same} of {len(found)} files are what was issued, to the byte")
        if same < len(found):
            raise SystemExit(1)

    def _said(self, each: Remade) -> Remade:
        """Print one file as soon as it was made again; return it."""
        verdict = "same " if each.is_same else "OTHER"
        self.stdout.write(f"{verdict} {each.made[:16]} {each.name}")
        return each
