"""A child process renders: whole bytes, or a reason."""

import hashlib
import os
from pathlib import Path

import pytest

from reporting.rendering import child, pdf
from reporting.rendering.child import FORMS, RenderingFailed, render
from reporting.rendering.pdf import Attachment
from tests.reporting.rendering import samples


@pytest.mark.parametrize("form", sorted(FORMS))
def test_the_child_gives_the_bytes_that_this_process_gives(form: str) -> None:
    document = samples.document()
    attachments = (Attachment(name="a.csv", media_type="text/csv", content=b"1\n"),)
    options = child.Options(attachments=attachments, cap=2)
    expected = FORMS[form].render(document, options)
    assert render(document, form, attachments=attachments, cap=2) == expected


def test_one_child_gives_every_form_in_the_order_asked_for() -> None:
    document = samples.document()
    forms = sorted(FORMS)
    expected = [FORMS[form].render(document, child.Options()) for form in forms]
    assert list(child.render_each(document, forms)) == expected
    assert list(child.render_each(document, [])) == []


def test_what_was_made_before_a_child_died_is_given(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mortal = tmp_path / "mortal"
    sha256 = hashlib.sha256(b"whole").hexdigest()
    mortal.write_text(f"#!/bin/sh\nprintf whole > rendered-0; echo {sha256}; kill -9 $$\n")
    mortal.chmod(0o700)
    monkeypatch.setattr(child.sys, "executable", str(mortal))
    made = child.render_each(samples.document(), ["json", "csv"])
    assert next(made) == b"whole"
    with pytest.raises(RenderingFailed, match="ended by SIGKILL"):
        next(made)


def test_a_child_whose_caller_goes_away_is_ended(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    patient = tmp_path / "patient"
    sha256 = hashlib.sha256(b"whole").hexdigest()
    told = f"echo $$ > {tmp_path}/pid; printf whole > rendered-0; echo {sha256}"
    patient.write_text(f"#!/bin/sh\n{told}; exec sleep 600\n")
    patient.chmod(0o700)
    monkeypatch.setattr(child.sys, "executable", str(patient))
    made = child.render_each(samples.document(), ["json", "csv"])
    assert next(made) == b"whole"
    made.close()
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_too_little_memory_is_a_reason() -> None:
    with pytest.raises(RenderingFailed, match=r"needed more than 0\.25 GiB of memory"):
        render(samples.document(), "pdf", memory_bytes=child.GIBIBYTE // 4)


def test_too_little_time_is_a_reason() -> None:
    with pytest.raises(RenderingFailed, match=r"longer than 0\.05 seconds"):
        render(samples.document(), "pdf", seconds=0.05)


def test_a_refusal_of_the_child_is_a_reason() -> None:
    with pytest.raises(RenderingFailed, match="cap must be at least one row; got 0"):
        render(samples.document(), "pdf", cap=0)


def test_a_killed_child_is_a_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    suicide = tmp_path / "suicide"
    suicide.write_text("#!/bin/sh\nkill -9 $$\n")
    suicide.chmod(0o700)
    monkeypatch.setattr(child.sys, "executable", str(suicide))
    with pytest.raises(RenderingFailed, match="ended by SIGKILL"):
        render(samples.document(), "json")


def test_a_torn_file_is_never_returned(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    liar = tmp_path / "liar"
    liar.write_text("#!/bin/sh\nprintf torn > rendered-0; echo 0123\n")
    liar.chmod(0o700)
    monkeypatch.setattr(child.sys, "executable", str(liar))
    with pytest.raises(RenderingFailed, match="not the one that the child process finished"):
        render(samples.document(), "json")


def test_a_child_that_wrote_nothing_is_a_reason(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    idle = tmp_path / "idle"
    idle.write_text("#!/bin/sh\nexit 0\n")
    idle.chmod(0o700)
    monkeypatch.setattr(child.sys, "executable", str(idle))
    with pytest.raises(RenderingFailed, match="wrote nothing"):
        render(samples.document(), "json")


def test_what_a_killed_worker_left_is_swept_and_what_is_in_use_is_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(child.tempfile, "tempdir", str(tmp_path))
    left, in_use = (tmp_path / f"{child.FOLDER_PREFIX}{name}" for name in ("left", "used"))
    for folder in (left, in_use):
        folder.mkdir()
        (folder / "document.json").touch()
    os.utime(left, (0, 0))
    render(samples.document(), "json")
    assert list(tmp_path.iterdir()) == [in_use]


def test_an_unknown_form_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        render(samples.document(), "film")


def test_the_house_forms_name_their_kinds() -> None:
    assert {name: form.extension for name, form in FORMS.items()} == {
        "pdf": "pdf",
        "xlsx": "xlsx",
        "docx": "docx",
        "csv": "csv.zip",
        "json": "json",
        "xbrl": "xbr",
    }
    assert pdf.CAP == 2000
