"""Where the sample portfolio's files go: a folder of this machine, and what is sent there."""

from __future__ import annotations

from typing import Final

from config.demo.people import Cast
from config.demo.screen import Screen
from config.demo.templates import TABLE
from config.kernel import proposals
from reporting.exports import operations as exports
from reporting.exports import queries
from reporting.exports.models import Schedule
from reporting.exports.rules.periods import Relative

FOLDER: Final = "sample-folder"
SUBSCRIPTION: Final = "sample: avoided emissions by project, fifth working day"
KIND: Final = "green_trust_annual"


def open_folder(cast: Cast, *, screen: Screen) -> None:
    """Open the sample destination: a folder below this home's outbox, which calls no host."""
    if queries.destination_called(FOLDER) is not None:
        return
    row = exports.propose_destination(
        code=FOLDER,
        name="样本：本机文件夹",
        door="folder",
        address={"folder": "sample"},
        by=cast.officer,
        reason="sample destination",
    )
    screen.follow([exports.ask_for_trial(destination=row, by=cast.officer)], text="a test file")
    proposals.confirm(row, by=cast.reviewer, note="sample", seen_sha256=row.content_sha256)


def subscribe(cast: Cast) -> None:
    """Have the sample table of figures sent to the folder on each month's fifth working day."""
    if Schedule.objects.confirmed().filter(name=SUBSCRIPTION).exists():
        return
    schedule = exports.propose_schedule(
        name=SUBSCRIPTION,
        content="figures",
        disclosure_kind=KIND,
        figure_template=TABLE,
        relative_period=Relative.AS_OF,
        form="csv",
        language="zh-Hans",
        timetable={"at": "08:30", "working_day": 5},
        time_zone="Asia/Shanghai",
        recipients=[FOLDER],
        watchers=["operator"],
        by=cast.officer,
        reason="sample subscription",
    )
    proposals.confirm(
        schedule, by=cast.reviewer, note="sample", seen_sha256=schedule.content_sha256
    )
