"""What is collected: periods, tasks and their terms, drafts, entries, evidence, reminders."""

from reporting.collection.models.entries import CollectedEntry as CollectedEntry
from reporting.collection.models.entries import CollectionEvidence as CollectionEvidence
from reporting.collection.models.entries import EntryDraft as EntryDraft
from reporting.collection.models.periods import CollectionPeriod as CollectionPeriod
from reporting.collection.models.periods import CollectionTask as CollectionTask
from reporting.collection.models.periods import TaskTerms as TaskTerms
from reporting.collection.models.talk import CollectionReminder as CollectionReminder
from reporting.collection.models.talk import TaskComment as TaskComment
