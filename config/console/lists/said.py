"""What narrows a list, in words: for the second sheet of a workbook and for the log."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import get_fields_from_path
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from config.console.lists import columns
from config.console.lists.changelist import RoomChangeList, name_of
from config.console.record import shown


def filters(request: HttpRequest, found: RoomChangeList) -> list[str]:
    """Return each filter and the search as a sentence of its own."""
    used, said = set(), []
    for spec in found.filter_specs:
        mine = {name for name in spec.expected_parameters() if name in request.GET}
        if mine:
            used |= mine
            said.append(f"{capfirst(str(spec.title))}: {_chosen(spec, found, request, mine)}")
    for name, values in found.get_filters_params().items():
        if name not in used:
            said += [_lookup(found, name, value) for value in values]
    if found.query:
        said.append(_("Search: {text}").format(text=found.query))
    return said


def order(page: Any, found: RoomChangeList) -> str:
    """Return the order in words."""
    names = [name_of(each) for each in found.list_display]
    return ", ".join(
        f"{columns.title_of(page, part.removeprefix('-'))} {'↓' if part.startswith('-') else '↑'}"
        for part in found.ordered_by()
        if part.removeprefix("-") in names
    )


def _chosen(spec: Any, found: RoomChangeList, request: HttpRequest, mine: set[str]) -> str:
    """Return what is chosen in a filter: the choice's own words, or what the address says."""
    try:
        words = [str(each["display"]) for each in spec.choices(found) if each.get("selected")]
    except (KeyError, TypeError, AttributeError):
        words = []
    return ", ".join(words) or ", ".join(
        value for name in sorted(mine) for value in request.GET.getlist(name)
    )


def _lookup(found: RoomChangeList, name: str, value: str) -> str:
    """Return a condition that no filter of the page shows, such as the rows of one product."""
    path = name.removesuffix("__exact")
    try:
        column = get_fields_from_path(found.model, path)[-1]
    except (FieldDoesNotExist, AttributeError):
        return f"{name}: {value}"
    owner = path.removesuffix("__id").removesuffix("__pk")
    try:
        beside = get_fields_from_path(found.model, owner)[-1]
    except (FieldDoesNotExist, AttributeError):
        beside = column
    if isinstance(beside, models.ForeignKey) and value.isdigit():
        row = beside.related_model._default_manager.filter(pk=value).first()
        return f"{capfirst(str(beside.verbose_name))}: {shown(str(row) if row else value)}"
    return f"{capfirst(str(column.verbose_name))}: {value}"
