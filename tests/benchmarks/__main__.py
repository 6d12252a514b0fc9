"""make bench NAME=...: run one benchmark, print one JSON line last."""

from __future__ import annotations

import importlib
import json
import sys

BENCHMARKS = {
    "ingest": "tests.benchmarks.ingest",
    "movements": "tests.benchmarks.movements",
    "night": "tests.benchmarks.night",
    "pdf": "tests.benchmarks.pdf",
    "restatement": "tests.benchmarks.restatement",
    "statements": "tests.benchmarks.statements",
    "statistics": "tests.benchmarks.statistics",
    "xlsx": "tests.benchmarks.xlsx",
}


def main(arguments: list[str]) -> int:
    """Run the benchmark that is named; with none, say which there are."""
    if len(arguments) != 1 or arguments[0] not in BENCHMARKS:
        sys.stderr.write(f"make bench NAME=<one of: {', '.join(BENCHMARKS)}>\n")
        return 2
    outcome = importlib.import_module(BENCHMARKS[arguments[0]]).run()
    sys.stdout.write(json.dumps({"name": arguments[0], **outcome}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
