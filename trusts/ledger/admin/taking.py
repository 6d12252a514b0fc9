"""The statement of an account as a file, logged like every list that leaves the house."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from config.api.downloads import AT_ONCE, TakenTable, TooManyRows, handed_out
from config.archive import operations as archive
from config.console.admin import person
from config.tables.writing import Column, Form, Written, number_format
from trusts.ledger import queries
from trusts.ledger.admin.asking import Asked
from trusts.ledger.models import Account, Line
from trusts.ledger.models.entries import ENTRY_LABELS
from trusts.register.models import Product

NAME = "trusts.ledger.statement"


def statement_file(
    request: HttpRequest,
    asked: Asked,
    product: Product,
    account: Account,
    *,
    contract_id: int | None,
    form: Form,
) -> FileResponse:
    """
    Return the whole statement as a file, and write down who took it.

    :raises TooManyRows: if it is too long to be written while the person waits.
    """
    lines = Line.objects.as_of(asked.period.last_day, known_at=asked.known_at).filter(
        product=product, account=account, effective_on__gte=asked.period.starts_on
    )
    if lines.count() > AT_ONCE:
        raise TooManyRows(most=AT_ONCE)
    title = f"{product.code} {account.code} {asked.period}".replace("/", " ")
    provenance = [
        (_("product"), str(product)),
        (_("account"), str(account)),
        (_("Period"), str(asked.period)),
        (_("As known at"), timezone.localtime(asked.known_at)),
        (_("Taken by"), str(person(request))),
        (_("Address"), f"{settings.PUBLIC_URL}{request.get_full_path()}"),
    ]
    table = TakenTable(
        title=title,
        form=form,
        columns=_columns(),
        rows=_rows(asked, product, account, contract_id),
        taken_at=timezone.now(),
        provenance=provenance,
    )

    def log(written: Written) -> object:
        return archive.record_extract(
            by=person(request),
            list_name=NAME,
            form=form,
            query=request.GET.urlencode(),
            filters=title,
            as_of=asked.period.last_day,
            known_at=asked.known_at,
            rows=written.rows,
            file_id=None,
            job=None,
        )

    return handed_out(table, log=log)


def _columns() -> list[Column]:
    money = number_format(2)
    return [
        Column(_("effective on")),
        Column(_("recorded at")),
        Column(_("entry")),
        Column(_("kind of entry")),
        Column(_("memo")),
        Column(_("contract")),
        Column(_("amount (CNY)"), money),
        Column(_("balance (CNY)"), money),
    ]


def _rows(
    asked: Asked, product: Product, account: Account, contract_id: int | None
) -> Iterator[list[Any]]:
    """Yield the rows of the statement, their kinds in words and their moments as read here."""
    kinds = {kind.value: str(label) for kind, label in ENTRY_LABELS.items()}
    kinds |= {"opening": _("opening balance"), "closing": _("closing balance")}
    for day, moment, entry, kind, *rest in queries.statement_rows(
        product.pk,
        account.code,
        period=asked.period,
        known_at=asked.known_at,
        contract_id=contract_id,
    ):
        yield [day, timezone.localtime(moment) if moment else None, entry, kinds[kind], *rest]
