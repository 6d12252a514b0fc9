"""Front door: every table of the app, for Django to find."""

from reporting.disclosures.models import (
    Artefact,
    Disclosure,
    DisclosureVersion,
    NumberSeries,
    StateChange,
)
from reporting.exports.models import (
    Delivery,
    Destination,
    DestinationCheck,
    DestinationSecret,
    Dispatch,
    DispatchAttempt,
    ExpectedRun,
    Schedule,
    ScheduleSwitch,
)
from reporting.figures.models import Figure, FigureSet
from reporting.moves.models import MoveReport

__all__ = [
    "Artefact",
    "Delivery",
    "Destination",
    "DestinationCheck",
    "DestinationSecret",
    "Disclosure",
    "DisclosureVersion",
    "Dispatch",
    "DispatchAttempt",
    "ExpectedRun",
    "Figure",
    "FigureSet",
    "MoveReport",
    "NumberSeries",
    "Schedule",
    "ScheduleSwitch",
    "StateChange",
]
