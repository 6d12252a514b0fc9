"""``manage.py verify``: plain words, status 0 or 1, the figure named."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from config.accounts.models import User
from config.archive.queries import path_for
from reporting.disclosures import queries
from tests.reporting.conftest import Portfolio
from tests.reporting.disclosures.conftest import drafted
from tests.reporting.facts import with_more_energy


@pytest.fixture
def code(alice: User, portfolio: Portfolio, fast_forms: list[str]) -> str:
    """Draft the disclosure of the small portfolio; return its number."""
    return drafted(alice).disclosure.code


def run(code: str) -> tuple[int, str, str]:
    """Run the command; return its status and what it said on both streams."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("verify", code, stdout=out, stderr=err)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_what_holds_ends_with_status_0(code: str) -> None:
    status, out, err = run(code)
    assert (status, err) == (0, "")
    assert "VERIFIED" in out
    assert "12 of 12 files" in out


def test_changed_facts_end_with_status_1_and_name_the_figure(
    code: str, portfolio: Portfolio
) -> None:
    portfolio.change = lambda facts: with_more_energy(facts, 1)
    status, out, err = run(code)
    assert status == 1
    assert "计量发电量 · 天合绿电屋顶光伏" in err
    assert "FAILED" in out


def test_a_damaged_file_ends_with_status_1(code: str) -> None:
    version = queries.version_of(queries.disclosure_of(code))
    path = path_for(queries.artefacts_of(version)[0].sha256)
    content = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    status, _out, err = run(code)
    assert status == 1
    assert "DAMAGED FILE" in err


def test_an_unknown_number_is_said_in_words(db: None) -> None:
    with pytest.raises(CommandError, match="There is no disclosure GTD-1999-0001 here"):
        run("GTD-1999-0001")
