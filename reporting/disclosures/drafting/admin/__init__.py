"""Staff pages of drafting: the draft at a glance, a section, what changed, what was recorded."""

from reporting.disclosures.drafting.admin import changes, overview, section, tables

__all__ = ["changes", "overview", "section", "tables"]
