"""Rules that hold for every room: floors, life cycles, tasks, editions, words, schema."""

from __future__ import annotations

import hashlib
import inspect
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings
from django.core.management import call_command

from config.celery import app
from config.jobs.registry import HANDLERS
from config.kernel.transitions import Lifecycle, printed_page

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("config", "projects", "trusts", "reporting")


def test_the_floors_hold() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", sorted(Lifecycle.known))
def test_a_life_cycle_forgets_no_state(name: str) -> None:
    assert Lifecycle.known[name].missing_states() == set()


def test_the_page_of_life_cycles_is_printed_from_the_tables() -> None:
    assert (ROOT / "docs/lifecycles.md").read_text("utf-8") == printed_page()


def test_every_task_and_handler_takes_unknown_keywords() -> None:
    app.loader.import_default_modules()
    ours = [
        inspect.unwrap(task.run)
        for name, task in current_app.tasks.items()
        if not name.startswith("celery.")
    ]
    for function in [*ours, *(handler.work for handler in HANDLERS.values())]:
        parameters = inspect.signature(function).parameters.values()
        kinds = {parameter.kind for parameter in parameters}
        assert inspect.Parameter.VAR_KEYWORD in kinds, function
        assert inspect.Parameter.POSITIONAL_OR_KEYWORD not in kinds, function


MANIFESTS = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("manifest.json"))


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_an_editions_file_is_what_its_manifest_says(manifest: Path) -> None:
    editions = json.loads(manifest.read_text("utf-8"))["editions"]
    assert editions
    for edition in editions:
        content = (manifest.parent / edition["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == edition["sha256"], edition["file"]
    named = {edition["file"] for edition in editions}
    beside = {path.name for path in manifest.parent.iterdir() if path.suffix in {".csv", ".json"}}
    assert beside - {"manifest.json"} == named


def test_every_sentence_has_its_chinese() -> None:
    call_command("messages", "--check")


def test_the_openapi_document_is_the_committed_one() -> None:
    call_command("openapi", "--check")


def test_nothing_of_a_machine_stands_in_the_sources() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    suspicious = re.compile(rb"/(?:root|home/\w+|work|farm)/[\w.-]+/")
    guilty = []
    for name in listed:
        path = ROOT / name
        if path.suffix in {".py", ".md", ".toml", ".txt", ".json", ".sh", ".html"} and (
            path.exists() and name != "tests/house/test_rules.py"
        ):
            guilty += [name] if suspicious.search(path.read_bytes()) else []
    assert not guilty


@pytest.mark.parametrize("package", PACKAGES)
def test_no_file_has_grown_past_reading(package: str) -> None:
    long = [
        str(path.relative_to(ROOT))
        for path in (ROOT / package).rglob("*.py")
        if "migrations" not in path.parts and len(path.read_text("utf-8").splitlines()) > 400
    ]
    assert not long
