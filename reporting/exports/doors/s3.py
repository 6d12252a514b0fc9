"""Deliver into an S3-compatible store: one object, never written over, its hash checked there."""

from __future__ import annotations

import base64
from typing import Any, ClassVar
from urllib.parse import urlsplit

import boto3
from botocore.client import Config
from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError
from botocore.exceptions import ConnectionError as NoConnection

from reporting.exports.doors import network
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

_ABSENT, _FORBIDDEN, _CONFLICT, _TAKEN, _FAULT = 404, 403, 409, 412, 500
_TOO_MANY = 429
_HTTPS_PORT = 443


def _endpoint(value: Any) -> str:
    found = text(500)(value)
    parts = urlsplit(found)
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.path.strip("/"):
        raise ValueError("The address of the store: https://store.example.com")
    return found.rstrip("/")


class S3Door:
    """Puts the file into a bucket under prefix and name."""

    is_repeatable: ClassVar[bool] = False
    can_look: ClassVar[bool] = True
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
        client = _client(address, secret, surroundings)
        try:
            return _found(client, parcel, address, is_new=False)
        except Undelivered:
            raise
        except (ClientError, BotoCoreError) as fault:
            raise _judged(fault, is_handed_over=False) from fault

    def send(
        self,
        parcel: Parcel,
        address: Address,
        secret: str,
        surroundings: Surroundings,
        hand_over: HandOver,
    ) -> Receipt:
        """Put the object unless something of that name is there; ask the store what it holds."""
        client = _client(address, secret, surroundings)
        handed_over = False
        try:
            standing = _found(client, parcel, address, is_new=False)
            if standing is not None:
                return standing
            hand_over()
            handed_over = True
            with parcel.path.open("rb") as file:
                _put(client, parcel, address, file)
            put = _found(client, parcel, address, is_new=True)
        except Undelivered:
            raise
        except (ClientError, BotoCoreError) as fault:
            raise _judged(fault, is_handed_over=handed_over) from fault
        return put or _receipt(parcel, address, {}, is_new=True)


def _client(address: Address, secret: str, surroundings: Surroundings) -> Any:
    parts = urlsplit(address["endpoint"])
    port = parts.port or (_HTTPS_PORT if parts.scheme == "https" else 80)
    network.addresses(str(parts.hostname), port, surroundings, private_ok=True)
    return boto3.session.Session().client(
        "s3",
        endpoint_url=address["endpoint"],
        region_name=address["region"],
        aws_access_key_id=address["access_key_id"],
        aws_secret_access_key=secret,
        verify=surroundings.ca_file or True,
        config=Config(
            signature_version="s3v4",
            connect_timeout=surroundings.connect_seconds,
            read_timeout=surroundings.answer_seconds,
            retries={"total_max_attempts": 1},
            proxies={},
            s3={"addressing_style": "path"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )


def _put(client: Any, parcel: Parcel, address: Address, file: Any) -> None:
    client.put_object(
        Bucket=address["bucket"],
        Key=_key(parcel, address),
        Body=file,
        ContentLength=parcel.size_bytes,
        ContentType=parcel.media_type,
        ChecksumSHA256=base64.b64encode(bytes.fromhex(parcel.sha256)).decode(),
        IfNoneMatch="*",
        Metadata={"sha256": parcel.sha256, "delivery": parcel.key},
    )


def _found(client: Any, parcel: Parcel, address: Address, *, is_new: bool) -> Receipt | None:
    """Return the receipt of the object that lies there; refuse where it is something else."""
    key = _key(parcel, address)
    try:
        head = client.head_object(Bucket=address["bucket"], Key=key)
    except ClientError as fault:
        # Who may only put is told "forbidden" of what is not there.
        if _status(fault) in {_ABSENT, _FORBIDDEN}:
            return None
        raise
    same = head["ContentLength"] == parcel.size_bytes
    if same and head.get("Metadata", {}).get("sha256") == parcel.sha256:
        return _receipt(parcel, address, head, is_new=is_new)
    raise Refused("name_taken", f"{key} is there already and holds something else.")


def _receipt(parcel: Parcel, address: Address, head: Any, *, is_new: bool) -> Receipt:
    return {
        "endpoint": address["endpoint"],
        "bucket": address["bucket"],
        "key": _key(parcel, address),
        "etag": str(head.get("ETag", "")).strip('"'),
        "size_bytes": parcel.size_bytes,
        "checked_sha256": parcel.sha256,
        "was_there": not is_new,
    }


def _judged(fault: ClientError | BotoCoreError, *, is_handed_over: bool) -> Undelivered:
    words = network.said(fault)
    if not isinstance(fault, ClientError):
        if is_handed_over and not isinstance(fault, ConnectTimeoutError):
            return Unanswered("no_answer", words)
        kind = "no_connection" if isinstance(fault, NoConnection) else "broken_off"
        return Unreachable(kind, words)
    status = _status(fault)
    if status == _TAKEN:
        return Unanswered("name_taken", words)
    if status >= _FAULT or status in {_CONFLICT, _TOO_MANY}:
        return Unanswered("not_taken", words) if is_handed_over else Unreachable("not_taken", words)
    return Refused("refused", words)


def _status(fault: ClientError) -> int:
    return int(fault.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def _key(parcel: Parcel, address: Address) -> str:
    return f"{address['prefix']}{parcel.name}"
