"""A small collection: two departments, a year, an owner in each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from config.accounts.models import Department, User
from config.accounts.roles import Role
from config.kernel import proposals
from config.kernel.periods import Period
from reporting.collection import operations
from reporting.collection.models import CollectedEntry, CollectionPeriod, CollectionTask
from tests import people

PDF = b"%PDF-1.4\n% sample bill {}\n%%EOF\n"


@pytest.fixture
def office(db: None) -> Department:
    """Return the department that pays the bills."""
    return Department.objects.create(code="office", name_zh="综合管理部", name_en="Office")


@pytest.fixture
def owner(office: Department) -> User:
    """Return the data owner of that department, who may enter and nothing else."""
    user = people.make_user(Role.DATA_OWNER, username="owner", employee_no="E-O")
    user.department = office
    user.save(update_fields=["department"])
    return user


@pytest.fixture
def year(alice: User) -> CollectionPeriod:
    """Return the collection of 2025."""
    return operations.open_period(period=Period.year(2025), by=alice, reason="test")


@pytest.fixture
def ask(
    alice: User, year: CollectionPeriod, office: Department, owner: User
) -> Callable[..., CollectionTask]:
    """Return what asks for a quantity; power in kWh unless told otherwise."""

    def add(**given: Any) -> CollectionTask:
        said: dict[str, Any] = {
            "period": year,
            "code": "E-OP-08",
            "name_zh": "营业办公电力",
            "name_en": "Electricity",
            "unit": "kWh",
            "department": office,
            "owner": owner,
            "evidence_required": False,
            "by": alice,
            "reason": "test",
        }
        return operations.add_task(**(said | given))

    return add


@pytest.fixture
def submit(owner: User) -> Callable[..., CollectedEntry]:
    """Return what submits an answer of the owner."""

    def enter(task: CollectionTask, value: Any = None, **given: Any) -> CollectedEntry:
        said: dict[str, Any] = {"by": owner, "reason": "test", "known_at": timezone.now()}
        return operations.submit_entry(task=task, value=value, **(said | given))

    return enter


@pytest.fixture
def answer(submit: Callable[..., CollectedEntry], bob: User) -> Callable[..., CollectedEntry]:
    """Return what submits an answer and has a second person confirm it."""

    def enter(task: CollectionTask, value: Any = None, **given: Any) -> CollectedEntry:
        row = submit(task, value, **given)
        return proposals.confirm(row, by=bob, seen_sha256=row.content_sha256)

    return enter
