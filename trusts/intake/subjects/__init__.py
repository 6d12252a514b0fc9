"""What files may bring: one file of this folder a subject; adding one is adding a file."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from config.kernel.errors import NotFoundHere
from trusts.intake.subjects.subject import Acting as Acting
from trusts.intake.subjects.subject import RowNoLongerFits as RowNoLongerFits
from trusts.intake.subjects.subject import Subject as Subject
from trusts.intake.subjects.subject import enter_rows as enter_rows
from trusts.intake.subjects.subject import try_rows as try_rows


def _found() -> dict[str, Subject]:
    modules = [import_module(f"{__name__}.{each.name}") for each in iter_modules(__path__)]
    declared: list[Subject] = [each.SUBJECT for each in modules if hasattr(each, "SUBJECT")]
    return {each.name: each for each in sorted(declared, key=lambda each: each.order)}


#: Every subject by its name, in the order in which a desk meets them.
SUBJECTS: Mapping[str, Subject] = _found()


def subject_of(name: str) -> Subject:
    """
    Return the subject with this name.

    :raises NotFoundHere: if there is none.
    """
    try:
        return SUBJECTS[name]
    except KeyError:
        raise NotFoundHere(what="import subject", key=name) from None
