"""Saved views over HTTP."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as django_filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.request import Request
from rest_framework.response import Response

from config.api.views import RoomViewSet, person
from config.console.lists import saved
from config.console.models import SavedView
from config.console.serializers import SavedViewChangeSerializer, SavedViewSerializer


class SavedViewFilter(django_filters.FilterSet):  # type: ignore[misc]  # (untyped base)
    """Narrows the views to those of one list."""

    list = django_filters.CharFilter(field_name="list_name")

    class Meta:
        model = SavedView
        fields = ("list", "is_shared")


class SavedViewViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, RoomViewSet[SavedView]):
    """Saved views of lists: one's own, and those that others share."""

    queryset = SavedView.objects.all()
    serializer_class = SavedViewSerializer
    filterset_class = SavedViewFilter
    view_permission = "console.lists.view"

    def get_queryset(self) -> QuerySet[SavedView]:
        """Return the views that the person sees, their default marked."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return saved.visible_to(person(self.request)).order_by()

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Save a view of a list under a name."""
        given = self._read(SavedViewSerializer(data=request.data))
        is_default = given.pop("is_default", None)
        view = saved.save(by=person(request), **{"query": "", **given})
        answer = self._answer(view, is_default=is_default, code=status.HTTP_201_CREATED)
        answer.headers["Location"] = request.build_absolute_uri(f"{view.pk}/")
        return answer

    @extend_schema(request=SavedViewChangeSerializer)
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Rename a view, put another question in it, share it, or open the list in it."""
        view = self.get_object()
        given = self._read(SavedViewChangeSerializer(data=request.data, partial=True))
        is_default = given.pop("is_default", None)
        if given:
            view = saved.change(view=view, by=person(request), **given)
        return self._answer(view, is_default=is_default)

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Drop one's own view."""
        saved.drop(view=self.get_object(), by=person(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _read(self, serializer: Any) -> dict[str, Any]:
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def _answer(
        self, view: SavedView, *, is_default: bool | None, code: int = status.HTTP_200_OK
    ) -> Response:
        by = person(self.request)
        if is_default is not None:
            saved.set_default(view=view, by=by, is_default=is_default)
        shown = saved.visible_to(by).get(pk=view.pk)
        return Response(self.get_serializer(shown).data, status=code)
