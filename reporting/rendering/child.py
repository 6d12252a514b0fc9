"""Rendering in a child process: a crash becomes a reason, never a torn file."""

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import Any

from config.kernel.findings import Finding, Severity
from reporting.rendering import (
    csv_form,
    docx_form,
    json_form,
    pdf,
    template_lint,
    word_template,
    xlsx,
)
from reporting.rendering.document import Document
from reporting.rendering.pdf import CAP, Attachment

GIBIBYTE = 1 << 30
OUT_OF_MEMORY, REFUSED = 86, 87
FILL, LINT = "fill", "lint"  # what is done with a template, beside the forms
LONGEST_REASON = 2_000
FOLDER_PREFIX = "green-trust-rendering-"
ABANDONED_AFTER_SECONDS = 3_600
# How Rust, V8 and the C++ library say that they got no memory before they end the process.
_STARVED = re.compile(r"memory allocation of|out of memory|bad_alloc|Cannot allocate memory", re.I)
# No address of a database, no secret: the child needs none.
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a form may be told besides the document."""

    attachments: tuple[Attachment, ...] = ()
    cap: int = CAP


@dataclass(frozen=True, slots=True)
class Form:
    """One form that a document can take."""

    media_type: str
    extension: str
    render: Callable[[Document, Options], bytes]


FORMS: Mapping[str, Form] = {
    "pdf": Form(
        "application/pdf",
        "pdf",
        lambda document, options: pdf.render(
            document, attachments=options.attachments, cap=options.cap
        ),
    ),
    "xlsx": Form(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsx",
        lambda document, _: xlsx.render(document),
    ),
    "docx": Form(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
        lambda document, options: docx_form.render(document, cap=options.cap),
    ),
    "csv": Form("application/zip", "csv.zip", lambda document, _: csv_form.render(document)),
    "json": Form("application/json", "json", lambda document, _: json_form.render(document)),
}


class RenderingFailed(Exception):
    """The document could not be rendered; nothing was written."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def render(
    document: Document,
    form: str,
    *,
    attachments: Sequence[Attachment] = (),
    cap: int = CAP,
    memory_bytes: int = 3 * GIBIBYTE,
    seconds: float = 300,
) -> bytes:
    """
    Return ``document`` in ``form`` (a key of ``FORMS``), rendered by a child process with limits.

    The bytes come back whole, checked against the child's own SHA-256, or not at all.

    :raises RenderingFailed: with the reason, if the child refuses, runs out of memory or time,
        or dies.
    :raises KeyError: if there is no such form.
    """
    FORMS[form]
    _sweep(Path(tempfile.gettempdir()), older_than_seconds=ABANDONED_AFTER_SECONDS)
    with tempfile.TemporaryDirectory(prefix=FOLDER_PREFIX) as name:
        folder = Path(name)
        _hand_over(folder, document=document, attachments=attachments, cap=cap)
        return _result(folder, form, memory_bytes=memory_bytes, seconds=seconds)


def _result(folder: Path, task: str, *, memory_bytes: int, seconds: float) -> bytes:
    reply = _run(folder, form=task, memory_bytes=memory_bytes, seconds=seconds)
    if not (folder / "rendered").exists():
        raise RenderingFailed("The rendering process ended well but wrote nothing.")
    rendered = (folder / "rendered").read_bytes()
    if sha256(rendered).hexdigest() != reply:
        raise RenderingFailed("The rendered file is not the one that the child process finished.")
    return rendered


def fill_template(
    document: Document,
    template: bytes,
    figures: Sequence[Mapping[str, Any]],
    *,
    memory_bytes: int = 3 * GIBIBYTE,
    seconds: float = 300,
) -> bytes:
    """
    Return a company's own Word file filled with ``document`` and ``figures``.

    :raises RenderingFailed: with the reason; a template can do no more than fail.
    """
    return _with_template(
        FILL, document, template, figures, memory_bytes=memory_bytes, seconds=seconds
    )


def lint_template(
    document: Document,
    template: bytes,
    figures: Sequence[Mapping[str, Any]],
    *,
    memory_bytes: int = GIBIBYTE,
    seconds: float = 60,
) -> list[Finding]:
    """
    Return what is wrong with a company's own Word file, tried with ``document``.

    :raises RenderingFailed: if it needs more memory or time than it may have.
    """
    said = _with_template(
        LINT, document, template, figures, memory_bytes=memory_bytes, seconds=seconds
    )
    return [
        Finding(**{**each, "severity": Severity(each["severity"])}) for each in json.loads(said)
    ]


def _with_template(
    task: str,
    document: Document,
    template: bytes,
    figures: Sequence[Mapping[str, Any]],
    *,
    memory_bytes: int,
    seconds: float,
) -> bytes:
    with tempfile.TemporaryDirectory(prefix=FOLDER_PREFIX) as name:
        folder = Path(name)
        _hand_over(folder, document=document, attachments=(), cap=CAP)
        (folder / "template.docx").write_bytes(template)
        (folder / "figures.json").write_text(json.dumps(list(figures)))
        return _result(folder, task, memory_bytes=memory_bytes, seconds=seconds)


def _sweep(folder: Path, *, older_than_seconds: float) -> None:
    """Remove what workers left behind that were killed in the middle of a rendering."""
    for left in folder.glob(f"{FOLDER_PREFIX}*"):
        with suppress(OSError):
            status = left.stat()
            if status.st_uid == os.getuid() and time.time() - status.st_mtime > older_than_seconds:
                shutil.rmtree(left)


def _hand_over(
    folder: Path, *, document: Document, attachments: Sequence[Attachment], cap: int
) -> None:
    (folder / "document.json").write_bytes(document.to_json())
    listed = []
    for number, each in enumerate(attachments):
        (folder / f"attachment-{number}").write_bytes(each.content)
        listed.append(
            {one.name: getattr(each, one.name) for one in fields(each) if one.name != "content"}
        )
    (folder / "options.json").write_text(json.dumps({"cap": cap, "attachments": listed}))


def _run(folder: Path, *, form: str, memory_bytes: int, seconds: float) -> str:
    command = [
        sys.executable,
        "-m",
        "reporting.rendering.child",
        form,
        str(folder),
        str(memory_bytes),
    ]
    known = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
    environment = {**known, "PYTHONPATH": path, "TMPDIR": str(folder)}
    with (folder / "stderr").open("w+b") as errors:
        try:
            done = subprocess.run(
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise RenderingFailed(f"Rendering took longer than {seconds:g} seconds.") from error
        errors.seek(0)
        said = errors.read().decode(errors="replace").strip()
    if done.returncode != 0:
        raise RenderingFailed(_reason(done.returncode, said, memory_bytes))
    return done.stdout.decode()


def _reason(code: int, said: str, memory_bytes: int) -> str:
    if code == OUT_OF_MEMORY or _STARVED.search(said):
        return f"Rendering needed more than {memory_bytes / GIBIBYTE:g} GiB of memory."
    said = said[:LONGEST_REASON]
    if code == REFUSED:
        return said
    if code < 0:
        return f"The rendering process was ended by {signal.Signals(-code).name}. {said}".strip()
    return f"The rendering process ended with status {code}. {said}".strip()


def _options(folder: Path) -> Options:
    plain: dict[str, Any] = json.loads((folder / "options.json").read_text())
    attachments = tuple(
        Attachment(content=(folder / f"attachment-{number}").read_bytes(), **each)
        for number, each in enumerate(plain["attachments"])
    )
    return Options(cap=plain["cap"], attachments=attachments)


def _made(task: str, document: Document, folder: Path) -> bytes:
    if task in FORMS:
        return FORMS[task].render(document, _options(folder))
    template = (folder / "template.docx").read_bytes()
    figures = json.loads((folder / "figures.json").read_text())
    if task == FILL:
        return word_template.fill(template, document, figures).content
    found = template_lint.lint(template, document, figures)
    return json.dumps([each.to_json() for each in found]).encode()


def main(form: str, folder: Path, memory_bytes: int) -> int:
    """Render what ``folder`` holds; print the SHA-256 of what was written, or say why not."""
    # Not RLIMIT_AS: the chart engine reserves address space far beyond what it ever touches.
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        document = json_form.read((folder / "document.json").read_bytes())
        rendered = _made(form, document, folder)
    except MemoryError:
        return OUT_OF_MEMORY
    except (ValueError, RuntimeError) as error:
        sys.stderr.write(f"{type(error).__name__}: {error}")
        return REFUSED
    (folder / "rendered").write_bytes(rendered)
    sys.stdout.write(sha256(rendered).hexdigest())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
