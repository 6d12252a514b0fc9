"""Deliver by SFTP: written aside, read back, renamed; only to a host whose key is known."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from posixpath import join
from typing import Any, ClassVar

import paramiko

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
    switch,
    text,
    unfit_secret,
    whole,
)

_BLOCK = 1 << 15
_PRIVATE_KEY = "-----BEGIN"
_KINDS = (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey)
#: A kind of key may be proven with several signatures; SHA-1 is none of them.
_PROOFS = {"ssh-rsa": ("rsa-sha2-512", "rsa-sha2-256")}


def _host_key(value: Any) -> str:
    words = text(2000)(value).split()
    try:
        kind, encoded = words[0], base64.b64decode(words[1], validate=True)
    except (IndexError, binascii.Error) as fault:
        raise ValueError("The host's public key as ssh-keyscan writes it: kind and key.") from fault
    if encoded[4 : 4 + len(kind)] != kind.encode():
        raise ValueError("The host's public key is of another kind than it says.")
    return f"{words[0]} {words[1]}"


class SftpDoor:
    """Puts the file into a folder of an SFTP server, under its own name, whole or not at all."""

    is_repeatable: ClassVar[bool] = False
    needs_secret: ClassVar[bool] = True
    ITEMS = (
        Item("host", text(253), is_required=True),
        Item("port", whole(1, 65535), default=22),
        Item("user", text(100), is_required=True),
        Item("folder", text(500), default="."),
        Item("host_key", _host_key, is_required=True),
        Item("read_back", switch, default=True),
    )

    def read_address(self, given: Address) -> dict[str, Any]:
        """Return the address with its defaults."""
        return read_items(given, self.ITEMS)

    def check_secret(self, secret: str) -> None:
        """Refuse a private key that cannot be read; anything else is a password."""
        if secret.lstrip().startswith(_PRIVATE_KEY):
            _private_key(secret)

    def wants_link(self, parcel_bytes: int, address: Address) -> bool:  # noqa: ARG002
        """Return that the file itself leaves, however large."""
        return False

    def look(
        self, parcel: Parcel, address: Address, secret: str, surroundings: Surroundings
    ) -> Receipt | None:
        """Return the receipt of a file that lies there under the name, if it is the same."""
        with _session(address, secret, surroundings) as client:
            return _found(client, parcel, address)

    def send(
        self,
        parcel: Parcel,
        address: Address,
        secret: str,
        surroundings: Surroundings,
        hand_over: HandOver,
    ) -> Receipt:
        """Write the file under a passing name, read it back, then give it its own."""
        with _session(address, secret, surroundings) as client:
            standing = _found(client, parcel, address)
            if standing is not None:
                return standing
            aside = join(address["folder"], f".{parcel.name}.{parcel.key}.part")
            with parcel.path.open("rb") as file:
                client.putfo(file, aside, file_size=parcel.size_bytes, confirm=True)
            if address["read_back"] and _hash(client, aside) != parcel.sha256:
                raise Unreachable("read_back", f"{aside} does not read back as it was sent.")
            hand_over()
            try:
                # Unlike posix-rename, this one never writes over what is there.
                client.rename(aside, _place(parcel, address))
            except OSError as fault:
                raise Unanswered("not_renamed", network.said(fault)) from fault
            return _receipt(parcel, address, is_new=True)


@contextmanager
def _session(
    address: Address, secret: str, surroundings: Surroundings
) -> Iterator[paramiko.SFTPClient]:
    """Enter the server, whose key is the one that two people confirmed; leave it again."""
    host, port = address["host"], address["port"]
    connection = network.connect(host, port, surroundings, private_ok=True)
    with connection, network.deadline(connection, surroundings.total_seconds):
        transport = paramiko.Transport(connection)
        transport.banner_timeout = surroundings.answer_seconds
        transport.handshake_timeout = surroundings.answer_seconds
        transport.auth_timeout = surroundings.answer_seconds
        try:
            _enter(transport, address, secret, surroundings)
            client = paramiko.SFTPClient.from_transport(transport)
            if client is None:
                raise Unreachable("no_sftp", f"{host}: no SFTP session.")
            channel = client.get_channel()
            if channel is not None:
                channel.settimeout(surroundings.answer_seconds)
            yield client
        except Undelivered:
            raise
        except paramiko.AuthenticationException as fault:
            raise Refused("not_let_in", f"{host}: {network.said(fault)}") from fault
        except PermissionError as fault:
            raise Refused("not_permitted", f"{host}: {network.said(fault)}") from fault
        except FileNotFoundError as fault:
            raise Refused("no_folder", f"{host}: {network.said(fault)}") from fault
        except (OSError, EOFError, paramiko.SSHException) as fault:
            raise Unreachable("broken_off", f"{host}: {network.said(fault)}") from fault
        finally:
            transport.close()


def _enter(
    transport: paramiko.Transport, address: Address, secret: str, surroundings: Surroundings
) -> None:
    kind, encoded = address["host_key"].split()
    options = transport.get_security_options()
    offered = [each for each in options.key_types if each in _PROOFS.get(kind, (kind,))]
    if not offered:
        raise Refused("host_key_kind", f"A host key of the kind {kind} proves nothing any more.")
    options.key_types = offered
    transport.start_client(timeout=surroundings.answer_seconds)
    shown = transport.get_remote_server_key()
    if shown.asbytes() != base64.b64decode(encoded):
        raise Refused("other_host_key", f"{address['host']} shows another key: {_print(shown)}")
    if secret.lstrip().startswith(_PRIVATE_KEY):
        transport.auth_publickey(address["user"], _private_key(secret))
    else:
        transport.auth_password(address["user"], secret)


def _print(key: paramiko.PKey) -> str:
    digest = hashlib.sha256(key.asbytes()).digest()
    return f"SHA256:{base64.b64encode(digest).decode().rstrip('=')}"


def _private_key(secret: str) -> paramiko.PKey:
    for kind in _KINDS:
        try:
            return kind.from_private_key(io.StringIO(secret))
        except (paramiko.SSHException, ValueError):
            continue
    raise unfit_secret("A private key is written in PEM, without a passphrase.")


def _place(parcel: Parcel, address: Address) -> str:
    return join(address["folder"], parcel.name)


def _found(client: paramiko.SFTPClient, parcel: Parcel, address: Address) -> Receipt | None:
    """Return the receipt of what lies there; refuse to write over something else."""
    place = _place(parcel, address)
    try:
        size = client.stat(place).st_size
    except FileNotFoundError:
        return None
    if size == parcel.size_bytes and (
        not address["read_back"] or _hash(client, place) == parcel.sha256
    ):
        return _receipt(parcel, address, is_new=False)
    raise Refused("name_taken", f"{place} is there already and holds something else.")


def _hash(client: paramiko.SFTPClient, place: str) -> str:
    digest = hashlib.sha256()
    with client.open(place, "rb") as file:
        file.prefetch()
        for block in iter(lambda: file.read(_BLOCK), b""):
            digest.update(block)
    return digest.hexdigest()


def _receipt(parcel: Parcel, address: Address, *, is_new: bool) -> Receipt:
    return {
        "host": address["host"],
        "port": address["port"],
        "path": _place(parcel, address),
        "size_bytes": parcel.size_bytes,
        "read_back_sha256": parcel.sha256 if address["read_back"] else None,
        "was_there": not is_new,
    }
