"""What the HTTP interface asks of Django REST framework, knox and drf-spectacular."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

DEFAULT_LIMIT = 100
MAX_LIMIT = 500

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "config.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["config.api.permissions.Policy"],
    "DEFAULT_RENDERER_CLASSES": ["config.api.body.JsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["config.api.body.JsonParser"],
    "DEFAULT_PAGINATION_CLASS": "config.api.paging.CursorById",
    "DEFAULT_FILTER_BACKENDS": ["config.api.filters.StrictFilters"],
    "DEFAULT_SCHEMA_CLASS": "config.api.schema.RoomSchema",
    "EXCEPTION_HANDLER": "config.api.errors.handle",
    "DEFAULT_THROTTLE_RATES": {"login": "10/min"},
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "COERCE_DECIMAL_TO_STRING": True,
    "URL_FORMAT_OVERRIDE": None,
    "FORMAT_SUFFIX_KWARG": None,
}

REST_KNOX: dict[str, Any] = {
    "AUTH_HEADER_PREFIX": "Bearer",
    "TOKEN_TTL": timedelta(hours=12),
    "TOKEN_LIMIT_PER_USER": 20,
    "TOKEN_PREFIX": "gt",
}

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "绿色信托组合管理 · Green Trust Portfolio Management",
    "DESCRIPTION": (
        "绿色信托的登记、计量、归因与披露。一切事实只增不改；更正是新的事实；重要事项由一人提出、另一人确认。\n\n"
        "Register, measure, attribute and disclose green trusts. Facts are appended, never edited; "
        "what matters is proposed by one person and confirmed by another.\n\n"
        "- Lists: `limit` (1 to 500), `cursor`, `ordering`; an unknown parameter is refused.\n"
        "- Times: `known_at` (an instant with its offset) asks what was known then; "
        "`as_of` (a day) asks what held then.\n"
        "- Refusals: `application/problem+json` (RFC 9457) with `code`, a sentence in the language "
        "of `Accept-Language`, and the `request_id`.\n"
        "- Money, tonnes and shares are decimal text; energy is whole watt-hours.\n"
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "SERVE_PERMISSIONS": ["config.api.permissions.Policy"],
    "COMPONENT_SPLIT_REQUEST": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "persistAuthorization": False},
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": [
        "config.api.schema.document_problems",
        "config.api.schema.name_the_rooms",
    ],
}
