"""Step 7, later: meters are corrected; one report is restated, the annual one from now on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import polars as pl
from django.utils import timezone

from config.demo import computation
from config.demo.acts import FIRST_DAY
from config.demo.people import Cast
from config.demo.portfolio import YEAR
from config.demo.screen import Screen
from config.kernel import proposals
from config.kernel.models import Proposed
from config.kernel.periods import Period
from projects.metering import operations as metering
from projects.metering import sample
from projects.metering.models import MeterBatch
from projects.metering.rules.layout import FileLayout
from projects.registry import queries as registry
from reporting.disclosures import operations as disclosures
from reporting.disclosures import queries as disclosed
from reporting.disclosures.models import DisclosureVersion, MaterialityPolicy, Restatement
from reporting.disclosures.restating import operations as restating
from reporting.disclosures.restating import queries as told
from reporting.disclosures.restating import thresholds
from reporting.disclosures.rules.life import State
from reporting.disclosures.rules.pack_check import Fault

KIND = "product_green_report"
REASON = "restatement of the sample year (sample)"
#: (kind of disclosure, indicator, per cent, amount): of one product a tonne, of the house 5 %.
THRESHOLDS = (
    (KIND, "E-AT-01", None, Decimal(1)),
    ("green_trust_annual", "E-AV-03", Decimal(5), None),
)
JUNE = Period.month(YEAR, 6)
CORRECTED_STATIONS = 12
CORRECTION = f"sample-correction-{JUNE}.csv"
WHY_ZH = "样本：12 座屋顶电站六月的读数为双倍，已按更正后的计量文件重新读取。"
WHY_EN = "Sample: 12 rooftop stations had reported June twice over; their meter file was corrected."
LATER_ZH = "样本：同一更正对全年合计的影响低于重要性界限，自下期起采用。"
LATER_EN = "Sample: the same correction moves the year's total by less than the threshold."


class PackDoesNotHold(RuntimeError):
    """The pack of a restated report does not hold."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))


def restate(
    cast: Cast,
    *,
    annual: DisclosureVersion,
    others: Sequence[DisclosureVersion],
    folder: Path,
    screen: Screen,
) -> DisclosureVersion:
    """
    Correct twelve meters after the publication; restate the product's report as version 2.

    Thresholds first, then the correction, both bases, and the decisions of two people: what is
    material is restated, what is not counts from now on. A restatement that stands is returned.

    :raises PackDoesNotHold: if what was published cannot be checked.
    """
    first = next(each for each in others if each.disclosure.kind == KIND)
    standing = disclosed.version_of(first.disclosure)
    if standing.number > first.number and standing.state is State.PUBLISHED:
        return standing
    _set_thresholds(cast)
    _correct(cast, folder=folder, screen=screen)
    computation.draw_for(cast, _moment(first), screen=screen)
    run = restating.ask_comparison(version=first, by=cast.officer)
    screen.follow([run], text="both bases drawn, and the bridge between them")
    _decide(cast, annual, "from_now_on", LATER_ZH, LATER_EN)
    row = _decide(cast, first, "restate", WHY_ZH, WHY_EN)
    run = restating.draft_restated(restatement=row, by=cast.officer, reason=REASON)
    screen.follow([run], text="the restated report drafted")
    second = _published(cast, disclosed.version_of(first.disclosure), screen=screen)
    pack = disclosed.pack_of(second)
    if pack is None or (faults := disclosed.check_pack(pack)):
        raise PackDoesNotHold(faults if pack else ())
    return second


def _set_thresholds(cast: Cast) -> None:
    """Say what is material, before any of the new numbers is seen."""
    for kind, indicator, percent, absolute in THRESHOLDS:
        if MaterialityPolicy.objects.filter(kind=kind, indicator=indicator).exists():
            continue
        _confirmed(
            cast,
            thresholds.propose_threshold(
                kind=kind,
                indicator=indicator,
                percent=percent,
                absolute=absolute,
                effective_from=FIRST_DAY,
                by=cast.officer,
                reason=REASON,
                is_sample=True,
            ),
        )


def _correct(cast: Cast, *, folder: Path, screen: Screen) -> None:
    """Send the corrected June of twelve roofs, and have the second person confirm it."""
    if not MeterBatch.objects.filter(original_name=CORRECTION).exists():
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / CORRECTION
        _write_correction(path)
        run = metering.send_meter_file(
            file=path,
            name=path.name,
            layout=FileLayout(carrier="electricity"),
            period=JUNE,
            known_at=timezone.now(),
            by=cast.registrar,
            reason=REASON,
            source="sample generator",
            is_sample=True,
        )
        screen.follow([run], text="the corrected readings judged and loaded")
    for batch in MeterBatch.objects.pending().filter(original_name=CORRECTION):
        _confirmed(cast, batch)


def _write_correction(path: Path) -> None:
    """Write half of what was read in June, for twelve stations."""
    stations = registry.stations_for_metering(known_at=timezone.now())
    roofs = [each for each in stations if each.carrier == "electricity"][:CORRECTED_STATIONS]
    sample.write_pv_month(path, stations=roofs, month=JUNE)
    read = pl.read_csv(path)
    slots = [name for name in read.columns if name not in {"station", "day"}]
    halved = read.with_columns((pl.col(slots) / 2).round(3))
    halved.write_csv(path)


def _moment(first: DisclosureVersion) -> dt.datetime | None:
    """Return the moment that a run before this one drew for; None if none did."""
    drawn = told.latest_drawing(first.disclosure.period, timezone.now())
    return drawn if drawn is not None and drawn > first.known_at else None


def _decide(
    cast: Cast, version: DisclosureVersion, treatment: str, zh: str, en: str
) -> Restatement:
    standing: Restatement | None = next(
        (
            each
            for each in told.restatements_of(version.disclosure)
            if each.version == version and each.treatment == treatment
        ),
        None,
    )
    row = standing or restating.open_restatement(
        version=version,
        treatment=treatment,
        explanation_zh=zh,
        explanation_en=en,
        by=cast.officer,
        reason=REASON,
    )
    if not isinstance(row, Restatement):
        raise TypeError(f"{row} was to be compared before it is decided.")
    if row.is_pending:
        _confirmed(cast, row)
    return row


def _published(cast: Cast, version: DisclosureVersion, *, screen: Screen) -> DisclosureVersion:
    if version.state is State.DRAFT:
        disclosures.submit(version=version, by=cast.officer, reason=REASON)
    if version.is_pending:
        disclosures.sign_off(
            version=version,
            by=cast.reviewer,
            note="both bases read and checked (sample)",
            seen_sha256=version.content_sha256,
        )
    run = disclosures.publish(version=version, by=cast.officer)
    screen.follow([run], text=f"{version} published, the one before restated")
    version.refresh_from_db()
    return version


def _confirmed(cast: Cast, row: Proposed) -> None:
    proposals.confirm(
        row, by=cast.reviewer, note="checked (sample)", seen_sha256=row.content_sha256
    )
