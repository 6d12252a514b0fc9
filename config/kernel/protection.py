"""The database's own refusals: triggers and grants, derived from what each model is."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import (
    IntegrityError,
    ProgrammingError,
    connections,
    models,
    router,
    transaction,
)
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from config.kernel.models import AppendOnly, Fact, Proposed, Versioned

#: What the service's own logins are called, after the prefix in the settings.
SERVICE_ROLES = ("app", "worker", "report")
_SET_IS_A_RIGHT_OF_ITS_OWN = 160000


def protect_after_migrate(*, using: str, **_kwargs: Any) -> None:
    """Bring triggers and grants to their end state once all migrations have run."""
    protect(connections[using])


def protect(connection: BaseDatabaseWrapper) -> None:
    """
    Put every promise in place: functions, triggers by model class, grants by role.

    The same end state however often it runs; a model that changed its class gets the
    triggers of its new one.
    """
    tables = set(connection.introspection.table_names())
    if "accounts_user" not in tables:
        return
    for role in SERVICE_ROLES:
        _ensure_role(connection, role_name(role))
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(files("config.kernel").joinpath("sql/functions.sql").read_text("utf-8"))
        for model in protected_models(connection.alias):
            if model._meta.db_table in tables:
                _protect_table(cursor, model)
        _grant(cursor, tables)


def protected_models(using: str = "default") -> Iterator[type[models.Model]]:
    """Yield every concrete model that the database must guard."""
    for model in apps.get_models(include_auto_created=True):
        if issubclass(model, AppendOnly | Proposed) and router.allow_migrate_model(using, model):
            yield model


def role_name(role: str) -> str:
    """Return the database's name for one of the house's roles."""
    prefix: str = settings.DATABASE_ROLE_PREFIX
    return f"{prefix}_{role}"


def _ensure_role(connection: BaseDatabaseWrapper, name: str) -> None:
    """Have the role; on an outside server, the login that migrates may take it on."""
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            _make_role(cursor, name)
    except (IntegrityError, ProgrammingError):
        # Roles belong to the whole server: another database's migration may just have made it.
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            _make_role(cursor, name)


def _make_role(cursor: Any, name: str) -> None:
    cursor.execute("select 1 from pg_roles where rolname = %s", [name])
    if cursor.fetchone() is None:
        cursor.execute(sql.SQL("create role {} nologin").format(sql.Identifier(name)))
    # From PostgreSQL 16 on, who makes a role is a member of it and yet may not take it on.
    version = cursor.connection.info.server_version
    may = "set" if version >= _SET_IS_A_RIGHT_OF_ITS_OWN else "member"
    cursor.execute("select pg_has_role(current_user, %s, %s)", [name, may])
    if not cursor.fetchone()[0] and not settings.EMBEDDED_DATABASE:
        cursor.execute(sql.SQL("grant {} to current_user").format(sql.Identifier(name)))


def _protect_table(cursor: Any, model: type[models.Model]) -> None:
    table = sql.Identifier(model._meta.db_table)
    for name, body in _triggers(model).items():
        cursor.execute(
            sql.SQL("create or replace trigger {} {} on {} {}").format(
                sql.Identifier(name), sql.SQL(body[0]), table, body[1]
            )
        )
    cursor.execute(
        "select attname from pg_attribute where attrelid = %s::regclass and attidentity = 'd'",
        [model._meta.db_table],
    )
    for (column,) in cursor.fetchall():
        cursor.execute(
            sql.SQL("alter table {} alter column {} set generated always").format(
                table, sql.Identifier(column)
            )
        )


def _triggers(model: type[models.Model]) -> dict[str, tuple[str, sql.Composable]]:
    """Return the triggers of a model: name -> (when, what)."""
    refuse = sql.SQL("for each row execute function kernel_refuse_change()")
    refuse_all = sql.SQL("for each statement execute function kernel_refuse_change()")
    found: dict[str, tuple[str, sql.Composable]] = {
        "kernel_1_no_truncate": ("before truncate", refuse_all),
    }
    if issubclass(model, AppendOnly):
        found["kernel_1_no_change"] = ("before update or delete", refuse)
    if issubclass(model, Fact):
        stamp = sql.SQL("for each row execute function kernel_stamp_fact()")
        found["kernel_2_stamp"] = ("before insert", stamp)
    if issubclass(model, Proposed):
        guard = sql.SQL("for each row execute function kernel_guard_proposal()")
        found["kernel_1_no_delete"] = ("before delete", refuse)
        found["kernel_2_guard"] = ("before insert or update", guard)
    if issubclass(model, Versioned):
        columns = [model._meta.get_field(name).column for name in model.identity]  # type: ignore[union-attr]
        arguments = sql.SQL(", ").join(sql.Literal(column) for column in columns)
        version = sql.SQL("for each row execute function kernel_guard_version({})")
        found["kernel_3_version"] = ("before update", version.format(arguments))
    return found


def _grant(cursor: Any, tables: set[str]) -> None:
    """Give each role what the class of each table allows, and no more."""
    by_table = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    roles = {role: sql.Identifier(role_name(role)) for role in SERVICE_ROLES}
    everyone = sql.SQL(", ").join(roles.values())
    cursor.execute(sql.SQL("grant usage on schema public to {}").format(everyone))
    cursor.execute("revoke create on schema public from public")
    for name in sorted(tables):
        table = sql.Identifier(name)
        cursor.execute(sql.SQL("revoke all on {} from {}").format(table, everyone))
        cursor.execute(sql.SQL("grant select on {} to {}").format(table, everyone))
        for role in ("app", "worker"):
            for right in _rights(by_table.get(name), role):
                cursor.execute(sql.SQL("grant {} on {} to {}").format(right, table, roles[role]))
    cursor.execute(
        sql.SQL("grant usage, select on all sequences in schema public to {}, {}").format(
            roles["app"], roles["worker"]
        )
    )
    cursor.execute(sql.SQL("revoke all on sequence kernel_last_pin from {}").format(everyone))


def _rights(model: type[models.Model] | None, role: str) -> list[sql.Composable]:
    """Return what ``role`` may do to the table of ``model`` beyond reading it."""
    if model is None:
        return []
    if issubclass(model, AppendOnly):
        return [sql.SQL("insert")] if role in model.insert_roles else []
    if issubclass(model, Proposed):
        columns = sql.SQL(", ").join(map(sql.Identifier, model.decision_columns))
        return [sql.SQL("insert"), sql.SQL("update ({})").format(columns)]
    if model._meta.label == "migrations.Migration":
        return []
    return [sql.SQL("insert, update, delete")]
