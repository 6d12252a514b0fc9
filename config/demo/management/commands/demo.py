"""manage.py demo: the main job end to end, from an empty folder to a published disclosure."""

from __future__ import annotations

import json
import platform
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

import psutil
from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import connection

from config.demo import computation, publication, readings, restating, sales, services, templates
from config.demo.books import Books
from config.demo.collecting import Collecting
from config.demo.editions import Editions
from config.demo.files import Files
from config.demo.further import publish_further
from config.demo.investees import Investees
from config.demo.labels import Labels
from config.demo.measure import Stopwatch
from config.demo.people import Cast, open_sample_accounts
from config.demo.portfolio import STATIONS_FULL, STATIONS_SMALL
from config.demo.screen import Screen
from config.demo.sites import Sites
from config.kernel.errors import DomainError, InvalidInput
from reporting.disclosures.models import DisclosureVersion
from reporting.exports.models import Delivery

PACKAGES = ("Django", "psycopg", "celery", "polars", "numpy", "typst", "XlsxWriter")
SCALES = {"full": STATIONS_FULL, "small": STATIONS_SMALL}


class Command(BaseCommand):
    """Carry the sample portfolio from register to published disclosure."""

    help = "Carry the sample portfolio from register to published disclosure; can be run again."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the scale: 16,000 stations, or 160."""
        parser.add_argument("--scale", choices=sorted(SCALES), default="full")

    def handle(self, *, scale: str, **_options: Any) -> None:
        """Do the eight steps; a refusal ends the command in words."""
        self.screen = Screen()
        self.watch = Stopwatch()
        self.folder = Path(settings.HOME_DIR) / "demo"
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            self._steps(SCALES[scale])
        except InvalidInput as refusal:
            raise CommandError("; ".join(str(each) for each in refusal.findings)) from refusal
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal

    def _steps(self, stations: int) -> None:
        log = self.folder / "services.log"
        self.screen.say(
            f"Green Trust demo: {stations:,} sample stations, the year {computation.PERIOD}"
        )
        with self.watch.step("1 database, tables") as step:
            self.screen.say("1  starting PostgreSQL, bringing the tables up ...")
            services.prepare(say=log)
            step.facts["postgresql"] = _server_version()
        with services.worker_and_beat(say=log):
            cast = open_sample_accounts(passwords=self.folder / "accounts.json")
            self._check_scale(stations)
            self._register(cast, Sites(cast, stations=stations))
            self._measure(cast)
            self._disclose(cast)

    def _check_scale(self, stations: int) -> None:
        """Refuse to put one scale on top of the other."""
        note = self.folder / "scale"
        if note.exists() and int(note.read_text("utf-8")) != stations:
            raise CommandError(
                f"This home holds a portfolio of {note.read_text('utf-8')} stations. "
                "make clean removes it; or set GREEN_TRUST_HOME to another folder."
            )
        note.write_text(str(stations), "utf-8")

    def _register(self, cast: Cast, sites: Sites) -> None:
        with self.watch.step("1 reference editions") as step:
            self.screen.say("1  loading reference data as editions ...")
            step.facts |= Editions(cast).load()
        with self.watch.step("2 register") as step:
            self.screen.say("2  registering products, parties, contracts, projects, stations ...")
            step.facts |= sites.enter() | Books(cast).enter()
        with self.watch.step("3 recognition") as step:
            self.screen.say("3  recognizing the projects by the criteria, with evidence ...")
            step.facts |= sites.recognize() | Labels(cast).enter() | Files(cast).enter()
        with self.watch.step("3 collection") as step:
            self.screen.say("3  asking the departments for their numbers ...")
            step.facts |= Collecting(cast).enter() | Investees(cast).enter()

    def _measure(self, cast: Cast) -> None:
        with self.watch.step("4 readings") as step:
            self.screen.say("4  writing and taking in a year of hourly sample readings ...")
            step.facts |= readings.take_in_the_year(
                cast, folder=self.folder / "readings", screen=self.screen
            )
            sales.sell(cast)
        with self.watch.step("5 statements, attribution") as step:
            self.screen.say("5  computing what was avoided, and whose it is by two methods ...")
            self.known_at = computation.draw(cast, screen=self.screen)
            step.facts |= computation.facts_of(self.known_at)
        with self.watch.step("6 claims") as step:
            self.screen.say("6  setting the announced claims beside the computed results:")
            lines = computation.claim_lines(self.known_at)
            for line in lines:
                self.screen.say(f"   {line}")
            step.facts["claims"] = len(lines)

    def _disclose(self, cast: Cast) -> None:
        with self.watch.step("7 disclosure") as step:
            self.screen.say("7  drawing, signing off and publishing the disclosure ...")
            version = publication.publish(cast, known_at=self.known_at, screen=self.screen)
            templates.enter(cast)
            step.facts["figures"] = version.figure_set.count
        with self.watch.step("7 further disclosures") as step:
            self.screen.say("7  publishing every other kind of disclosure ...")
            others = publish_further(cast, known_at=self.known_at, screen=self.screen)
            step.facts["disclosures"] = len(others)
        with self.watch.step("7 scheduled export"):
            delivery = publication.export_once(cast, screen=self.screen)
        with self.watch.step("7 restatement") as step:
            self.screen.say("7  correcting twelve meters after the publication, and restating ...")
            restated = restating.restate(
                cast,
                annual=version,
                others=others,
                folder=self.folder / "readings",
                screen=self.screen,
            )
            step.facts["restated"] = str(restated)
        self._report(version, [*others, restated], delivery)

    def _report(
        self, version: DisclosureVersion, others: list[DisclosureVersion], delivery: Delivery
    ) -> None:
        files = [
            copy
            for each in (version, *others)
            for copy in publication.copies(each, folder=self.folder)
        ]
        summary = {
            "disclosure": version.disclosure.code,
            "known_at": version.known_at.isoformat(),
            "figures": publication.figures_by_id(version),
            "files": {path.name: artefact.sha256 for artefact, path in files},
            "scheduled_export": delivery.sha256,
            "steps": [vars(step) for step in self.watch.steps],
            "versions": {name: installed(name) for name in PACKAGES}
            | {"python": platform.python_version(), "postgresql": _server_version()},
            "machine": {"cores": psutil.cpu_count(), "platform": platform.platform()},
        }
        target = self.folder / "summary.json"
        target.write_text(json.dumps(summary, ensure_ascii=False, indent=2), "utf-8")
        say = self.screen.say
        say("8  done\n")
        say(f"   {'step':28} {'seconds':>9} {'peak MB':>9}")
        for step in self.watch.steps:
            facts = ", ".join(f"{key} {value}" for key, value in step.facts.items())
            say(f"   {step.name:28} {step.seconds:9.1f} {step.peak_mb:9}   {facts}")
        total = sum(step.seconds for step in self.watch.steps)
        say(f"   {'in all':28} {total:9.1f}\n")
        say(f"   disclosure {version.disclosure.code}, figures by id in {target}")
        for _artefact, path in files:
            say(f"   {path}")
        say(f"   verify:  .venv/bin/python manage.py verify {version.disclosure.code}")
        say(f"   console: make up, then {settings.PUBLIC_URL}/console/")
        say(f"            accounts and passwords: {self.folder / 'accounts.json'}")
        say("   Readings, dates, balance sheets and amounts are SAMPLE data, and say so.")


def _server_version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("show server_version")
        return str(cursor.fetchone()[0])
