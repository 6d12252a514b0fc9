"""The cast of every test: Alice proposes, Bob confirms, Charlie only looks."""

from __future__ import annotations

from itertools import count

from config.accounts.models import User
from config.accounts.operations import open_account
from config.accounts.roles import Role

_numbers = count(1)


def make_user(
    *roles: Role, username: str = "", employee_no: str = "", password: str | None = None
) -> User:
    """Open an account with these roles; each call is another person unless told otherwise."""
    number = next(_numbers)
    return open_account(
        username=username or f"user{number}",
        display_name=username.title() or f"User {number}",
        employee_no=employee_no or f"E{number:05}",
        roles=roles,
        password=password,
    )


def make_alice() -> User:
    """Return Alice, who may propose and run everything."""
    return make_user(
        Role.REGISTRAR, Role.ANALYST, Role.DISCLOSURE_OFFICER, username="alice", employee_no="E-A"
    )


def make_bob() -> User:
    """Return Bob, who may confirm everything."""
    return make_user(Role.REVIEWER, username="bob", employee_no="E-B")


def make_charlie() -> User:
    """Return Charlie, who may look at everything and change nothing."""
    return make_user(Role.AUDITOR, username="charlie", employee_no="E-C")
