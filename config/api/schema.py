"""The OpenAPI document: rooms as tags, and every way in which an operation may be refused."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from drf_spectacular.openapi import AutoSchema

from config.api import tables
from config.api.authentication import TokenScheme
from config.api.problems import MEDIA_TYPE, TITLES

#: Statuses that any operation may answer with.
ALWAYS = (400, 401, 403, 404, 406, 429, 503)
#: Statuses beyond those of an operation that changes something.
CHANGING = (409, 412, 413, 415, 422)
SIGN_IN = "sign-in"
#: Apps whose rooms stand under their own names; the rest of the house stands under config.
ROOM_APPS = ("projects", "trusts", "reporting")
#: How a token is sent; named here so that the schema knows of it.
SCHEMES = (TokenScheme,)

PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "A refusal, as RFC 9457 puts it.",
    "required": ["type", "title", "status", "detail", "instance", "code", "request_id", "errors"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "code": {"type": "string", "description": "The word that a client tests."},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {
                    "pointer": {
                        "type": "string",
                        "description": "A JSON pointer into the body, or /name of a parameter.",
                    },
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}


class RoomSchema(AutoSchema):
    """Describes an operation under the tag of its room."""

    def get_tags(self) -> list[str]:
        """Return the room that the view belongs to, from the permission it asks for."""
        permission = getattr(self.view, "view_permission", None)
        if isinstance(permission, str):
            return [permission.rsplit(".", 1)[0]]
        return [SIGN_IN]

    def get_override_parameters(self) -> list[Any]:
        """Return the parameters that the view names, and the form of a list that may be a file."""
        named: list[Any] = super().get_override_parameters()
        return [*named, tables.PARAMETER] if getattr(self.view, "lists_tables", False) else named

    def _get_response_for_code(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return what an answer holds; a file is bytes, whatever the rows are in JSON."""
        answer: dict[str, Any] = super()._get_response_for_code(*args, **kwargs)  # type: ignore[no-untyped-call]
        for media_type, content in answer.get("content", {}).items():
            if media_type in tables.FILE_TYPES:
                content["schema"] = {"type": "string", "format": "binary"}
        return answer

    def get_summary(self) -> str | None:
        """Return the first line of what the operation says about itself."""
        words = str(self.get_description() or "").strip()
        return words.splitlines()[0].rstrip(".") if words else None


def document_problems(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """Add to every operation the problems it may answer with; close bodies to unknown names."""
    components = result.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name, schema in schemas.items():
        if name.endswith("Request") and schema.get("type") == "object":
            schema["additionalProperties"] = False
    schemas["Problem"] = PROBLEM
    components["responses"] = {_name(code): _response(code) for code in (*ALWAYS, *CHANGING, 428)}
    for path, operations in result.get("paths", {}).items():
        for method, operation in operations.items():
            for code in _codes(path, method):
                reference = {"$ref": f"#/components/responses/{_name(code)}"}
                operation["responses"].setdefault(str(code), reference)
    return result


def name_the_rooms(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """List the rooms in the order of the house, each under its names."""
    used = {
        tag
        for operations in result.get("paths", {}).values()
        for operation in operations.values()
        for tag in operation.get("tags", ())
    }
    order = {config.label: index for index, config in enumerate(apps.get_app_configs())}
    in_order = sorted(used, key=lambda tag: (order.get(tag.split(".")[0], -1), tag))
    result["tags"] = [{"name": tag, "description": _door_plate(tag)} for tag in in_order]
    return result


def _door_plate(tag: str) -> str:
    """Return what a room says about itself: the first line of its package."""
    if tag == SIGN_IN:
        return "登录与令牌 · Sign in, and the tokens of one's account."
    place = tag if tag.split(".", maxsplit=1)[0] in ROOM_APPS else f"config.{tag}"
    found = import_module(place).__doc__ if find_spec(place) else None
    return (found or tag).strip().splitlines()[0]


def _codes(path: str, method: str) -> tuple[int, ...]:
    if method in {"get", "head"}:
        return ALWAYS
    return (*ALWAYS, *CHANGING, *((428,) if path.endswith("/confirm/") else ()))


def _name(code: int) -> str:
    return f"Problem{code}"


def _response(code: int) -> dict[str, Any]:
    headers: dict[str, Any] = {
        "X-Request-ID": {"schema": {"type": "string"}, "description": "Also in the body."}
    }
    if code in {429, 503}:
        headers["Retry-After"] = {"schema": {"type": "integer"}, "description": "Seconds."}
    return {
        "description": TITLES[code],
        "headers": headers,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
