"""Lists of the interface as files: the same rows, all pages, as CSV or as a workbook."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any, cast

from django.http import FileResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import mixins, serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from config.accounts.models import User
from config.api import body, paging
from config.api import time as times
from config.api.downloads import AT_ONCE, TakenTable, TooManyRows, handed_out
from config.archive import operations as archive
from config.tables.writing import MEDIA_TYPES, Column, Form, Written, number_format

#: The parameter that names the form of the answer; Accept says the same.
FORMAT = "format"
_CHUNK = 500


class FileRenderer(BaseRenderer):
    """Stands for a file that the view hands out itself; a refusal is JSON here as elsewhere."""

    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,  # noqa: ARG002
        renderer_context: Mapping[str, Any] | None = None,  # noqa: ARG002
    ) -> bytes:
        """Return the refusal."""
        return b"" if data is None else body.encode(data)


class CsvRenderer(FileRenderer):
    """CSV in UTF-8, with the mark by which Excel knows it."""

    media_type = MEDIA_TYPES[Form.CSV].split(";", maxsplit=1)[0]
    format = str(Form.CSV)


class XlsxRenderer(FileRenderer):
    """A workbook with a second sheet that says where the first came from."""

    media_type = MEDIA_TYPES[Form.XLSX]
    format = str(Form.XLSX)


FILES = (CsvRenderer, XlsxRenderer)
FILE_TYPES = frozenset(each.media_type for each in FILES)
PARAMETER = OpenApiParameter(
    FORMAT,
    OpenApiTypes.STR,
    enum=["json", *map(str, Form)],
    description="The form of the answer; a file holds all pages and takes no limit or cursor.",
)


class TableListMixin(mixins.ListModelMixin):
    """Lists the rows as JSON, a page at a time; or, where a file is asked for, all of them."""

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return a page of rows, or the file."""
        form = asked_form(request)
        if form is None:
            return super().list(request, *args, **kwargs)
        return as_file(self, request, form)  # type: ignore[return-value]  # (a file)


def asked_form(request: Request) -> Form | None:
    """Return the file that the answer is to be; None for JSON."""
    renderer = getattr(request, "accepted_renderer", None)
    return Form(renderer.format) if isinstance(renderer, FileRenderer) else None


def refuse_unknown_form(request: Request) -> None:
    """
    Refuse a form that no list takes.

    :raises ValidationError: naming those that there are.
    """
    offered = ["json", *map(str, Form)]
    if request.query_params.get(FORMAT, "json") not in offered:
        message = _("One of: {states}.").format(states=", ".join(offered))
        raise ValidationError({FORMAT: [ErrorDetail(message, code="unknown_format")]})


def as_file(view: Any, request: Request, form: Form) -> FileResponse:
    """
    Return every row that the list's filters let through, in its order, as a file.

    :raises TooManyRows: if there are more than are written at once.
    """
    found = view.filter_queryset(view.get_queryset())
    if found.order_by()[: AT_ONCE + 1].count() > AT_ONCE:
        raise TooManyRows(most=AT_ONCE)
    found = found.order_by(*paging.ordering_of(request, view))
    now = timezone.now()  # noqa: TID251 (the interface asks the clock)
    fields = list(_fields(view.get_serializer().fields, ()))
    meta = found.model._meta
    query = request.query_params.urlencode()
    table = TakenTable(
        title=capfirst(str(meta.verbose_name_plural)),
        form=form,
        columns=[each.column for each in fields],
        rows=_rows(view, found, fields),
        taken_at=now,
        provenance=[
            (_("List"), capfirst(str(meta.verbose_name_plural))),
            (_("Filters"), query or _("none")),
            (_("As known at"), timezone.localtime(times.known_at(request))),
            (_("Taken by"), str(request.user)),
            (_("Taken at"), timezone.localtime(now)),
            (_("Address"), request.build_absolute_uri()),
        ],
    )

    def log(written: Written) -> object:
        return archive.record_extract(
            by=cast(User, request.user),
            list_name=meta.label_lower,
            form=form,
            query=query,
            filters=query,
            as_of=times.asked_as_of(request),
            known_at=times.asked_known_at(request, now=now),
            rows=written.rows,
        )

    return handed_out(table, log=log)


@dataclass(frozen=True)
class _Field:
    """One field of a serializer, however deep: its way down, and what it holds."""

    path: tuple[str, ...]
    kind: type[Any]
    places: int

    @property
    def column(self) -> Column:
        return Column(".".join(self.path), number_format(self.places) if self.places else "")

    def value(self, data: Any) -> Any:
        """Return the value in a serialized row, as what it is."""
        for name in self.path:
            if not isinstance(data, Mapping):
                return None
            data = data.get(name)
        if data is None or data == "":
            return data
        if issubclass(self.kind, serializers.DecimalField):
            return Decimal(str(data))
        if issubclass(self.kind, serializers.DateTimeField) and isinstance(data, str):
            return timezone.localtime(dt.datetime.fromisoformat(data))
        if issubclass(self.kind, serializers.DateField) and isinstance(data, str):
            return dt.date.fromisoformat(data)
        if isinstance(data, Mapping | Sequence) and not isinstance(data, str):
            return json.dumps(data, ensure_ascii=False, default=str)
        return data


def _fields(fields: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[_Field]:
    for name, each in fields.items():
        if getattr(each, "write_only", False):
            continue
        path = (*above, name)
        if isinstance(each, serializers.Serializer):
            yield from _fields(each.fields, path)
        else:
            yield _Field(path, type(each), getattr(each, "decimal_places", None) or 0)


def _rows(view: Any, found: Any, fields: Sequence[_Field]) -> Iterator[list[Any]]:
    rows = iter(found.iterator(chunk_size=_CHUNK))
    while page := list(islice(rows, _CHUNK)):
        for data in view.get_serializer(page, many=True).data:
            yield [each.value(data) for each in fields]
