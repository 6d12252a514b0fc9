"""Start-up refuses bad ground: settings of database, broker and disk that would lose facts."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kombu import Connection as BrokerConnection
from psycopg import Connection

from config.kernel.findings import Finding, Severity

OLDEST_SERVER = 150000
LOW_DISK_BYTES = 2 * 2**30


@dataclass(frozen=True)
class _Need:
    """A setting of the server that facts depend on."""

    name: str
    good: frozenset[str]
    message: str
    remedy: str = "ALTER SYSTEM SET {name} = on, then reload."


NEEDS = (
    _Need(
        "server_encoding",
        frozenset({"UTF8"}),
        "The database's encoding is {value} and must be UTF8: it cannot hold Chinese names.",
        "Create the database anew with ENCODING 'UTF8'; manage.py prepare_database does so.",
    ),
    _Need(
        "fsync",
        frozenset({"on"}),
        "fsync is {value} and must be on: without it a power cut breaks the database.",
    ),
    _Need(
        "full_page_writes",
        frozenset({"on"}),
        "full_page_writes is {value} and must be on: without it a power cut tears pages.",
    ),
    _Need(
        "synchronous_commit",
        frozenset({"on", "local", "remote_write", "remote_apply"}),
        "synchronous_commit is {value} and must be on: an answered commit may be lost.",
    ),
    _Need(
        "data_checksums",
        frozenset({"on"}),
        "data_checksums is {value} and must be on: a damaged page would be read as if whole.",
        "Stop the server and run pg_checksums --enable on its data folder.",
    ),
)
OWNED_TABLES = """
SELECT count(*), min(c.relname::text)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  AND n.nspname NOT LIKE 'pg\\_%%' AND pg_has_role(%s, c.relowner, 'MEMBER')
"""


def check_database(connection: Connection[Any]) -> list[Finding]:
    """Return what is wrong with the server and with the role that this connection speaks as."""
    return [
        *_check_version(connection),
        *_check_settings(connection),
        *_check_role(connection),
    ]


def _check_version(connection: Connection[Any]) -> Iterator[Finding]:
    version = connection.info.server_version
    if version < OLDEST_SERVER:
        yield Finding(
            code="server_too_old",
            message="PostgreSQL is version {version}; 15 is the oldest that serves here.",
            field="server_version",
            value=str(version // 10000),
            remedy="Move the database to a newer server.",
            facts={"version": version // 10000},
        )


def _check_settings(connection: Connection[Any]) -> Iterator[Finding]:
    for need in NEEDS:
        value = str(_row(connection, "SELECT current_setting(%s)", need.name)[0])
        if value not in need.good:
            yield Finding(
                code="unsafe_setting",
                message=need.message,
                field=need.name,
                value=value,
                remedy=need.remedy,
                facts={"name": need.name, "value": value},
            )
    zone = _server_time_zone(connection)
    if zone not in {"UTC", "Etc/UTC"}:
        yield Finding(
            code="wrong_time_zone",
            message="The database's time zone is {value} and must be UTC.",
            field="TimeZone",
            value=zone,
            remedy="ALTER DATABASE ... SET timezone TO 'UTC'; manage.py prepare_database does so.",
            facts={"value": zone},
        )


def _check_role(connection: Connection[Any]) -> Iterator[Finding]:
    user, session = _row(connection, "SELECT current_user::text, session_user::text")
    yield from _check_powers(connection, user, Severity.ERROR)
    if session != user:  # SET ROLE can be undone by a RESET ROLE in an injected statement
        yield from _check_powers(connection, session, Severity.WARNING)


def _check_powers(connection: Connection[Any], role: str, severity: Severity) -> Iterator[Finding]:
    remedy = (
        "Let the service log in as an unprivileged role: DATABASE_URL_APP, DATABASE_URL_WORKER."
    )
    is_super, bypasses = _row(
        connection, "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = %s", role
    )
    if is_super or bypasses:
        yield Finding(
            code="role_too_mighty",
            message="The service speaks as {role}, which no rule of the database binds.",
            severity=severity,
            field="user",
            value=role,
            remedy=remedy,
            facts={"role": role},
        )
        return
    count, table = _row(connection, OWNED_TABLES, role)
    if count:
        yield Finding(
            code="role_owns_tables",
            message="The service speaks as {role}, which owns {count} tables ({table}, ...).",
            severity=severity,
            field="user",
            value=role,
            remedy=remedy,
            facts={"role": role, "count": count, "table": table},
        )


def check_broker(url: str) -> list[Finding]:
    """Return what is wrong with the broker; RabbitMQ's queues are declared durable by us."""
    try:
        with BrokerConnection(url, connect_timeout=5) as connection:
            connection.ensure_connection(max_retries=1, timeout=5)
            if connection.transport.driver_type != "redis":
                return []
            channel: Any = connection.default_channel
            client = channel.client
            policy = client.config_get("maxmemory-policy").get("maxmemory-policy", "unknown")
            keeps = bool(client.info("persistence").get("aof_enabled"))
            where = connection.as_uri()
    except Exception as error:  # noqa: BLE001 - whatever the driver raises is the finding
        return [
            Finding(
                code="broker_unreachable",
                message="The broker cannot be asked: {error}",
                field="CELERY_BROKER_URL",
                remedy="Start it, or correct CELERY_BROKER_URL.",
                facts={"error": error},
            )
        ]
    return list(_check_redis(where, policy, keeps=keeps))


def _check_redis(where: str, policy: str, *, keeps: bool) -> Iterator[Finding]:
    if policy != "noeviction":
        yield Finding(
            code="broker_evicts",
            message="The broker throws messages away when memory is short ({policy}).",
            field="maxmemory-policy",
            value=policy,
            remedy="CONFIG SET maxmemory-policy noeviction, and write it into its file.",
            facts={"policy": policy, "broker": where},
        )
    if not keeps:
        yield Finding(
            code="broker_forgets",
            message="The broker forgets its queue when it is killed: its log (AOF) is off.",
            field="appendonly",
            value="no",
            remedy="CONFIG SET appendonly yes, and write it into its file.",
            facts={"broker": where},
        )


def check_disk(folder: Path) -> list[Finding]:
    """Return a warning when the disk that holds `folder` has less than 2 GiB left."""
    standing = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(standing).free
    if free >= LOW_DISK_BYTES:
        return []
    return [
        Finding(
            code="low_disk",
            message="Only {free_mb} MB are free on the disk that holds {folder}.",
            severity=Severity.WARNING,
            field="GREEN_TRUST_HOME",
            value=str(folder),
            remedy="Free some space, or move the data to a larger disk.",
            facts={"free_mb": free // 2**20, "folder": folder},
        )
    ]


def _server_time_zone(connection: Connection[Any]) -> str:
    """Return the zone a session begins with: Django sets its own on each connection."""
    return str(_row(connection, "SELECT reset_val FROM pg_settings WHERE name = 'TimeZone'")[0])


def _row(connection: Connection[Any], query: str, *values: object) -> tuple[Any, ...]:
    row = connection.execute(query, values or None).fetchone()
    if row is None:
        raise LookupError(query)
    return tuple(row)
