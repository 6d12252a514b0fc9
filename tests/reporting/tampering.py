"""What somebody with the database owner's powers could do: change a row with all guards off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from tests.conftest import speak_as


def tamper(database: str, table: str, statement: str, parameters: Sequence[Any] = ()) -> None:
    """Run a statement as the owner of ``table`` with its triggers off; then be the app again."""
    speak_as("owner", database=database)
    with connection.cursor() as cursor:
        cursor.execute(f"alter table {table} disable trigger user")
        cursor.execute(statement, parameters)
        cursor.execute(f"alter table {table} enable trigger user")
    speak_as("app", database=database)
