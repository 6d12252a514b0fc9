"""Connect to a host: its addresses looked up once, judged, and the judged one is called."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from reporting.exports.doors.door import Refused, Surroundings, Unreachable

#: IPv6 addresses that lead to an IPv4 one: it is the latter that is judged.
_TRANSLATED = IPv6Network("64:ff9b::/96")
_Ip = IPv4Address | IPv6Address


def connect(
    host: str, port: int, surroundings: Surroundings, *, private_ok: bool = False
) -> socket.socket:
    """
    Return a connection to ``host``, whose addresses are looked up once and judged.

    ``private_ok`` lets a company's own networks pass (10.0.0.0/8 and the like), never this
    machine itself, link-local addresses (where clouds keep their keys) or multicast. What the
    installation allows by name passes always.

    :raises Refused: if one of the addresses may not be entered.
    :raises Unreachable: if the host is not known, or none of its addresses answers.
    """
    fault: OSError = OSError("no address")
    for address in addresses(host, port, surroundings, private_ok=private_ok):
        try:
            return socket.create_connection(address, timeout=surroundings.connect_seconds)
        except OSError as problem:
            fault = problem
    raise Unreachable("no_connection", f"{host}:{port}: {said(fault)}") from fault


def addresses(
    host: str, port: int, surroundings: Surroundings, *, private_ok: bool = False
) -> list[tuple[str, int]]:
    """
    Return the addresses of a host, each judged.

    :raises Refused: if one of them may not be entered.
    :raises Unreachable: if the host is not known.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        raise Unreachable("host_unknown", f"{host}: {said(fault)}") from fault
    texts = list(dict.fromkeys(str(each[4][0]) for each in found))
    for each in texts:
        if not may_be_entered(each, surroundings, private_ok=private_ok):
            raise Refused("address_not_allowed", f"{host} leads to {each}, which is not public.")
    return [(each, port) for each in texts]


def may_be_entered(text: str, surroundings: Surroundings, *, private_ok: bool = False) -> bool:
    """Return whether an address may be called."""
    address = _inner(ip_address(text.partition("%")[0]))
    if any(address in network for network in surroundings.allowed_networks):
        return True
    if address.is_multicast or address.is_loopback or address.is_link_local:
        return False
    if address.is_unspecified or address.is_reserved:
        return False
    return address.is_global or (private_ok and address.is_private)


def _inner(address: _Ip) -> _Ip:
    """Return the IPv4 address that an IPv6 one stands for; itself if it stands for none."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address.sixtofour:
        return address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def trust(surroundings: Surroundings) -> ssl.SSLContext:
    """Return what certificates are checked against: the system's authorities, and the house's."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if surroundings.ca_file:
        context.load_verify_locations(surroundings.ca_file)
    return context


@contextmanager
def deadline(connection: socket.socket, seconds: float) -> Iterator[None]:
    """Cut the connection once so many seconds are over, however slowly the other side drips."""

    def cut() -> None:
        # The plain socket's own: a TLS one would forget its state under the reader's feet.
        try:
            socket.socket.shutdown(connection, socket.SHUT_RDWR)
        except OSError:
            return

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def said(fault: BaseException) -> str:
    """Return what went wrong in words; its kind, where it has none."""
    return f"{type(fault).__name__}: {fault}".rstrip(": ")[:500]
