"""Front door: every table of the app, for Django to find."""

from reporting.collection.models import (
    CollectedEntry,
    CollectionEvidence,
    CollectionPeriod,
    CollectionReminder,
    CollectionTask,
    EntryDraft,
    TaskComment,
    TaskTerms,
)
from reporting.disclosures.models import (
    Artefact,
    CarriedTextRead,
    CommentResolution,
    Disclosure,
    DisclosureVersion,
    DraftComment,
    NarrativeText,
    NumberSeries,
    Pack,
    ReportingClose,
    SectionAssignment,
    StateChange,
    TypedNumberReason,
)
from reporting.exports.models import Delivery, ExpectedRun, Schedule, ScheduleSwitch
from reporting.figures.models import Figure, FigureSet
from reporting.indicators.models import (
    Framework,
    FrameworkItem,
    IndicatorList,
    ItemLink,
    LibraryIndicator,
)
from reporting.moves.models import MoveReport

__all__ = [
    "Artefact",
    "CarriedTextRead",
    "CollectedEntry",
    "CollectionEvidence",
    "CollectionPeriod",
    "CollectionReminder",
    "CollectionTask",
    "CommentResolution",
    "Delivery",
    "Disclosure",
    "DisclosureVersion",
    "DraftComment",
    "EntryDraft",
    "ExpectedRun",
    "Figure",
    "FigureSet",
    "Framework",
    "FrameworkItem",
    "IndicatorList",
    "ItemLink",
    "LibraryIndicator",
    "MoveReport",
    "NarrativeText",
    "NumberSeries",
    "Pack",
    "ReportingClose",
    "Schedule",
    "ScheduleSwitch",
    "SectionAssignment",
    "StateChange",
    "TaskComment",
    "TaskTerms",
    "TypedNumberReason",
]
