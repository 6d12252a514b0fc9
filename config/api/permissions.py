"""Deny by default: every view says who may use it, in one attribute."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from config.kernel.errors import NotAllowed

if TYPE_CHECKING:  # the framework reads this policy while it loads its views
    from rest_framework.views import APIView

#: ``open_to`` of a view that needs no permission of its own.
EVERYONE = "everyone"
SIGNED_IN = "signed in"

PERMISSION = re.compile(r"[a-z_]+\.[a-z_]+\.[a-z_]+")


class Policy(BasePermission):
    """Lets a request in if the view is open to it, or its person holds what it needs."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Return whether to go on; say which permission is missing if one is."""
        open_to = getattr(view, "open_to", None)
        if open_to == EVERYONE:
            return True
        if not request.user.is_authenticated:
            return False
        if open_to == SIGNED_IN:
            return True
        needed = getattr(view, "view_permission", None)
        if not needed:
            return False
        for each in filter(None, (needed, getattr(view, "also_needs", ""))):
            if not request.user.may(each):
                raise NotAllowed(who=str(request.user), permission=each)
        return True


def policy_of(view: Any) -> str | None:
    """Return the policy that a view class declares, or None if it declares none."""
    open_to = getattr(view, "open_to", None)
    if open_to in {EVERYONE, SIGNED_IN}:
        return str(open_to)
    needed = getattr(view, "view_permission", None)
    return needed if isinstance(needed, str) and PERMISSION.fullmatch(needed) else None
