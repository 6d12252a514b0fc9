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
    Disclosure,
    DisclosureVersion,
    NumberSeries,
    Pack,
    StateChange,
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
    "CollectedEntry",
    "CollectionEvidence",
    "CollectionPeriod",
    "CollectionReminder",
    "CollectionTask",
    "Delivery",
    "Disclosure",
    "DisclosureVersion",
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
    "NumberSeries",
    "Pack",
    "Schedule",
    "ScheduleSwitch",
    "StateChange",
    "TaskComment",
    "TaskTerms",
]
