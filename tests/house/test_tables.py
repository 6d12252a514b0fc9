"""Every table: what one row is, what it refuses, and who may write."""

from __future__ import annotations

import inspect
import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from config.kernel.models import AppendOnly, Fact, Proposed, Versioned
from config.kernel.protection import SERVICE_ROLES, role_name

OURS = ("config.", "projects", "trusts", "reporting")
MODELS = sorted(
    (model for model in apps.get_models() if model.__module__.startswith(OURS)),
    key=lambda model: model._meta.label,
)
GUARDED = [model for model in MODELS if issubclass(model, AppendOnly | Proposed)]


def label(model: type[models.Model]) -> str:
    return model._meta.label


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_a_model_says_in_one_sentence_what_a_row_is(model: type[models.Model]) -> None:
    first = inspect.cleandoc(model.__dict__.get("__doc__") or "").split("\n\n")[0]
    assert re.fullmatch(r"[A-Z].*\.", first, re.DOTALL), f"{label(model)}: {first!r}"
    assert not first.startswith(f"{model.__name__}("), f"{label(model)} has no docstring"


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_no_number_of_ours_is_a_float_and_no_list_is_ordered_behind_our_back(
    model: type[models.Model],
) -> None:
    floats = [f.name for f in model._meta.get_fields() if isinstance(f, models.FloatField)]
    assert not floats
    assert not model._meta.ordering


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_nothing_is_deleted_because_something_else_was(model: type[models.Model]) -> None:
    loose = [
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and field.remote_field.on_delete is not models.PROTECT
    ]
    assert not loose or label(model) == "jobs.Outbox"


@pytest.mark.django_db
@pytest.mark.parametrize("model", GUARDED, ids=label)
def test_the_database_guards_the_table(model: type[models.Model]) -> None:
    wanted = {"kernel_1_no_truncate"}
    wanted |= {"kernel_1_no_change"} if issubclass(model, AppendOnly) else set()
    wanted |= {"kernel_2_stamp"} if issubclass(model, Fact) else set()
    wanted |= {"kernel_1_no_delete", "kernel_2_guard"} if issubclass(model, Proposed) else set()
    wanted |= {"kernel_3_version"} if issubclass(model, Versioned) else set()
    with connection.cursor() as cursor:
        cursor.execute(
            "select tgname from pg_trigger where tgrelid = %s::regclass and tgenabled = 'O'",
            [model._meta.db_table],
        )
        assert wanted <= {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db
@pytest.mark.parametrize("model", GUARDED, ids=label)
def test_no_service_role_may_change_or_remove_a_row(model: type[models.Model]) -> None:
    table = model._meta.db_table
    frozen = {field.column for field in model._meta.concrete_fields}
    frozen -= set(getattr(model, "decision_columns", ()))
    with connection.cursor() as cursor:
        for role in map(role_name, SERVICE_ROLES):
            for right in ("delete", "truncate", "trigger"):
                cursor.execute("select has_table_privilege(%s, %s, %s)", [role, table, right])
                assert not cursor.fetchone()[0], f"{role} may {right}"
            for column in sorted(frozen):
                cursor.execute(
                    "select has_column_privilege(%s, %s, %s, 'update')", [role, table, column]
                )
                assert not cursor.fetchone()[0], f"{role} may change {column}"


@pytest.mark.django_db
@pytest.mark.parametrize("model", GUARDED, ids=label)
@pytest.mark.parametrize("act", ["update {} set id = id", "delete from {}", "truncate {} cascade"])
def test_raw_sql_is_refused(model: type[models.Model], act: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act.format(model._meta.db_table))


@pytest.mark.django_db
def test_the_report_role_writes_nowhere_and_no_role_owns_a_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname from pg_class c where c.relkind in ('r', 'p')"
            " and c.relnamespace = 'public'::regnamespace and ("
            " has_table_privilege(%s, c.oid, 'insert, update, delete, truncate')"
            " or pg_get_userbyid(c.relowner) = any(%s))",
            [role_name("report"), [role_name(role) for role in SERVICE_ROLES]],
        )
        assert not cursor.fetchall()


@pytest.mark.django_db
def test_no_migration_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=1)
    assert "No changes detected" in capsys.readouterr().out
