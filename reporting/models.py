"""Front door: every table of the app, for Django to find."""

from reporting.disclosures.models import (
    Artefact,
    Disclosure,
    DisclosureVersion,
    FigureTemplate,
    NumberSeries,
    StateChange,
    WordTemplate,
)
from reporting.exports.models import Delivery, ExpectedRun, Schedule, ScheduleSwitch
from reporting.figures.models import Figure, FigureSet
from reporting.moves.models import MoveReport

__all__ = [
    "Artefact",
    "Delivery",
    "Disclosure",
    "DisclosureVersion",
    "ExpectedRun",
    "Figure",
    "FigureSet",
    "FigureTemplate",
    "MoveReport",
    "NumberSeries",
    "Schedule",
    "ScheduleSwitch",
    "StateChange",
    "WordTemplate",
]
