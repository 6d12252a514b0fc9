"""Deliver what one expected run is about: the archived file itself, once."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from config.archive import operations as archive
from config.archive.models import StoredFile
from config.archive.queries import read
from config.kernel.canonical import canonical_bytes
from config.kernel.errors import DomainError
from config.kernel.periods import Period
from reporting.disclosures import queries as disclosures
from reporting.disclosures.models import DisclosureVersion
from reporting.exports import figure_data
from reporting.exports.models import Content, Delivery, ExpectedRun, Schedule
from reporting.exports.rules.life import SLOT_LIFE, SlotState
from reporting.rendering import child


class NothingPublished(DomainError):
    """No {kind} for {period} is published; nothing was sent, and nothing half-made."""

    code = "nothing_published"


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """What is to be delivered: a stored file under a name."""

    file: StoredFile
    name: str


def deliver(*, expected_run: ExpectedRun) -> Delivery:
    """
    Deliver what an expected run is about and mark it done; once, however often it is called.

    :raises NotAllowed: if the schedule's owner may not send it any more.
    :raises NothingPublished: if there is nothing to send for its period.
    :raises DamagedFile: if the archive does not hold what it should.
    """
    standing: Delivery | None = Delivery.objects.filter(expected_run=expected_run).first()
    if standing is not None:
        return standing
    schedule = expected_run.schedule
    schedule.check_rights()
    period = Period.parse(expected_run.period)
    parcel = _parcel(schedule, period)
    content = read(parcel.file)
    delivery = Delivery(
        expected_run=expected_run,
        schedule=schedule,
        period=str(period),
        file=parcel.file,
        file_name=parcel.name,
        sha256=parcel.file.sha256,
        size_bytes=len(content),
        door=schedule.door,
        receipt={"path": "archive", "sha256": parcel.file.sha256},
    )
    try:
        with transaction.atomic():
            _mark_done(expected_run)
            delivery.save()
    except IntegrityError:
        found: Delivery = Delivery.objects.get(expected_run=expected_run)
        return found
    return delivery


def _mark_done(expected_run: ExpectedRun) -> None:
    locked = ExpectedRun.objects.select_for_update().get(pk=expected_run.pk)
    SLOT_LIFE.check_can_move(locked.state, SlotState.DONE)
    ExpectedRun.objects.filter(pk=locked.pk).update(
        state=SlotState.DONE, moved_at=Now(), error="", error_code=""
    )


def _parcel(schedule: Schedule, period: Period) -> Parcel:
    version = disclosures.published_version(kind=schedule.disclosure_kind, period=period)
    if version is None:
        raise NothingPublished(kind=schedule.disclosure_kind, period=period)
    if schedule.content == Content.DISCLOSURE:
        artefact = disclosures.artefact_of(version, form=schedule.form, language=schedule.language)
        return Parcel(file=artefact.file, name=artefact.file_name)
    return _figures(version, schedule)


def _figures(version: DisclosureVersion, schedule: Schedule) -> Parcel:
    """Return the figures of a published version as data, kept in the archive like any file."""
    name = (
        f"{version.disclosure.code}-v{version.number}-figures-{schedule.language}.{schedule.form}"
    )
    if schedule.form == "json":
        content = canonical_bytes(figure_data.as_json(version))
        media_type = child.FORMS["json"].media_type
    else:
        content = child.render(figure_data.as_document(version, schedule.language), schedule.form)
        media_type = child.FORMS[schedule.form].media_type
    return Parcel(file=archive.store(content=content, name=name, media_type=media_type), name=name)
