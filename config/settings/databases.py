"""Which database, and under which of the house's roles, this process speaks to it."""

from __future__ import annotations

import sys
from typing import Any

from config.settings import env

ROLE_PREFIX = env.text("DATABASE_ROLE_PREFIX", "green")

#: What each role may take of the server's time.
TIMEOUTS = {
    "owner": {"statement_timeout": "0", "lock_timeout": "10s"},
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
    "report": {"statement_timeout": "5min", "default_transaction_read_only": "on"},
}
#: Commands that change tables or rights; all others work under a service role.
OWNER_COMMANDS = {"migrate", "sqlmigrate", "makemigrations", "test", "flush", "prepare_database"}


def role_of_this_process() -> str:
    """Return owner, app, worker or report, by what this process was started for."""
    process = env.text("GREEN_TRUST_PROCESS")
    if process in {"worker", "beat"}:
        return "worker"
    if process in {"owner", "report"}:
        return process
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS:
        return "owner"
    return "app"


def connection(role: str, *, pooled: bool = False) -> dict[str, Any]:
    """
    Return Django's settings for a connection under ``role``.

    With ``DATABASE_URL`` the login of that address takes the role on at connection, or
    ``DATABASE_URL_APP``, ``_WORKER``, ``_REPORT``, ``_OWNER`` name a login each. Without,
    the embedded server is started and each role logs in as itself.
    """
    own = env.database_url(f"DATABASE_URL_{role.upper()}")
    outside = own or env.database_url("DATABASE_URL")
    settings_: dict[str, str] = dict(TIMEOUTS[role])
    if outside and not own and role != "owner":
        settings_["role"] = f"{ROLE_PREFIX}_{role}"
    options: dict[str, Any] = {
        "options": " ".join(f"-c {key}={value}" for key, value in settings_.items()),
        "connect_timeout": 3,
        "tcp_user_timeout": 5000,
        "keepalives_idle": 30,
        "application_name": f"green-trust {role}",
    }
    if pooled:
        options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
    base: dict[str, Any] = {
        "CONN_MAX_AGE": 0 if pooled else 60,
        "CONN_HEALTH_CHECKS": not pooled,
        "DISABLE_SERVER_SIDE_CURSORS": False,
    }
    if outside:
        options.update(outside.pop("OPTIONS"))
        return {"ENGINE": "django.db.backends.postgresql", **outside, **base, "OPTIONS": options}
    return {
        "ENGINE": "config.embedded.backend",
        "NAME": "green",
        "USER": f"{ROLE_PREFIX}_{role}",
        **base,
        "OPTIONS": options,
    }


EMBEDDED = not env.text("DATABASE_URL")
