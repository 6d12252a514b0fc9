"""Ask an HTTP server one thing, over a connection to the very address that was judged."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import SplitResult, urlsplit

from reporting.exports.doors import network
from reporting.exports.doors.door import HandOver, Surroundings, Unanswered, Unreachable

PORTS = {"https": 443, "http": 80}
_BLOCK = 1 << 16
_HEARD_BYTES = 4096


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked: the method, the address, the headers, and the body or the file that is it."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | Path | None = None


@dataclass(frozen=True)
class Answer:
    """What a server said: its status, its headers, and the beginning of the rest."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def words(self) -> str:
        """Return the beginning of the answer as one printable line."""
        heard = self.body.decode("utf-8", "replace")
        return "".join(each if each.isprintable() else " " for each in heard)[:500].strip()


def ask(
    question: Question,
    surroundings: Surroundings,
    *,
    private_ok: bool = False,
    hand_over: HandOver | None = None,
) -> Answer:
    """
    Ask once and return the answer; no redirect is followed, no name is looked up a second time.

    ``hand_over`` is called once the connection stands, right before the first byte of the
    question. A question without one changes nothing over there.

    :raises Refused: if the address may not be entered.
    :raises Unreachable: if the question surely had no effect.
    :raises Unanswered: if it was handed over, and no answer came.
    """
    parts = urlsplit(question.url)
    with _connected(parts, surroundings, private_ok=private_ok) as connection:
        if hand_over is not None:
            hand_over()
        try:
            return _ask(connection, parts, question)
        except (OSError, http.client.HTTPException, ValueError) as fault:
            said = network.said(fault)
            if hand_over is None:
                raise Unreachable("broken_off", f"{parts.hostname}: {said}") from fault
            raise Unanswered("no_answer", said) from fault


@contextmanager
def _connected(
    parts: SplitResult, surroundings: Surroundings, *, private_ok: bool
) -> Iterator[socket.socket]:
    host, port = str(parts.hostname), parts.port or PORTS[parts.scheme]
    connection = network.connect(host, port, surroundings, private_ok=private_ok)
    if parts.scheme == "https":
        connection = network.trust(surroundings).wrap_socket(
            connection, server_hostname=host, do_handshake_on_connect=False
        )
    with connection, network.deadline(connection, surroundings.total_seconds):
        connection.settimeout(surroundings.answer_seconds)
        if parts.scheme == "https":
            _shake_hands(connection, host)
        yield connection


def _shake_hands(connection: socket.socket, host: str) -> None:
    try:
        connection.do_handshake()  # type: ignore[attr-defined]  # (of the TLS one)
    except (OSError, ValueError) as fault:
        raise Unreachable("tls_failed", f"{host}: {network.said(fault)}") from fault


def _ask(connection: socket.socket, parts: SplitResult, question: Question) -> Answer:
    talk = http.client.HTTPConnection(str(parts.hostname), parts.port or PORTS[parts.scheme])
    talk.sock = connection
    talk.auto_open = 0  # it would look the name up by itself
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = dict(question.headers)
    if isinstance(question.body, Path):
        with question.body.open("rb") as file:
            talk.request(question.method, target, body=blocks(file), headers=headers)
    else:
        talk.request(question.method, target, body=question.body, headers=headers)
    answer = talk.getresponse()
    return Answer(answer.status, answer.headers, answer.read(_HEARD_BYTES))


def blocks(file: BinaryIO) -> Iterator[bytes]:
    """Yield a file piece by piece."""
    return iter(lambda: file.read(_BLOCK), b"")
