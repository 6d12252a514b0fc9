"""People, their departments, and the roles given to them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from config.accounts.roles import Role, permits
from config.kernel.errors import DomainError, NotAllowed


class OtherDepartment(DomainError):
    """{who} holds {permission} for other departments only, not for {department}."""

    code = "other_department"
    status = 403


class Department(models.Model):
    """One department of the trust company."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")

    def __str__(self) -> str:
        return self.name_zh


class User(AbstractUser):
    """One account of one person; the employee number says which person."""

    display_name = models.CharField(_("name"), max_length=60, blank=True)
    employee_no = models.CharField(
        _("employee number"),
        max_length=40,
        blank=True,
        db_index=True,
        help_text=_("Two accounts with the same number are one person to the two-person rule."),
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=[("zh-hans", "简体中文"), ("en", "English")],
        default="zh-hans",
    )

    class Meta:
        verbose_name = _("user account")
        verbose_name_plural = _("user accounts")

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        """Return the name that pages show."""
        return str(self)

    @cached_property
    def grants(self) -> frozenset[tuple[str, int | None]]:
        """Return the roles this account holds, each with its department; None: for all."""
        found = RoleAssignment.objects.filter(user_id=self.pk)
        return frozenset(found.values_list("role", "department_id"))

    @property
    def role_names(self) -> frozenset[str]:
        """Return the roles this account holds, for whichever department."""
        return frozenset(role for role, _department in self.grants)

    def may(self, permission: str) -> bool:
        """Return whether this account holds ``permission`` through one of its roles."""
        return bool(self.is_active and permits(self.role_names, permission))

    def check_may(self, permission: str) -> None:
        """
        Refuse, naming the permission, if this account does not hold it.

        :raises NotAllowed: naming who and what.
        """
        if not self.may(permission):
            raise NotAllowed(who=str(self), permission=permission)

    def reach(self, permission: str) -> frozenset[int] | None:
        """Return the departments for which this account holds ``permission``; None: for all."""
        if not self.is_active:
            return frozenset()
        held = {place for role, place in self.grants if permits([role], permission)}
        return None if None in held else frozenset(each for each in held if each is not None)

    def check_reaches(self, permission: str, department: Department | None) -> None:
        """
        Refuse if this account does not hold ``permission`` for a department; None: for all.

        :raises NotAllowed: if it holds it for none.
        :raises OtherDepartment: if it holds it for others only.
        """
        self.check_may(permission)
        reach = self.reach(permission)
        if reach is not None and (department is None or department.pk not in reach):
            where = str(department) if department else _("all departments")
            raise OtherDepartment(who=str(self), permission=permission, department=where)

    def forget_roles(self) -> None:
        """Have the roles read anew when they are next asked for."""
        self.__dict__.pop("grants", None)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Read the row again, and forget the roles that were remembered."""
        self.forget_roles()
        super().refresh_from_db(*args, **kwargs)


class RoleAssignment(models.Model):
    """One role given to one account, for one department or for all."""

    user = models.ForeignKey(
        User, models.PROTECT, related_name="role_assignments", verbose_name=_("user account")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
    )

    class Meta:
        verbose_name = _("role assignment")
        verbose_name_plural = _("role assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "department"],
                name="a_role_is_given_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {Role(self.role).label}"
