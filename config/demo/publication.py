"""Steps 7 and 8: the disclosure through a worker and a second person, and one scheduled export."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from pathlib import Path

from config.archive import queries as archive
from config.demo import exporting, texts
from config.demo.computation import PERIOD
from config.demo.people import Cast
from config.demo.screen import Screen
from config.kernel import proposals
from reporting.disclosures import operations as disclosures
from reporting.disclosures import queries as disclosed
from reporting.disclosures.models import Artefact, DisclosureVersion
from reporting.exports import operations as exports
from reporting.exports.models import Delivery, Schedule
from reporting.exports.rules.periods import Relative

KIND = "green_trust_annual"
ORGANIZATION_ZH = "示例信托有限责任公司"
ORGANIZATION_EN = "Sample Trust Co., Ltd."
SCHEDULE = "sample: the disclosure's workbook"
_EXPORT_SECONDS = 180
_EVERY_SECONDS = 15


class ExportDidNotRun(RuntimeError):
    """Beat did not run the scheduled export in time."""


def publish(cast: Cast, *, known_at: dt.datetime, screen: Screen) -> DisclosureVersion:
    """Draft through a worker, submit, have the second person sign off, publish through a worker."""
    version = _drafted(cast, known_at=known_at, screen=screen)
    if version.state == "draft":
        disclosures.submit(version=version, by=cast.officer, reason="annual disclosure (sample)")
    if version.is_pending:
        disclosures.sign_off(
            version=version,
            by=cast.reviewer,
            note="read and checked (sample)",
            seen_sha256=version.content_sha256,
        )
    run = disclosures.publish(version=version, by=cast.officer)
    screen.follow([run], text="published in every form, in Chinese and English")
    version.refresh_from_db()
    texts.begin_next_year(cast, version)
    return version


def _drafted(cast: Cast, *, known_at: dt.datetime, screen: Screen) -> DisclosureVersion:
    drafted = DisclosureVersion.objects.filter(known_at=known_at, disclosure__kind=KIND).order_by(
        "-number"
    )
    standing: DisclosureVersion | None = drafted.first()
    if standing is not None and standing.state in {"draft", "in_review", "approved", "published"}:
        return standing
    disclosure = disclosures.open_(
        kind=KIND,
        period=PERIOD,
        organization_zh=ORGANIZATION_ZH,
        organization_en=ORGANIZATION_EN,
        by=cast.officer,
    )
    texts.write(cast, disclosure)
    run = disclosures.draft_next(
        disclosure=disclosure,
        known_at=known_at,
        by=cast.officer,
        reason="annual disclosure (sample)",
    )
    screen.follow([run], text="figures drawn, documents built and rendered")
    version: DisclosureVersion = drafted.all()[0]
    return version


def export_once(cast: Cast, *, screen: Screen) -> Delivery:
    """
    Have beat run a schedule once, and stop the schedule again.

    :raises ExportDidNotRun: if no delivery came in two minutes.
    """
    exporting.open_folder(cast, screen=screen)
    exporting.subscribe(cast)
    before = set(Delivery.objects.values_list("pk", flat=True))
    schedule = Schedule.objects.confirmed().filter(name=SCHEDULE).first()
    if schedule is None:
        schedule = exports.propose_schedule(
            name=SCHEDULE,
            content="disclosure",
            disclosure_kind=KIND,
            relative_period=Relative.FIXED,
            fixed_period=str(PERIOD),
            form="xlsx",
            language="zh-Hans",
            timetable={"every_seconds": _EVERY_SECONDS},
            time_zone="Asia/Shanghai",
            recipients=[exporting.FOLDER],
            by=cast.officer,
            reason="sample schedule",
        )
        proposals.confirm(
            schedule, by=cast.reviewer, note="sample", seen_sha256=schedule.content_sha256
        )
    else:
        exports.resume(schedule=schedule, by=cast.officer, reason="main job run again")
    ends = time.monotonic() + _EXPORT_SECONDS
    while time.monotonic() < ends:
        later = Delivery.objects.exclude(pk__in=before).order_by("id")
        if schedule.recipients:
            later = later.exclude(dispatch=None)
        found: Delivery | None = later.first()
        if found is not None:
            exports.pause(schedule=schedule, by=cast.officer, reason="once is enough (sample)")
            screen.bar_ends()
            return found
        screen.bar("waiting for beat to run the scheduled export", 0.5)
        time.sleep(0.5)
    raise ExportDidNotRun


def copies(version: DisclosureVersion, *, folder: Path) -> Sequence[tuple[Artefact, Path]]:
    """Put a copy of each published file, its hash checked, under its own name into ``folder``."""
    found = []
    for artefact in disclosed.artefacts_of(version, is_published=True):
        path = folder / artefact.file_name
        path.write_bytes(archive.read(artefact.file))
        found.append((artefact, path))
    return found


def figures_by_id(version: DisclosureVersion) -> dict[str, dict[str, str]]:
    """Return what each figure of the disclosure says, by its id."""
    return {
        figure.figure_id: {
            "indicator": figure.indicator,
            "dimension": figure.dimension,
            "value": figure.text_value or str(figure.value),
            "unit": figure.unit,
            "sha256": figure.sha256,
        }
        for figure in version.figure_set.figures.order_by("id")
    }
