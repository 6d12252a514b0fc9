"""The schema of the interface, and the pages that show it; every asset is served by us."""

from __future__ import annotations

from typing import Any

from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response

from config.api.permissions import EVERYONE


class SchemaView(SpectacularAPIView):
    """The OpenAPI document: open to everyone, for it tells no fact of the house."""

    open_to = EVERYONE
    renderer_classes = [OpenApiJsonRenderer]

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return the OpenAPI document."""
        answer: Response = super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]
        return answer


class DocsView(SpectacularSwaggerSplitView):
    """The pages on which the interface is read and tried."""

    open_to = EVERYONE
    url_name = "api-schema"
    template_name = "api/docs.html"
