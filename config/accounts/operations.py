"""Give accounts and roles."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from config.accounts.models import Department, RoleAssignment, User
from config.accounts.roles import Role
from config.kernel.errors import DomainError


class DutiesNotSeparate(DomainError):
    """{who} would both propose and confirm: {roles} are not given to one person."""

    code = "duties_not_separate"


#: Roles that propose, none of which the person who confirms may hold.
PROPOSING = frozenset(
    {
        Role.REGISTRAR,
        Role.ANALYST,
        Role.DISCLOSURE_OFFICER,
        Role.DATA_OWNER,
        Role.INTEGRATION,
    }
)
CHECKING = frozenset({Role.REVIEWER, Role.AUDITOR})


@transaction.atomic
def open_account(
    *,
    username: str,
    display_name: str,
    employee_no: str,
    roles: Collection[Role],
    password: str | None = None,
    is_staff: bool = True,
) -> User:
    """
    Open an account and give it its roles.

    :raises DutiesNotSeparate: if one person would hold proposing and checking roles.
    """
    user = User(
        username=username, display_name=display_name, employee_no=employee_no, is_staff=is_staff
    )
    if password:
        user.set_password(password)
    else:
        user.set_unusable_password()
    user.save()
    give_roles(user=user, roles=roles)
    return user


@transaction.atomic
def give_roles(
    *, user: User, roles: Collection[Role], department: Department | None = None
) -> None:
    """
    Give ``roles`` to an account, on top of those it has: for one department, or for all.

    :raises DutiesNotSeparate: if the person, under any account, would hold both duties.
    """
    check_duties(user=user, roles=roles)
    RoleAssignment.objects.bulk_create(
        [RoleAssignment(user=user, role=role, department=department) for role in roles],
        ignore_conflicts=True,
    )
    user.forget_roles()


def check_duties(*, user: User, roles: Collection[Role]) -> None:
    """
    Refuse ``roles`` if, with what the person holds elsewhere, one would check oneself.

    :raises DutiesNotSeparate: if the person, under any account, would hold both duties.
    """
    held: set[Role] = set()
    if user.employee_no:
        person = RoleAssignment.objects.filter(user__employee_no=user.employee_no)
        held = {Role(each) for each in person.values_list("role", flat=True)}
    wanted = held | set(roles)
    if wanted & PROPOSING and wanted & CHECKING:
        raise DutiesNotSeparate(who=str(user), roles=", ".join(sorted(wanted)))
