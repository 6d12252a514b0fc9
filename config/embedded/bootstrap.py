"""The database's roles, on our server or on an outside one: who may do what, and for how long."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psycopg import Connection, sql
from psycopg.errors import InsufficientPrivilege

from config.embedded.trouble import ServerTrouble

ROLES: Mapping[str, Mapping[str, str]] = {
    "owner": {"lock_timeout": "10s"},
    "app": {
        "statement_timeout": "30s",
        "lock_timeout": "5s",
        "idle_in_transaction_session_timeout": "60s",
    },
    "worker": {
        "statement_timeout": "30min",
        "lock_timeout": "30s",
        "idle_in_transaction_session_timeout": "30min",
    },
    "report": {"default_transaction_read_only": "on", "statement_timeout": "5min"},
}
EDITION = 1  # count up when the grants below change, so that standing servers get them
POWERS = ("rolsuper", "rolcreaterole", "rolreplication", "rolbypassrls")


@dataclass(frozen=True)
class _Role:
    name: str
    is_owner: bool
    settings: Mapping[str, str]


def bootstrap_roles(
    superuser_connection: Connection[Any],
    *,
    prefix: str = "green",
    database: str = "green",
    passwords: Mapping[str, str] | None = None,
) -> None:
    """Make the roles `<prefix>_owner|app|worker|report` and the database; again changes nothing.

    The connection is autocommit, on any database of the server, as a superuser or a role with
    CREATEROLE and CREATEDB. `passwords` maps "owner", "app", ... to their passwords; without one a
    role's password stays as it is. Raise ServerTrouble when a role of that name has powers that
    it must not have and that cannot be taken from it, or the database is somebody else's.
    """
    roles = {
        kind: _Role(f"{prefix}_{kind}", kind == "owner", settings)
        for kind, settings in ROLES.items()
    }
    try:
        for kind, role in roles.items():
            _make_role(superuser_connection, role, (passwords or {}).get(kind))
        _make_database(superuser_connection, database, roles["owner"].name)
        _grant(superuser_connection, database, [role.name for role in roles.values()])
        superuser_connection.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                sql.Identifier(database), sql.Literal(_seal(prefix))
            )
        )
    except InsufficientPrivilege as error:
        raise ServerTrouble(
            f"The database server refused: {error}",
            remedy="Connect as a superuser, or as a role with CREATEROLE and CREATEDB.",
        ) from error


def is_prepared(
    connection: Connection[Any], *, prefix: str = "green", database: str = "green"
) -> bool:
    """Return whether bootstrap_roles, as it stands in this version, was completed."""
    row = connection.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
        [database],
    ).fetchone()
    return row is not None and row[0] == _seal(prefix)


def _seal(prefix: str) -> str:
    edition = hashlib.sha256(f"{prefix} {ROLES} {EDITION}".encode()).hexdigest()[:12]
    return f"green trust, roles {edition}"


def _make_role(connection: Connection[Any], role: _Role, password: str | None) -> None:
    name = sql.Identifier(role.name)
    query = sql.SQL("SELECT {} FROM pg_roles WHERE rolname = %s").format(
        sql.SQL(", ").join(map(sql.Identifier, (*POWERS, "rolcreatedb", "rolcanlogin")))
    )
    standing = connection.execute(query, [role.name]).fetchone()
    if standing is None:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(name))
        standing = (*(False for _ in POWERS), False, True)
    wanted = (*(False for _ in POWERS), role.is_owner, True)
    for power, has, should in zip(
        (*POWERS, "rolcreatedb", "rolcanlogin"), standing, wanted, strict=True
    ):
        if has != should:
            word = {"rolsuper": "SUPERUSER", "rolcanlogin": "LOGIN"}.get(power, power[3:].upper())
            change = sql.SQL(word if should else f"NO{word}")
            connection.execute(sql.SQL("ALTER ROLE {} {}").format(name, change))
    for setting, value in role.settings.items():
        connection.execute(
            sql.SQL("ALTER ROLE {} SET {} TO {}").format(
                name, sql.Identifier(setting), sql.Literal(value)
            )
        )
    if password is not None:
        connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, sql.Literal(password)))


def _make_database(connection: Connection[Any], database: str, owner: str) -> None:
    name, owner_name = sql.Identifier(database), sql.Identifier(owner)
    row = connection.execute(
        "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s", [database]
    ).fetchone()
    if row is not None:
        if row[0] != owner:
            raise ServerTrouble(
                f"The database {database} exists and belongs to {row[0]}, not to {owner}.",
                remedy=f"Name another database, or ALTER DATABASE {database} OWNER TO {owner}.",
            )
        return
    if not _is_superuser(connection):  # an owner can be named only by a member of it
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(owner_name))
    provider = (
        "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'"
        if connection.info.server_version >= 170000  # noqa: PLR2004
        else ""
    )
    connection.execute(
        sql.SQL(
            "CREATE DATABASE {} OWNER {} ENCODING 'UTF8' LOCALE 'C.UTF-8' {} TEMPLATE template0"
        ).format(name, owner_name, sql.SQL(provider))
    )


def _is_superuser(connection: Connection[Any]) -> bool:
    row = connection.execute(
        "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    return bool(row and row[0])


def _grant(connection: Connection[Any], database: str, roles: list[str]) -> None:
    name = sql.Identifier(database)
    everyone = sql.SQL(", ").join(map(sql.Identifier, roles))
    connection.execute(sql.SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC").format(name))
    connection.execute(
        sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}").format(name, everyone)
    )
    connection.execute(sql.SQL("ALTER DATABASE {} SET timezone TO 'UTC'").format(name))
    owner, *service = map(sql.Identifier, roles)
    # The owner may take each lesser role on: migrations and tests act as them by SET ROLE.
    connection.execute(sql.SQL("GRANT {} TO {}").format(sql.SQL(", ").join(service), owner))
