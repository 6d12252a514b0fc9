"""
The worker is killed in the middle of loading, drawing, attributing, drafting and publishing.

The portfolio is the sample one at a middle scale, so that each step lasts long enough to be
hit. Every step is done once in peace, which tells how long it takes on this machine, and then
again under fire. Lost, doubled and torn are what the stored facts and files lack, have more
than once, or have damaged, in the end (``step_proof``). The control appends a meter file
without marks of what is in already; the same kills must double some of it.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from pathlib import Path
from typing import Any

from config.embedded import places
from tests.faults import fire, house

SEED = 20250101
STATIONS = 6000
MONTHS = (1, 2, 3)
KILLS = {"load": 4, "draw": 3, "attribute": 2, "draft": 6, "publish": 6}  # of each run
#: A step that goes on where it was cut off, or is short, is cut off early: kills must find work.
SHARES = {"load": 0.7, "attribute": 0.4, "draft": 0.3, "publish": 0.3}
CONTROL_ROWS = 30_000
CONTROL_KILLS = 3


def run() -> dict[str, Any]:
    """Carry the portfolio through steps 4, 5 and 7 under fire, then prove what is stored."""
    house.open_house()
    house.use_embedded_broker()
    from tests.faults import step_proof

    luck = random.Random(SEED)  # noqa: S311 (repeatable kills, not a secret)
    worker = fire.Worker(luck, pool=1)
    try:
        way = _Way(worker, luck)
        way.prepare()
        way.load()
        way.draw()
        way.disclose()
        control = _control(way)
    finally:
        worker.end()
    proof = step_proof.prove(folder=way.folder, moments=way.moments, run_ids=way.run_ids)
    return {
        "attempts": sum(way.kills.values()),
        **proof,
        "kills": way.kills,
        "broken_off": house.broken_off(way.run_ids),
        "seconds_in_peace": {name: round(pace, 2) for name, pace in way.paces.items()},
        "control_bit": control["doubled"] + control["lost"] > 0,
        "control": control,
        "seed": SEED,
    }


class _Way:
    """The sample portfolio's way through the steps, most of them under fire."""

    def __init__(self, worker: fire.Worker, luck: random.Random) -> None:
        self._worker = worker
        self._luck = luck
        self.folder = places.home() / "readings"
        self.folder.mkdir()
        self.kills: Counter[str] = Counter()
        self.paces: dict[str, float] = {}
        self.run_ids: list[int] = []
        self.moments: list[dt.datetime] = []

    def prepare(self) -> None:
        """Do steps 1 to 3, which no worker does."""
        from config.demo.books import Books
        from config.demo.editions import Editions
        from config.demo.people import open_sample_accounts
        from config.demo.sites import Sites

        self.cast = open_sample_accounts(passwords=places.home() / "accounts.json")
        Editions(self.cast).load()
        sites = Sites(self.cast, stations=STATIONS)
        sites.enter()
        Books(self.cast).enter()
        sites.recognize()

    def load(self) -> None:
        """Step 4: each month's files, the first month in peace."""
        from django.utils import timezone

        from config.kernel import proposals
        from config.kernel.periods import Period
        from projects.metering import sample
        from projects.metering.models import MeterBatch
        from projects.registry import queries as registry

        stations = registry.stations_for_metering(known_at=timezone.now())
        for number in MONTHS:
            month = Period.month(2025, number)
            for carrier, write in (
                ("heat", sample.write_heat_month),
                ("electricity", sample.write_pv_month),
            ):
                path = self.folder / sample.sample_name(month, carrier=carrier)
                points = [each for each in stations if each.carrier == carrier]
                write(path, stations=points, month=month)
                calm = carrier == "heat" or number == MONTHS[0]
                self.follow("load", self._send(path, month, carrier), in_peace=calm)
        for batch in MeterBatch.objects.pending().order_by("id"):
            proposals.confirm(batch, by=self.cast.reviewer, note="fault run")

    def _send(self, path: Path, month: Any, carrier: str) -> Any:
        from django.utils import timezone

        from projects.metering import operations as metering
        from projects.metering.rules.layout import FileLayout

        return metering.send_meter_file(
            file=path,
            name=path.name,
            layout=FileLayout(carrier=carrier),
            period=month,
            known_at=timezone.now(),
            by=self.cast.registrar,
            reason="fault run",
            is_sample=True,
        )

    def draw(self) -> None:
        """Step 5: statements and attribution at three moments, the first in peace."""
        from config.demo.computation import PERIOD
        from config.jobs.operations import request
        from config.kernel.canonical import instant
        from config.kernel.pin import pin_known_at
        from trusts.attribution import operations as attribution

        for number in range(3):
            known_at = pin_known_at()
            self.moments.append(known_at)
            drawing = request(
                kind="projects.carbon.draw",
                key=f"{PERIOD}@{instant(known_at)}",
                by=self.cast.analyst,
                payload={"period": str(PERIOD), "known_at": instant(known_at)},
            )
            self.follow("draw", drawing, in_peace=number == 0)
            shares = attribution.request_run(period=PERIOD, known_at=known_at, by=self.cast.analyst)
            self.follow("attribute", shares, in_peace=number == 0)

    def disclose(self) -> None:
        """Step 7: a version in peace, and its successor drafted and published under fire."""
        from config.demo import publication
        from config.demo.computation import PERIOD
        from reporting.disclosures import operations as disclosures
        from reporting.disclosures.models import DisclosureVersion

        for number in (0, 1):
            drafting = disclosures.draft(
                kind=publication.KIND,
                period=PERIOD,
                organization_zh=publication.ORGANIZATION_ZH,
                organization_en=publication.ORGANIZATION_EN,
                known_at=self.moments[number],
                by=self.cast.officer,
                reason="fault run",
            )
            self.follow("draft", drafting, in_peace=number == 0)
        self.paces["publish"] = self.paces["draft"]
        version = DisclosureVersion.objects.get(known_at=self.moments[1])
        disclosures.submit(version=version, by=self.cast.officer, reason="fault run")
        disclosures.sign_off(version=version, by=self.cast.reviewer, note="fault run")
        self.follow("publish", disclosures.publish(version=version, by=self.cast.officer))

    def follow(self, name: str, run: Any, *, in_peace: bool = False) -> Any:
        """Watch a run to its end, killing its worker meanwhile unless in peace."""
        from config.jobs import operations as jobs

        self.run_ids.append(run.pk)

        def is_over() -> bool:
            jobs.sweep()
            run.refresh_from_db()
            return bool(run.is_finished)

        if not in_peace:
            self.kills[name] += fire.fire(
                self._worker,
                kills=KILLS.get(name, CONTROL_KILLS),
                at_work=lambda: house.holders([run.pk]),
                is_over=is_over,
                delay=lambda: self._luck.random() * self.paces[name] * SHARES.get(name, 1.0),
            )
        fire.wait_until(is_over, worker=self._worker)
        if run.state != "done":
            raise RuntimeError(f"{run} is {run.state}: {run.error}")
        if in_peace:
            pace = (run.finished_at - run.started_at).total_seconds()
            self.paces[name] = max(pace, self.paces.get(name, 0.0))
        return run


def _control(way: _Way) -> dict[str, int]:
    """Append a file without marks under the same kills, and count the station-days."""
    from config.jobs.operations import request
    from tests.faults import control
    from tests.shelf.models import Slip

    month_files = sorted(way.folder.glob("sample-electricity-*.csv"))
    counted = len(way.run_ids), way.kills.copy()
    for path in month_files[:2]:
        run = request(
            kind=control.APPEND_RUN,
            key=path.name,
            by=way.cast.registrar,
            payload={"path": str(path), "rows": CONTROL_ROWS},
        )
        way.follow("control", run, in_peace=path == month_files[0])
    kills = way.kills["control"]
    del way.run_ids[counted[0] :]
    way.kills = counted[1]
    texts: Counter[str] = Counter(Slip.objects.values_list("text", flat=True))
    return {
        "kills": kills,
        "asked": 2 * CONTROL_ROWS,
        "lost": 2 * CONTROL_ROWS - len(texts),
        "doubled": sum(count - 1 for count in texts.values()),
    }
