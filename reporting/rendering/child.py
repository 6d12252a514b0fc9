"""Rendering in a child process: a crash becomes a reason, never a torn file."""

import json
import os
import re
import resource
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, cast

from config.kernel.findings import Finding, Severity
from reporting.rendering import (
    csv_form,
    docx_form,
    json_form,
    pdf,
    template_lint,
    word_template,
    xbrl,
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
_SAID_BYTES = 65  # a SHA-256 in hexadecimal and the end of the line
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
    "xbrl": Form("application/zip", "xbr", lambda document, _: xbrl.render(document)),
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
    made = render_each(
        document,
        [form],
        attachments=attachments,
        cap=cap,
        memory_bytes=memory_bytes,
        seconds=seconds,
    )
    with closing(made):
        return next(made)


def render_each(
    document: Document,
    forms: Sequence[str],
    *,
    attachments: Sequence[Attachment] = (),
    cap: int = CAP,
    memory_bytes: int = 3 * GIBIBYTE,
    seconds: float = 300,
) -> Generator[bytes]:
    """
    Yield ``document`` in each of ``forms``, as ``render`` gives it, all by one child process.

    A form is yielded as soon as it is made, and may take so many seconds; closing the generator
    ends the child. The memory is that of all forms together.

    :raises RenderingFailed: with the reason, in the place of the form that was not made.
    :raises KeyError: if there is no such form.
    """
    for form in forms:
        FORMS[form]
    if not forms:
        return
    _sweep(Path(tempfile.gettempdir()), older_than_seconds=ABANDONED_AFTER_SECONDS)
    with tempfile.TemporaryDirectory(prefix=FOLDER_PREFIX) as name:
        folder = Path(name)
        _hand_over(folder, document=document, attachments=attachments, cap=cap)
        yield from _results(folder, forms, memory_bytes=memory_bytes, seconds=seconds)


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
        with closing(_results(folder, [task], memory_bytes=memory_bytes, seconds=seconds)) as made:
            return next(made)


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


def _results(
    folder: Path, tasks: Sequence[str], *, memory_bytes: int, seconds: float
) -> Generator[bytes]:
    """Yield what the child makes of each task, checked against the SHA-256 that it says."""
    with _started(folder, tasks, memory_bytes=memory_bytes) as process:
        for number in range(len(tasks)):
            said = _line(cast("IO[bytes]", process.stdout), seconds=seconds)
            if not said:
                raise RenderingFailed(_why(process, folder, memory_bytes))
            path = folder / f"rendered-{number}"
            rendered = path.read_bytes()
            path.unlink()
            if sha256(rendered).hexdigest() != said:
                raise RenderingFailed(
                    "The rendered file is not the one that the child process finished."
                )
            yield rendered


@contextmanager
def _started(
    folder: Path, tasks: Sequence[str], *, memory_bytes: int
) -> Iterator[subprocess.Popen[bytes]]:
    """Start the child; have it gone by the end, whatever it is at."""
    module = "reporting.rendering.child"
    known = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
    with (
        (folder / "stderr").open("wb") as errors,
        subprocess.Popen(
            [sys.executable, "-m", module, str(folder), str(memory_bytes), *tasks],
            cwd=folder,
            env={**known, "PYTHONPATH": path, "TMPDIR": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
        ) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


def _line(pipe: IO[bytes], *, seconds: float) -> str:
    """Return the next line that the child says; nothing if it ended without one."""
    ends, said = time.monotonic() + seconds, b""
    while len(said) < _SAID_BYTES and not said.endswith(b"\n"):
        is_there, _, _ = select.select([pipe], [], [], max(ends - time.monotonic(), 0))
        if not is_there:
            raise RenderingFailed(f"Rendering took longer than {seconds:g} seconds.")
        if not (more := os.read(pipe.fileno(), _SAID_BYTES - len(said))):
            break
        said += more
    return said.decode().strip()


def _why(process: subprocess.Popen[bytes], folder: Path, memory_bytes: int) -> str:
    code = process.wait()
    if code == 0:
        return "The rendering process ended well but wrote nothing."
    said = (folder / "stderr").read_text(errors="replace").strip()
    return _reason(code, said, memory_bytes)


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


def main(folder: Path, memory_bytes: int, tasks: Sequence[str]) -> int:
    """Render what ``folder`` holds; print the SHA-256 of what was written, or say why not."""
    # Not RLIMIT_AS: the chart engine reserves address space far beyond what it ever touches.
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        document = json_form.read((folder / "document.json").read_bytes())
        for number, task in enumerate(tasks):
            rendered = _made(task, document, folder)
            (folder / f"rendered-{number}").write_bytes(rendered)
            sys.stdout.write(f"{sha256(rendered).hexdigest()}\n")
            sys.stdout.flush()
    except MemoryError:
        return OUT_OF_MEMORY
    except (ValueError, RuntimeError) as error:
        sys.stderr.write(f"{type(error).__name__}: {error}")
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]))
