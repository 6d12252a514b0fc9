"""Deliver by HTTPS: the file itself as the body, or a notice of it, signed by Standard Webhooks."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import time
from typing import Any, ClassVar
from urllib.parse import quote, urlsplit

from reporting.exports.doors import http
from reporting.exports.doors.door import (
    Address,
    HandOver,
    Item,
    Parcel,
    Receipt,
    Refused,
    Surroundings,
    Undelivered,
    Unreachable,
    one_of,
    read_items,
    text,
    unfit_secret,
    whole,
)

PREFIX = "whsec_"
SHORTEST_KEY, LONGEST_KEY = 24, 64
NOTICE = "export.delivered"
#: Answers that are worth another try; every other below 500 says no.
_TRY_AGAIN = frozenset({408, 409, 421, 423, 425, 429})
_OK, _REDIRECTS, _FAULT = range(200, 300), range(300, 400), 500


def _https(value: Any) -> str:
    found = text(500)(value)
    parts = urlsplit(found)
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.password:
        raise ValueError("An address that begins with https:// and carries no password.")
    _ = parts.port
    return found


class WebhookDoor:
    """Posts to an HTTPS address; repeats carry the same webhook-id, by which they are known."""

    is_repeatable: ClassVar[bool] = True
    needs_secret: ClassVar[bool] = True
    ITEMS = (
        Item("url", _https, is_required=True),
        Item("body", one_of("file", "notice"), default="file"),
        Item("link_days", whole(1, 90), default=14),
    )

    def read_address(self, given: Address) -> dict[str, Any]:
        """Return the address with its defaults."""
        return read_items(given, self.ITEMS)

    def check_secret(self, secret: str) -> None:
        """Refuse what is no secret of a webhook."""
        if not SHORTEST_KEY <= len(_key(secret)) <= LONGEST_KEY:
            raise unfit_secret("A webhook's secret is whsec_ and 24 to 64 bytes in base64.")

    def wants_link(self, parcel_bytes: int, address: Address) -> bool:  # noqa: ARG002
        """Return whether a notice leaves in place of the file."""
        return bool(address["body"] == "notice")

    def send(
        self,
        parcel: Parcel,
        address: Address,
        secret: str,
        surroundings: Surroundings,
        hand_over: HandOver,
    ) -> Receipt:
        """Post the file or its notice; an answer of 2xx is the receipt. No redirect is followed."""
        body = _notice(parcel) if address["body"] == "notice" else None
        headers = _headers(parcel, secret, body=body, moment=int(time.time()))
        question = http.Question(
            method="POST", url=address["url"], headers=headers, body=body or parcel.path
        )
        answer = http.ask(question, surroundings, hand_over=hand_over)
        if answer.status not in _OK:
            raise _refusal(answer)
        return {
            "url": address["url"],
            "status": answer.status,
            "webhook_id": headers["webhook-id"],
            "body": address["body"],
            "body_sha256": hashlib.sha256(body).hexdigest() if body else parcel.sha256,
            "answer": answer.words,
        }


def _headers(parcel: Parcel, secret: str, *, body: bytes | None, moment: int) -> dict[str, str]:
    """Return the headers: what it is, its hash, and the signature over id, time and body."""
    message_id = f"msg_{parcel.key}"
    signed = hmac.new(_key(secret), f"{message_id}.{moment}.".encode(), hashlib.sha256)
    if body is not None:
        digest, size, media_type = hashlib.sha256(body).digest(), len(body), "application/json"
        signed.update(body)
    else:
        digest, size = bytes.fromhex(parcel.sha256), parcel.size_bytes
        media_type = parcel.media_type
        with parcel.path.open("rb") as file:
            for block in http.blocks(file):
                signed.update(block)
    return {
        "Content-Type": media_type,
        "Content-Length": str(size),
        "Content-Digest": f"sha-256=:{base64.b64encode(digest).decode()}:",
        "Content-Disposition": _disposition(parcel.name),
        "User-Agent": "green-trust",
        "webhook-id": message_id,
        "webhook-timestamp": str(moment),
        "webhook-signature": f"v1,{base64.b64encode(signed.digest()).decode()}",
    }


def _disposition(name: str) -> str:
    """Return the header that names the file, by RFC 6266 in letters that a header takes."""
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"


def _notice(parcel: Parcel) -> bytes:
    """Return the notice of a file: what it is, its hash, where it is fetched; always the same."""
    data = {
        "id": parcel.key,
        "name": parcel.name,
        "media_type": parcel.media_type,
        "sha256": parcel.sha256,
        "size_bytes": parcel.size_bytes,
        "title": parcel.title,
        "period": parcel.period,
        "link": parcel.link,
    }
    return json.dumps({"type": NOTICE, "data": data}, ensure_ascii=False, sort_keys=True).encode()


def _refusal(answer: http.Answer) -> Undelivered:
    words = f"HTTP {answer.status}: {answer.words}".rstrip(": ")
    if answer.status in _REDIRECTS:
        return Refused("redirected", f"{words}; redirects are not followed.")
    if answer.status >= _FAULT or answer.status in _TRY_AGAIN:
        asked = answer.headers.get("Retry-After", "")
        seconds = int(asked) if asked.isascii() and asked.isdigit() else None
        return Unreachable("not_taken", words, retry_seconds=seconds)
    return Refused("refused", words)


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return b""
