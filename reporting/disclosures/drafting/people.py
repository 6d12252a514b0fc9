"""Who works on a draft: assignments, threads of comments, who may write and who may comment."""

from __future__ import annotations

from config.accounts.models import User
from reporting.disclosures.models import (
    Disclosure,
    DisclosureVersion,
    DraftComment,
    ReportingClose,
    SectionAssignment,
)


def assignments_of(disclosure: Disclosure) -> dict[str, SectionAssignment]:
    """Return who writes which section until when: the last assignment of each."""
    rows = (
        SectionAssignment.objects.filter(disclosure=disclosure)
        .select_related("assignee", "by")
        .order_by("section", "-id")
        .distinct("section")
    )
    return {each.section: each for each in rows}


def threads(disclosure: Disclosure) -> list[DraftComment]:
    """Return the threads of comments on a disclosure, the newest first, with their answers."""
    rows = DraftComment.objects.filter(disclosure=disclosure, thread=None)
    return list(
        rows.select_related("by", "disclosure", "resolution__by")
        .prefetch_related("answers__by")
        .order_by("-id")
    )


def open_threads(disclosure: Disclosure) -> list[DraftComment]:
    """Return the threads that nobody has held for settled."""
    return [each for each in threads(disclosure) if not is_settled(each)]


def is_settled(thread: DraftComment) -> bool:
    """Return whether somebody held the thread for settled."""
    return getattr(thread, "resolution", None) is not None


def may_write(user: User, disclosure: Disclosure, section: str) -> bool:
    """Return whether a person may write a section: who drafts disclosures, or who has it to do."""
    if user.may(DisclosureVersion.propose_permission):
        return True
    assignment = assignments_of(disclosure).get(section)
    return assignment is not None and assignment.assignee_id == user.pk


def may_comment(user: User, disclosure: Disclosure) -> bool:
    """Return whether a person may comment: who drafts, who signs off, who has a section to do."""
    return (
        user.may(DisclosureVersion.propose_permission)
        or user.may(DisclosureVersion.confirm_permission)
        or any(each.assignee_id == user.pk for each in assignments_of(disclosure).values())
    )


def assigned_to(user: User) -> list[SectionAssignment]:
    """Return the sections that a person has to write, of disclosures not yet published."""
    latest = SectionAssignment.objects.order_by("disclosure", "section", "-id")
    standing = latest.distinct("disclosure", "section").values("pk")
    published = ReportingClose.objects.values("version__disclosure")
    rows = SectionAssignment.objects.filter(pk__in=standing, assignee=user)
    rows = rows.exclude(disclosure__in=published).select_related("disclosure")
    return list(rows.order_by("due_on", "id"))
