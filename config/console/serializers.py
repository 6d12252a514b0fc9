"""What the interface says of saved views."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from config.api.serializers import PersonSerializer, RoomSerializer
from config.console.lists.saved import LONGEST_NAME, LONGEST_QUERY
from config.console.models import SavedView


class SavedViewSerializer(RoomSerializer[SavedView]):
    """A saved view: of which list, under which name, with which question."""

    list = serializers.CharField(
        source="list_name", max_length=80, help_text="The list's table, such as trusts.product."
    )
    name = serializers.CharField(max_length=LONGEST_NAME)
    query = serializers.CharField(
        max_length=LONGEST_QUERY,
        allow_blank=True,
        required=False,
        help_text="Filters, search (q), order (o), columns, as_of and known_at, as in the address.",
    )
    is_shared = serializers.BooleanField(required=False)
    is_default = serializers.BooleanField(
        required=False, help_text="Whether the list opens in this view for you."
    )
    is_mine = serializers.SerializerMethodField()
    owner = PersonSerializer(read_only=True)
    created_at = serializers.DateTimeField(read_only=True)
    changed_at = serializers.DateTimeField(read_only=True)

    class Meta:
        model = SavedView
        fields = (
            "id",
            "list",
            "name",
            "query",
            "is_shared",
            "is_default",
            "is_mine",
            "owner",
            "created_at",
            "changed_at",
        )

    def get_is_mine(self, view: Any) -> bool:
        """Return whether the view is the reader's own."""
        return bool(view.owner_id == self.context["request"].user.pk)


class SavedViewChangeSerializer(SavedViewSerializer):
    """What may be changed of a saved view; its list stays."""

    list = serializers.CharField(source="list_name", read_only=True)
