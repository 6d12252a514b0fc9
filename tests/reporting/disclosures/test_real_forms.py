"""The document of the annual disclosure in every form, by the real renderer."""

from __future__ import annotations

import io
import json
import zipfile

import pikepdf
import pytest

from config.accounts.models import User
from config.archive import queries as archive
from reporting.disclosures import queries
from tests.reporting.conftest import Portfolio
from tests.reporting.disclosures.conftest import drafted, publish


@pytest.fixture
def files(alice: User, bob: User, portfolio: Portfolio) -> dict[tuple[str, str], bytes]:
    """Publish the disclosure of the small portfolio; return its files."""
    version = publish(drafted(alice), alice, bob)
    return {
        (each.form, each.language): archive.read(each.file)
        for each in queries.artefacts_of(version, is_published=True)
    }


def test_every_form_opens_and_says_the_same_numbers(
    files: dict[tuple[str, str], bytes],
) -> None:
    said = json.loads(files["json", "zh-Hans"])
    ids = {each["figure_id"] for each in said["provenance"]}
    assert len(ids) > 50
    with pikepdf.open(io.BytesIO(files["pdf", "zh-Hans"])) as printed:
        assert len(printed.pages) > 8
        assert "document.json" in printed.attachments
    with zipfile.ZipFile(io.BytesIO(files["xlsx", "zh-Hans"])) as workbook:
        texts = "".join(
            workbook.read(name).decode() for name in workbook.namelist() if name.endswith(".xml")
        )
    assert all(each in texts for each in ids)
    assert said["version_label"] == "第 1 版"
