"""Pages of the editions: the classification of trust business, the forms of green trust."""

from __future__ import annotations

from django.contrib import admin

from config.console.admin import FactAdmin
from config.console.site import site
from trusts.register.admin.common import VIEW
from trusts.register.models import GreenForm, TrustKind


@admin.register(TrustKind, site=site)
class TrustKindAdmin(FactAdmin[TrustKind]):
    """The classification of trust business."""

    view_permission = VIEW
    icon = "category"
    list_display = ("code", "name_zh", "name_en", "level", "edition", "confidence")
    list_filter = ("edition", "level")
    search_fields = ("code", "name_zh", "name_en")
    ordering = ("edition", "id")


@admin.register(GreenForm, site=site)
class GreenFormAdmin(FactAdmin[GreenForm]):
    """The forms of green trust."""

    view_permission = VIEW
    icon = "eco"
    list_display = ("code", "name_zh", "name_en", "class_code", "edition", "confidence")
    list_filter = ("edition", "class_code")
    ordering = ("edition", "id")
