"""Front door: every table of the app, for Django to find."""

from reporting.disclosures.models import (
    Artefact,
    CarriedTextRead,
    CommentResolution,
    Disclosure,
    DisclosureVersion,
    DraftComment,
    NarrativeText,
    NumberSeries,
    ReportingClose,
    SectionAssignment,
    StateChange,
    TypedNumberReason,
)
from reporting.exports.models import Delivery, ExpectedRun, Schedule, ScheduleSwitch
from reporting.figures.models import Figure, FigureSet
from reporting.moves.models import MoveReport

__all__ = [
    "Artefact",
    "CarriedTextRead",
    "CommentResolution",
    "Delivery",
    "Disclosure",
    "DisclosureVersion",
    "DraftComment",
    "ExpectedRun",
    "Figure",
    "FigureSet",
    "MoveReport",
    "NarrativeText",
    "NumberSeries",
    "ReportingClose",
    "Schedule",
    "ScheduleSwitch",
    "SectionAssignment",
    "StateChange",
    "TypedNumberReason",
]
