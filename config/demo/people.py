"""The sample accounts, their passwords made anew for this home and kept beside its data."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from config.accounts.models import User
from config.accounts.operations import open_account
from config.accounts.roles import Role
from config.demo.portfolio import PEOPLE


@dataclass(frozen=True)
class Cast:
    """Who acts in the main job."""

    registrar: User
    analyst: User
    officer: User
    reviewer: User


def open_sample_accounts(*, passwords: Path) -> Cast:
    """
    Open the sample accounts that are missing; return the four who act.

    A password is random and is written to ``passwords``, which only its owner reads.
    """
    kept: dict[str, str] = json.loads(passwords.read_text("utf-8")) if passwords.exists() else {}
    users = {}
    for person in PEOPLE:
        user = User.objects.filter(username=person.username).first()
        if user is None or person.username not in kept:
            kept[person.username] = secrets.token_urlsafe(9)
        if user is None:
            user = open_account(
                username=person.username,
                display_name=person.display_name,
                employee_no=person.employee_no,
                roles=[Role(role) for role in person.roles],
            )
        if not user.check_password(kept[person.username]):
            user.set_password(kept[person.username])
            user.save(update_fields=["password"])
        users[person.username] = user
    _write_private(passwords, json.dumps(kept, indent=2) + "\n")
    return Cast(users["registrar"], users["analyst"], users["officer"], users["reviewer"])


def _write_private(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
