"""Write the OpenAPI document of the interface, or compare it with the committed one."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator


class Command(BaseCommand):
    """``openapi --write`` after a change of the interface; ``openapi --check`` in the build."""

    help = "Write docs/openapi.json, or check that it equals what the code serves."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do and where the document is."""
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--write", action="store_true", help="write the document")
        what.add_argument("--check", action="store_true", help="fail if it differs")
        parser.add_argument("--file", type=Path, default=settings.BASE_DIR / "docs/openapi.json")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Do what was asked; print the document if nothing was."""
        document = openapi_document()
        path: Path = options["file"]
        if options["write"]:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(document, "utf-8")
            self.stdout.write(f"{path} written: {len(document)} characters.")
        elif options["check"]:
            standing = path.read_text("utf-8") if path.exists() else ""
            if standing != document:
                raise CommandError(
                    f"{path} is not what the code serves; run: manage.py openapi --write"
                )
            self.stdout.write(f"{path} is what the code serves.")
        else:
            self.stdout.write(document)


def openapi_document() -> str:
    """
    Return the OpenAPI document as text, the same bytes for the same code.

    :raises CommandError: if a view cannot be described; each one is named.
    """
    GENERATOR_STATS.reset()
    with translation.override("en"), GENERATOR_STATS.silence():
        generator = SchemaGenerator()  # type: ignore[no-untyped-call]
        schema = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    complaints = [*GENERATOR_STATS._error_cache, *GENERATOR_STATS._warn_cache]  # noqa: SLF001 (it has no other door)
    if complaints:
        raise CommandError("\n".join(complaints))
    return json.dumps(schema, indent=2, ensure_ascii=False, default=str) + "\n"
