"""The table of methods: every version that a statement may have been drawn by."""

from __future__ import annotations

from collections.abc import Mapping

from config.kernel.errors import DomainError
from projects.carbon.methodologies.grid_displacement import rules as grid_displacement
from projects.carbon.methodologies.heat_displacement import rules as heat_displacement
from projects.carbon.methodologies.method import Method


class UnknownMethod(DomainError):
    """There is no method {method} in version {version}; the table holds: {known}."""

    code = "unknown_method"
    status = 400


_ALL = (grid_displacement.METHOD, heat_displacement.METHOD)
#: (code, version) -> method; a version stays for as long as a statement names it.
METHODS: Mapping[tuple[str, str], Method] = {(each.code, each.version): each for each in _ALL}
#: code -> the version by which new statements are drawn.
CURRENT: Mapping[str, Method] = {each.code: each for each in _ALL}


def method(code: str, version: str | None = None) -> Method:
    """
    Return a method in a version, or the one by which new statements are drawn.

    :raises UnknownMethod: if the table does not hold it.
    """
    found = CURRENT.get(code) if version is None else METHODS.get((code, version))
    if found is None:
        known = ", ".join(f"{name} {number}" for name, number in METHODS)
        raise UnknownMethod(method=code, version=version or "-", known=known)
    return found
