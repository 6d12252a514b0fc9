"""make faults NAME=...: run one fault, print one JSON line last, exit 1 if a promise broke."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from tests.faults import house

FAULTS = {
    "pin-race": "tests.faults.pin_race",
    "approve-race": "tests.faults.approve_race",
    "close-race": "tests.faults.close_race",
    "worker-kill": "tests.faults.worker_kill",
    "step-kill": "tests.faults.step_kill",
    "split-race": "tests.faults.split_race",
    "export-kill": "tests.faults.export_kill",
}


def main(arguments: list[str]) -> int:
    """Run the fault that is named; with none, say which there are."""
    if len(arguments) != 1 or arguments[0] not in FAULTS:
        sys.stderr.write(f"make faults NAME=<one of: {', '.join(FAULTS)}>\n")
        return 2
    home = Path(tempfile.mkdtemp(prefix="green-trust-fault-"))
    home.chmod(0o755)
    os.environ["GREEN_TRUST_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.faults.settings"
    try:
        outcome = importlib.import_module(FAULTS[arguments[0]]).run()
    finally:
        house.close()
        shutil.rmtree(home, ignore_errors=True)
    sys.stdout.write(json.dumps({"name": arguments[0], **outcome}) + "\n")
    broken = any(outcome[key] for key in ("lost", "doubled", "torn"))
    return 1 if broken or not outcome["control_bit"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
