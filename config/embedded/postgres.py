"""The embedded PostgreSQL: ensure() it runs, stop() it, ask its status()."""

from config.embedded.cluster import Address, PostgresServer, Status, role_prefix
from config.embedded.places import home
from config.embedded.sharing import server_in

__all__ = [
    "Address",
    "Status",
    "ensure",
    "leave",
    "remove",
    "role_prefix",
    "start",
    "status",
    "stop",
]


def ensure() -> Address:
    """Have PostgreSQL running, with its roles and database, for as long as this process lives.

    Safe from any number of processes at once. Raise ServerTrouble, in words, when it cannot be.
    """
    server = _server()
    server.ensure()
    return server.address


def start() -> Address:
    """Have PostgreSQL running, and let it run on when the last process has left."""
    address = ensure()
    _server().keep.touch()
    return address


def stop(*, force: bool = False) -> None:
    """Stop PostgreSQL. Raise ServerTrouble when other processes use it, unless forced."""
    _server().stop(force=force)


def leave() -> None:
    """Give up this process's share before its end; the last one out stops the server."""
    _server().leave()


def remove() -> None:
    """Stop PostgreSQL and delete its data. Raise ServerTrouble when other processes use it."""
    _server().remove()


def status() -> Status:
    """Return what is known of the server, starting nothing."""
    return _server().status()


def _server() -> PostgresServer:
    return server_in(PostgresServer, home() / "pg")
