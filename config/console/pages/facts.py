"""Pages of facts: read, followed, never touched."""

from __future__ import annotations

from typing import Generic, TypeVar

from django.db.models import Model

from config.console.pages.base import RoomAdmin

M = TypeVar("M", bound=Model)


class FactAdmin(RoomAdmin[M], Generic[M]):
    """A page of facts: a list and a record of each; no addition, no change, no deletion."""
