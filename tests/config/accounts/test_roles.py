"""Roles are a table, and nobody both proposes and confirms."""

import pytest

from config.accounts.models import User
from config.accounts.operations import CHECKING, PROPOSING, DutiesNotSeparate, give_roles
from config.accounts.roles import ROLE_PERMISSIONS, Role, permits
from config.kernel.errors import NotAllowed
from tests.people import make_user


def test_every_role_stands_in_the_table() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)


def test_no_role_both_proposes_and_confirms() -> None:
    acts = {
        role: {permission.rsplit(".", 1)[1] for permission in permissions}
        for role, permissions in ROLE_PERMISSIONS.items()
    }
    assert not [role for role, held in acts.items() if {"propose", "confirm"} <= held]


@pytest.mark.parametrize("role", sorted(CHECKING))
def test_checkers_propose_nothing(role: Role) -> None:
    assert not permits([role], "trusts.register.propose")
    assert not permits([role], "projects.metering.run")


@pytest.mark.django_db
def test_a_person_without_the_right_is_refused_by_name(charlie: User) -> None:
    with pytest.raises(NotAllowed, match=r"Charlie .* trusts\.register\.propose"):
        charlie.check_may("trusts.register.propose")


@pytest.mark.django_db
@pytest.mark.parametrize("first", sorted(PROPOSING))
@pytest.mark.parametrize("second", sorted(CHECKING))
def test_one_person_never_gets_both_duties_even_in_two_accounts(first: Role, second: Role) -> None:
    make_user(first, employee_no="E-1")
    with pytest.raises(DutiesNotSeparate):
        make_user(second, employee_no="E-1")


@pytest.mark.django_db
def test_an_account_that_is_closed_may_do_nothing() -> None:
    user = make_user(Role.AUDITOR)
    assert user.may("trusts.register.view")
    user.is_active = False
    assert not user.may("trusts.register.view")
    give_roles(user=user, roles=[Role.OPERATOR])
    assert not user.may("jobs.run.view")
