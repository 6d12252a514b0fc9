"""Deliver into an S3-compatible store: one object, never written over, its hash checked there."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any, ClassVar
from urllib.parse import quote, urlsplit

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from reporting.exports.doors import http
from reporting.exports.doors.door import (
    Address,
    HandOver,
    Item,
    Parcel,
    Receipt,
    Refused,
    Surroundings,
    Unanswered,
    Undelivered,
    Unreachable,
    read_items,
    text,
)

_OK, _ABSENT, _FORBIDDEN, _CONFLICT, _TAKEN, _FAULT = 200, 404, 403, 409, 412, 500
_TOO_MANY = 429
_NOTHING = hashlib.sha256(b"").hexdigest()
_META = "x-amz-meta-sha256"


def _endpoint(value: Any) -> str:
    found = text(500)(value)
    parts = urlsplit(found)
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.path.strip("/"):
        raise ValueError("The address of the store: https://store.example.com")
    return found.rstrip("/")


class S3Door:
    """Puts the file into a bucket under prefix and name."""

    is_repeatable: ClassVar[bool] = False
    needs_secret: ClassVar[bool] = True
    ITEMS = (
        Item("endpoint", _endpoint, is_required=True),
        Item("region", text(50), default="us-east-1"),
        Item("bucket", text(63), is_required=True),
        Item("prefix", text(500), default=""),
        Item("access_key_id", text(128), is_required=True),
    )

    def read_address(self, given: Address) -> dict[str, Any]:
        """Return the address with its defaults."""
        return {"prefix": "", **read_items(given, self.ITEMS)}

    def check_secret(self, secret: str) -> None:
        """Take any secret key."""

    def wants_link(self, parcel_bytes: int, address: Address) -> bool:  # noqa: ARG002
        """Return that the file itself leaves, however large."""
        return False

    def look(
        self, parcel: Parcel, address: Address, secret: str, surroundings: Surroundings
    ) -> Receipt | None:
        """Return the receipt of the object that lies there, if it is the same."""
        answer = http.ask(_signed("HEAD", parcel, address, secret), surroundings, private_ok=True)
        # Who may only put is told "forbidden" of what is not there.
        if answer.status in {_ABSENT, _FORBIDDEN}:
            return None
        if answer.status != _OK:
            raise _judged(answer, is_handed_over=False)
        same = answer.headers.get("Content-Length") == str(parcel.size_bytes)
        if same and answer.headers.get(_META) == parcel.sha256:
            return _receipt(parcel, address, answer, is_new=False)
        raise Refused(
            "name_taken", f"{_key(parcel, address)} is there already and holds something else."
        )

    def send(
        self,
        parcel: Parcel,
        address: Address,
        secret: str,
        surroundings: Surroundings,
        hand_over: HandOver,
    ) -> Receipt:
        """Put the object unless something of that name is there; the store checks its hash."""
        standing = self.look(parcel, address, secret, surroundings)
        if standing is not None:
            return standing
        question = _signed("PUT", parcel, address, secret)
        answer = http.ask(question, surroundings, private_ok=True, hand_over=hand_over)
        if answer.status != _OK:
            raise _judged(answer, is_handed_over=True)
        return _receipt(parcel, address, answer, is_new=True)


class _Signature(S3SigV4Auth):  # type: ignore[misc]  # (untyped base)
    """Signs by the hash of the body that is known already, and has to read no file for it."""

    def payload(self, request: Any) -> str:
        return str(request.context["body_sha256"])


def _signed(method: str, parcel: Parcel, address: Address, secret: str) -> http.Question:
    """Return the question to the store, signed: what lies there, or take this."""
    parts = urlsplit(address["endpoint"])
    url = f"{address['endpoint']}/{address['bucket']}/{quote(_key(parcel, address), safe='/~')}"
    headers = {"Host": parts.netloc, "User-Agent": "green-trust"}
    body_sha256 = _NOTHING
    if method == "PUT":
        body_sha256 = parcel.sha256
        checksum = base64.b64encode(bytes.fromhex(parcel.sha256)).decode()
        headers |= {
            "Content-Length": str(parcel.size_bytes),
            "Content-Type": parcel.media_type,
            "If-None-Match": "*",
            "x-amz-checksum-sha256": checksum,
            "x-amz-meta-delivery": parcel.key,
            _META: parcel.sha256,
        }
    request = AWSRequest(method=method, url=url, headers=headers)
    request.context["body_sha256"] = body_sha256
    keys = Credentials(address["access_key_id"], secret)
    _Signature(keys, "s3", address["region"]).add_auth(request)
    return http.Question(
        method=method,
        url=url,
        headers=dict(request.headers.items()),
        body=parcel.path if method == "PUT" else None,
    )


def _receipt(parcel: Parcel, address: Address, answer: http.Answer, *, is_new: bool) -> Receipt:
    return {
        "endpoint": address["endpoint"],
        "bucket": address["bucket"],
        "key": _key(parcel, address),
        "etag": answer.headers.get("ETag", "").strip('"'),
        "version_id": answer.headers.get("x-amz-version-id", ""),
        "size_bytes": parcel.size_bytes,
        "checked_sha256": parcel.sha256,
        "was_there": not is_new,
    }


def _judged(answer: http.Answer, *, is_handed_over: bool) -> Undelivered:
    """Return what an answer other than yes means."""
    code = re.search(r"<Code>([^<]*)</Code>", answer.words)
    words = f"HTTP {answer.status} {code[1] if code else answer.words}".strip()
    if answer.status == _TAKEN:
        return Unanswered("name_taken", words)
    if answer.status >= _FAULT or answer.status in {_CONFLICT, _TOO_MANY}:
        return Unanswered("not_taken", words) if is_handed_over else Unreachable("not_taken", words)
    return Refused("refused", words)


def _key(parcel: Parcel, address: Address) -> str:
    return f"{address['prefix']}{parcel.name}"
