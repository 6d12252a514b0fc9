"""Hold the shipped library of indicators beside the table of what is computed."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.kernel.quantities import Measure
from reporting.figures.indicators.table import INDICATORS
from reporting.figures.rules.values import Indicator
from reporting.indicators.rules.kinds import Answer, Kind, ListKind, Periodicity, Pillar, Theme
from reporting.indicators.rules.layouts import LAYOUTS

FOLDER = Path(__file__).resolve().parents[2] / "indicators" / "data"
FILE = "library.csv"
COLUMNS = [each.name for each in LAYOUTS[ListKind.INDICATORS]]
SOURCE = "table of computed indicators of this service"
#: What families of codes are about; a new family is added here with its first indicator.
THEMES: Mapping[str, Theme] = {
    "G-GT": Theme.GREEN_TRUST,
    "G-GN": Theme.GREEN_TRUST,
    "G-UF": Theme.USE_OF_FUNDS,
    "G-GL": Theme.GREEN_LABELS,
    "G-IM": Theme.BENEFIT,
    "G-RC": Theme.RECOGNITION,
    "E-IN": Theme.CAPACITY,
    "E-EN": Theme.ENERGY,
    "E-AV": Theme.AVOIDED,
    "E-AC": Theme.AVOIDED,
    "E-AT": Theme.ATTRIBUTION,
    "E-FE": Theme.FINANCED,
    "E-OF": Theme.OWN_EMISSIONS,
    "E-OP": Theme.OWN_EMISSIONS,
    "E-CL": Theme.CLAIMS,
    "Q-DQ": Theme.DATA_QUALITY,
    "PAI-": Theme.FINANCED,
}
#: What stays as people wrote it when a row is computed anew.
KEPT = (
    "answer",
    "pillar",
    "theme",
    "periodicity",
    "lowest",
    "highest",
    "source",
    "confidence",
    "note",
)


class Command(BaseCommand):
    """Check that the shipped library knows every computed indicator as the table has it."""

    help = "Check the shipped library against the table of computed indicators, or write it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether the file is written or only checked."""
        parser.add_argument("--write", action="store_true", help="write the file and its manifest")

    def handle(self, *args: Any, write: bool, **options: Any) -> None:  # noqa: ARG002
        """Write the library, or refuse one that differs and say in which codes."""
        standing = rows_of((FOLDER / FILE).read_text("utf-8"))
        wanted = renewed(standing, INDICATORS.values())
        if write:
            write_library(wanted)
            self.stdout.write(f"{len(wanted)} indicators")
            return
        before = {each["code"]: each for each in standing}
        after = {each["code"]: each for each in wanted}
        differing = [
            code
            for code in sorted(before.keys() | after.keys())
            if before.get(code) != after.get(code)
        ]
        if differing:
            raise CommandError(
                f"The library differs from the table in {', '.join(differing)};"
                " run manage.py library --write and look at what it wrote."
            )


def rows_of(text: str) -> list[dict[str, str]]:
    """Return the rows of a library file."""
    return list(csv.DictReader(io.StringIO(text)))


def renewed(
    standing: Iterable[Mapping[str, str]], computed: Iterable[Indicator]
) -> list[dict[str, str]]:
    """
    Return the rows with every computed indicator as the table has it, new ones at the end.

    A row that people call collected stays so: the table may hold it to say why there is no
    number until it is collected. A computed row that the table does not hold goes.
    """
    table = {each.code: each for each in computed}
    rows = {each["code"]: dict(each) for each in standing}
    found = [
        row_of(table[code], row) if row["kind"] == Kind.COMPUTED else row
        for code, row in rows.items()
        if code in table or row["kind"] != Kind.COMPUTED
    ]
    return found + [row_of(each, None) for code, each in table.items() if code not in rows]


def row_of(indicator: Indicator, before: Mapping[str, str] | None) -> dict[str, str]:
    """Return the row of one computed indicator; what people wrote beside it stays."""
    theme = THEMES.get(indicator.code[:4])
    if theme is None:
        raise CommandError(f"{indicator.code}: say in THEMES what this family is about.")
    row = dict.fromkeys(COLUMNS, "") | {
        "code": indicator.code,
        "name_zh": indicator.name_zh,
        "name_en": indicator.name_en,
        "unit": indicator.unit,
        "answer": Answer.NUMBER.value,
        "pillar": Pillar.ENVIRONMENT.value,
        "theme": theme.value,
        "kind": Kind.COMPUTED.value,
        "dimensions": "; ".join("+".join(each) or "total" for each in indicator.dimensions),
        "periodicity": Periodicity.ANNUAL.value,
        "method": f"{indicator.method} v{indicator.version}",
        "source": SOURCE,
        "confidence": "A",
    }
    if indicator.measure is Measure.SHARE:
        row |= {"lowest": "0", "highest": "1"}
    if before is not None:
        row |= {name: before[name] for name in KEPT}
    return row


def write_library(rows: Iterable[Mapping[str, str]], folder: Path = FOLDER) -> None:
    """Write the file, and its hash into the manifest."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    kept = list(rows)
    writer.writerows(kept)
    content = text.getvalue().encode()
    (folder / FILE).write_bytes(content)
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    for entry in manifest["editions"]:
        if entry["file"] == FILE:
            entry |= {"rows": len(kept), "sha256": hashlib.sha256(content).hexdigest()}
    path.write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", "utf-8")
