"""manage.py prepare_database: make the roles and the database on an outside server."""

import os
from typing import Any

import psycopg
from django.core.management import BaseCommand, CommandError, CommandParser

from config.embedded.bootstrap import ROLES, bootstrap_roles
from config.embedded.postgres import role_prefix
from config.embedded.trouble import ServerTrouble


class Command(BaseCommand):
    """Make on an outside server what the embedded one has from the start."""

    help = (
        "Make the roles <prefix>_owner, _app, _worker, _report and the database on an outside "
        "server. Connects by DATABASE_URL_SUPERUSER (a superuser, or CREATEROLE and CREATEDB). "
        "Passwords come from OWNER_PASSWORD, APP_PASSWORD, WORKER_PASSWORD and REPORT_PASSWORD, "
        "each after the prefix: GREEN_APP_PASSWORD. May be run again."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--database", default="green", help="the database to make")

    def handle(self, database: str, **_options: Any) -> None:
        prefix = role_prefix()
        url = os.environ.get("DATABASE_URL_SUPERUSER")
        if not url:
            raise CommandError(
                "DATABASE_URL_SUPERUSER is not set. Give the address of a superuser: "
                "postgres://postgres:password@host:5432/postgres"
            )
        names = {kind: f"{prefix}_{kind}_PASSWORD".upper() for kind in ROLES}
        passwords = {kind: os.environ[name] for kind, name in names.items() if os.environ.get(name)}
        try:
            with psycopg.connect(url, autocommit=True, connect_timeout=10) as connection:
                bootstrap_roles(connection, prefix=prefix, database=database, passwords=passwords)
        except psycopg.OperationalError as error:
            raise CommandError(f"The server cannot be reached: {error}") from error
        except ServerTrouble as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stdout.write(f"Database {database} with roles {prefix}_{'|'.join(ROLES)} is ready.")
        for kind, name in names.items():
            if kind not in passwords:
                self.stdout.write(f"{prefix}_{kind}: password left as it is; {name} is not set.")
