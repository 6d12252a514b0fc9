"""Acts of collection: open a period, ask, answer with evidence, remind, carry forward."""

from reporting.collection.operations.entries import add_comment as add_comment
from reporting.collection.operations.entries import add_evidence as add_evidence
from reporting.collection.operations.entries import save_draft as save_draft
from reporting.collection.operations.entries import submit_entry as submit_entry
from reporting.collection.operations.importing import import_entries as import_entries
from reporting.collection.operations.periods import add_task as add_task
from reporting.collection.operations.periods import carry_forward as carry_forward
from reporting.collection.operations.periods import open_period as open_period
from reporting.collection.operations.periods import set_terms as set_terms
from reporting.collection.operations.reminding import remind as remind
