"""Deliver by e-mail: the file itself attached, or a link to it where it is too large."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.headerregistry import Address as MailAddress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from typing import Any, ClassVar

from reporting.exports.doors import network
from reporting.exports.doors.door import (
    Address,
    HandOver,
    Item,
    MailRelay,
    Parcel,
    Receipt,
    Refused,
    Surroundings,
    Unanswered,
    Undelivered,
    Unreachable,
    read_items,
    switch,
    text,
    whole,
)

MOST_PEOPLE = 50
_MEGABYTE = 1 << 20
_ONE_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}")
_TAKEN, _NO, _SERVICE_GONE = 250, 500, 421


def _people(value: Any) -> list[str]:
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_PEOPLE:
        raise ValueError("A list of one to fifty mail addresses.")
    for each in value:
        if not isinstance(each, str) or not _ONE_MAILBOX.fullmatch(each):
            raise ValueError("Each a plain mail address: name@example.com")
    return list(dict.fromkeys(value))


class EmailDoor:
    """Mails to a list of people: all of them, or none."""

    is_repeatable: ClassVar[bool] = False
    needs_secret: ClassVar[bool] = False
    ITEMS = (
        Item("to", _people, is_required=True),
        Item("cc", _people, default=[]),
        Item("subject", text(150), default=""),
        Item("attach_up_to_mb", whole(0, 25), default=10),
        Item("link_days", whole(1, 90), default=14),
        Item("repeat_when_unsure", switch, default=False),
    )

    def read_address(self, given: Address) -> dict[str, Any]:
        """Return the address with its defaults."""
        found = read_items(given, self.ITEMS)
        return {"cc": [], "subject": "", "repeat_when_unsure": False, **found}

    def check_secret(self, secret: str) -> None:
        """Take none: the house's own mail server is in the settings."""

    def wants_link(self, parcel_bytes: int, address: Address) -> bool:
        """Return whether the file is too large to be attached."""
        return parcel_bytes > int(address["attach_up_to_mb"]) * _MEGABYTE

    def send(
        self,
        parcel: Parcel,
        address: Address,
        secret: str,  # noqa: ARG002
        surroundings: Surroundings,
        hand_over: HandOver,
    ) -> Receipt:
        """Mail it; the message keeps its id however often it is tried."""
        relay = surroundings.relay
        if not relay.host:
            raise Refused("no_mail_server", "EMAIL_HOST is not set; nothing can be mailed.")
        message = letter(parcel, address, relay)
        people = [*address["to"], *address["cc"]]
        with _session(relay, surroundings) as server:
            _name_all(server, relay, people)
            hand_over()
            try:
                status, heard = server.data(message.as_bytes())
            except (OSError, smtplib.SMTPServerDisconnected) as fault:
                raise Unanswered("no_answer", network.said(fault)) from fault
            except smtplib.SMTPDataError as fault:
                raise _refusal(fault.smtp_code, fault.smtp_error) from fault
            if status != _TAKEN:
                raise _refusal(status, heard)
        return {
            "server": relay.host,
            "message_id": message["Message-ID"],
            "to": people,
            "attached": not parcel.link,
            "answer": _words(heard),
        }


def letter(parcel: Parcel, address: Address, relay: MailRelay) -> EmailMessage:
    """Return the mail: what it is in both languages, its hash, and the file or a link to it."""
    domain = parseaddr(relay.sender)[1].rpartition("@")[2] or "localhost"
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = f"<{parcel.key}@{domain}>"
    message["From"] = MailAddress(
        parseaddr(relay.sender)[0], addr_spec=parseaddr(relay.sender)[1] or f"reports@{domain}"
    )
    message["To"] = ", ".join(address["to"])
    if address["cc"]:
        message["Cc"] = ", ".join(address["cc"])
    message["Subject"] = address["subject"] or " ".join(filter(None, [parcel.title, parcel.period]))
    message["Auto-Submitted"] = "auto-generated"
    message["X-Green-Trust-SHA256"] = parcel.sha256
    message.set_content(_text(parcel, days=address["link_days"]))
    if not parcel.link:
        main, _, sub = parcel.media_type.partition(";")[0].partition("/")
        message.add_attachment(
            parcel.path.read_bytes(), maintype=main, subtype=sub, filename=parcel.name
        )
    return message


def _text(parcel: Parcel, *, days: int) -> str:
    """Return the words of the mail, Chinese first."""
    zh = [f"{parcel.title} {parcel.period}".strip(), f"文件：{parcel.name}"]
    en = [f"File: {parcel.name}"]
    if parcel.link:
        zh += [f"文件较大，请在 {days} 天内从此处下载：", parcel.link]
        en += [f"The file is large; fetch it within {days} days here:", parcel.link]
    size = f"{parcel.size_bytes:,}"
    zh += [f"大小：{size} 字节", f"SHA-256：{parcel.sha256}", "本邮件由系统自动发送。"]
    en += [f"Size: {size} bytes", f"SHA-256: {parcel.sha256}", "This mail was sent by a machine."]
    return "\n".join([*zh, "", *en, ""])


@contextmanager
def _session(relay: MailRelay, surroundings: Surroundings) -> Iterator[smtplib.SMTP]:
    """Open a session with the house's mail server; close it again."""
    context = network.trust(surroundings)
    try:
        if relay.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                relay.host, relay.port, timeout=surroundings.connect_seconds, context=context
            )
        else:
            server = smtplib.SMTP(relay.host, relay.port, timeout=surroundings.connect_seconds)
    except (OSError, smtplib.SMTPException) as fault:
        raise Unreachable("no_connection", f"{relay.host}: {network.said(fault)}") from fault
    connection = server.sock
    if connection is None:
        raise Unreachable("no_connection", f"{relay.host}: closed at once.")
    connection.settimeout(surroundings.answer_seconds)
    try:
        with network.deadline(connection, surroundings.total_seconds):
            _greet(server, relay, context)
            yield server
    except Undelivered:
        raise
    except smtplib.SMTPAuthenticationError as fault:
        raise Refused("not_let_in", f"{relay.host}: {network.said(fault)}") from fault
    except (OSError, smtplib.SMTPException) as fault:
        raise Unreachable("broken_off", f"{relay.host}: {network.said(fault)}") from fault
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
        server.close()


def _greet(server: smtplib.SMTP, relay: MailRelay, context: ssl.SSLContext) -> None:
    server.ehlo()
    if relay.security == "starttls":
        server.starttls(context=context)
        server.ehlo()
    if relay.user:
        server.login(relay.user, relay.password)


def _name_all(server: smtplib.SMTP, relay: MailRelay, people: list[str]) -> None:
    """Name the sender and everybody; one who is refused keeps the mail from all."""
    status, heard = server.mail(parseaddr(relay.sender)[1])
    if status != _TAKEN:
        raise _refusal(status, heard)
    for each in people:
        status, heard = server.rcpt(each)
        if status not in (_TAKEN, 251):
            fault = _refusal(status, heard)
            with suppress(OSError, smtplib.SMTPException):
                server.rset()
            raise type(fault)("recipient_refused", f"{each}: {fault}")


def _refusal(status: int, heard: bytes | str) -> Undelivered:
    words = f"SMTP {status}: {_words(heard)}"
    if status >= _NO:
        return Refused("refused", words)
    return Unreachable("not_taken", words)


def _words(heard: bytes | str) -> str:
    said = heard.decode("utf-8", "replace") if isinstance(heard, bytes) else heard
    return " ".join(said.split())[:500]
