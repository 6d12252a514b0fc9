"""Make what one expected run is about, once, and set it on its way to every recipient."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models.functions import Now

from config.archive import operations as archive
from config.archive.models import StoredFile
from config.archive.queries import read
from config.kernel.canonical import canonical_bytes
from config.kernel.errors import DomainError
from config.kernel.periods import Period
from config.tables.writing import MEDIA_TYPES, Form
from reporting.disclosures import queries as disclosures
from reporting.disclosures.models import DisclosureVersion
from reporting.disclosures.operations.templating import figure_file
from reporting.exports import figure_data, list_data, queries
from reporting.exports.models import Content, Delivery, Dispatch, Door, ExpectedRun, Schedule
from reporting.exports.operations.alarming import tell_stuck
from reporting.exports.operations.scheduling import UnknownTemplate
from reporting.exports.operations.sending import NoDestination, ask_to_send
from reporting.exports.rules.life import SLOT_LIFE, DispatchState, SlotState
from reporting.exports.rules.periods import Relative
from reporting.rendering import child
from reporting.rendering.document import Language


class NothingPublished(DomainError):
    """No {kind} for {period} is published; nothing was sent, and nothing half-made."""

    code = "nothing_published"


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """What is to be delivered: a stored file under a name, and the period it is about."""

    file: StoredFile
    name: str
    period: str
    #: What laid it out, where a template did; it goes into the receipt.
    made_by: dict[str, Any] = field(default_factory=dict)


def deliver(*, expected_run: ExpectedRun) -> Delivery:
    """
    Make what an expected run is about, mark it done, and send it off; once, however often called.

    The file lies ready for download with the returned delivery; to each recipient goes a
    dispatch, written in the same transaction.

    :raises NotAllowed: if the schedule's owner may not send it any more.
    :raises NothingPublished: if there is nothing to send for its period.
    :raises DamagedFile: if the archive does not hold what it should.
    """
    standing = _standing(expected_run)
    if standing is not None:
        return standing
    schedule = expected_run.schedule
    schedule.check_rights()
    parcel = _parcel(expected_run)
    size = len(read(parcel.file))
    with transaction.atomic():
        locked = ExpectedRun.objects.select_for_update(no_key=True).get(pk=expected_run.pk)
        standing = _standing(expected_run)
        if standing is not None:
            return standing
        SLOT_LIFE.check_can_move(locked.state, SlotState.DONE)
        ExpectedRun.objects.filter(pk=locked.pk).update(
            state=SlotState.DONE, moved_at=Now(), error="", error_code=""
        )
        delivery = Delivery(
            expected_run=expected_run,
            schedule=schedule,
            period=parcel.period,
            file=parcel.file,
            file_name=parcel.name,
            sha256=parcel.file.sha256,
            size_bytes=size,
            door=Door.DOWNLOAD,
            receipt={"path": "archive", "sha256": parcel.file.sha256, **parcel.made_by},
        )
        delivery.save()
        for recipient in schedule.recipients:
            _send_off(expected_run, recipient, parcel, size=size)
    return delivery


def _standing(expected_run: ExpectedRun) -> Delivery | None:
    found: Delivery | None = Delivery.objects.filter(
        expected_run=expected_run, dispatch=None
    ).first()
    return found


def _send_off(expected_run: ExpectedRun, recipient: str, parcel: Parcel, *, size: int) -> None:
    row = Dispatch(
        expected_run=expected_run,
        recipient=recipient,
        destination=queries.destination_called(recipient),
        period=parcel.period,
        file=parcel.file,
        file_name=parcel.name,
        sha256=parcel.file.sha256,
        size_bytes=size,
    )
    if row.destination is None:
        fault = NoDestination(recipient=recipient)
        row.state, row.error_code, row.error = DispatchState.DEAD.value, fault.code, str(fault)
    row.save()
    if row.state == DispatchState.PENDING:
        ask_to_send(row)
    else:
        tell_stuck(row, DispatchState.DEAD, why=row.error)


def _parcel(expected_run: ExpectedRun) -> Parcel:
    schedule, period = expected_run.schedule, Period.parse(expected_run.period)
    local = expected_run.slot_at.astimezone(ZoneInfo(schedule.time_zone))
    if schedule.content == Content.LIST:
        file, name = list_data.as_file(schedule, period, slot=f"{local:%Y%m%d-%H%M%S}")
        return Parcel(file=file, name=name, period=str(period))
    version = _version(schedule, period)
    if version is None:
        raise NothingPublished(kind=schedule.disclosure_kind, period=period)
    about = str(version.disclosure.period)
    if schedule.content == Content.DISCLOSURE:
        artefact = disclosures.artefact_of(version, form=schedule.form, language=schedule.language)
        return Parcel(file=artefact.file, name=artefact.file_name, period=about)
    if schedule.figure_template:
        return _laid_out(version, schedule, on=local.date())
    return _figures(version, schedule, about)


def _version(schedule: Schedule, period: Period) -> DisclosureVersion | None:
    """Return what is published: for the period, or the latest that had ended as of the day."""
    if schedule.relative_period != Relative.AS_OF:
        return disclosures.published_version(
            kind=schedule.disclosure_kind, period=period, subject=schedule.subject
        )
    return queries.latest_published(
        kind=schedule.disclosure_kind, day=period.starts_on, subject=schedule.subject
    )


def _laid_out(version: DisclosureVersion, schedule: Schedule, *, on: dt.date) -> Parcel:
    """Return the figures of a published version as the table template of a day asks for them."""
    now = queries.database_now()
    template = disclosures.standing_template(schedule.figure_template, on=on, known_at=now)
    if template is None:
        raise UnknownTemplate(template=schedule.figure_template)
    language = cast(Language, schedule.language)
    content = figure_file(version, template, form=schedule.form, language=language)
    mark = "-sample" if version.is_sample else ""
    code = f"{version.disclosure.code}-v{version.number}-{template.code}"
    name = f"{code}-{language}{mark}.{schedule.form}"
    file = archive.store(content=content, name=name, media_type=MEDIA_TYPES[Form(schedule.form)])
    return Parcel(
        file=file,
        name=name,
        period=str(version.disclosure.period),
        made_by={"table_template": template.code, "template_id": template.pk},
    )


def _figures(version: DisclosureVersion, schedule: Schedule, about: str) -> Parcel:
    """Return the figures of a published version as data, kept in the archive like any file."""
    form = child.FORMS[schedule.form]
    code = f"{version.disclosure.code}-v{version.number}"
    name = f"{code}-figures-{schedule.language}.{form.extension}"
    if schedule.form == "json":
        content = canonical_bytes(figure_data.as_json(version))
    else:
        content = child.render(figure_data.as_document(version, schedule.language), schedule.form)
    file = archive.store(content=content, name=name, media_type=form.media_type)
    return Parcel(file=file, name=name, period=about)
