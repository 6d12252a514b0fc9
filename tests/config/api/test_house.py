"""The interface as a whole: its document, its policy, its health, its keys."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import path
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.views import APIView

from config.api import checks, health, keyset
from config.api.management.commands.openapi import openapi_document
from config.api.serializers import FactSerializer, RoomSerializer
from tests.shelf.models import Loan, Sighting

SHELF = pytest.mark.urls("tests.config.api.shelf")


# ---- the document


@SHELF
def test_the_document_is_the_same_twice() -> None:
    assert openapi_document() == openapi_document()


@SHELF
def test_every_operation_documents_its_refusals() -> None:
    document = json.loads(openapi_document())
    for address, operations in document["paths"].items():
        for method, operation in operations.items():
            expected = {"400", "401", "403", "404", "406", "429", "503"}
            if method not in {"get", "head"}:
                expected |= {"409", "412", "413", "415", "422"}
            assert expected <= set(operation["responses"]), (address, method)
            assert operation["summary"], (address, method)
            assert operation["tags"], (address, method)
    problem = document["components"]["responses"]["Problem404"]
    assert "application/problem+json" in problem["content"]


@SHELF
def test_a_room_is_a_tag_and_a_confirmation_names_its_precondition() -> None:
    document = json.loads(openapi_document())
    confirm = document["paths"]["/api/v1/shelf/loans/{id}/confirm/"]["post"]
    assert confirm["tags"] == ["trusts.register"]
    assert "If-Match" in [each["name"] for each in confirm["parameters"]]
    assert "428" in confirm["responses"]
    listing = document["paths"]["/api/v1/shelf/loans/"]["get"]
    names = {each["name"] for each in listing["parameters"]}
    assert {"limit", "cursor", "ordering", "known_at", "as_of", "state"} <= names


@SHELF
def test_the_committed_document_is_compared(tmp_path: Path) -> None:
    file = tmp_path / "openapi.json"
    with pytest.raises(CommandError, match="openapi --write"):
        call_command("openapi", "--check", "--file", str(file))
    call_command("openapi", "--write", "--file", str(file), stdout=mock.Mock())
    call_command("openapi", "--check", "--file", str(file), stdout=mock.Mock())
    file.write_text(file.read_text("utf-8").replace("sightings", "sighted"), "utf-8")
    with pytest.raises(CommandError, match="not what the code serves"):
        call_command("openapi", "--check", "--file", str(file))


@SHELF
def test_the_docs_come_from_this_host_alone(client: Client, db: None) -> None:
    page = client.get("/api/v1/docs/")
    words = page.content.decode()
    assert page.status_code == 200
    assert "http://" not in words
    assert "https://" not in words
    assert "<script>" not in words
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self';" in f"{policy};"
    assert client.get("/api/v1/docs/?script=").status_code == 200
    assert client.get("/api/v1/schema/").json()["openapi"].startswith("3.1")


# ---- the policy


class Unguarded(APIView):
    """Says not who may use it."""


class Misspelt(APIView):
    """Names a permission that is none."""

    view_permission = "register"


def test_a_view_without_a_policy_stops_the_start(settings: Any) -> None:
    with mock.patch.object(checks, "get_resolver") as resolver:
        resolver.return_value.url_patterns = [
            path("a/", Unguarded.as_view()),
            path("b/", Misspelt.as_view()),
        ]
        found = checks.every_view_declares_its_policy()
    assert [each.id for each in found] == ["api.E001", "api.E001"]


@SHELF
def test_every_view_of_the_house_declares_its_policy() -> None:
    assert checks.every_view_declares_its_policy() == []


def test_a_serializer_names_its_fields_one_by_one() -> None:
    with pytest.raises(TypeError, match="one by one"):

        class _Careless(RoomSerializer[Loan]):
            class Meta:
                model = Loan
                fields = "__all__"

    with pytest.raises(TypeError, match="no Fact"):

        class _Mistaken(FactSerializer[Loan]):
            class Meta:
                model = Loan
                fields = ("id",)


# ---- health


@SHELF
def test_a_living_process_says_so(client: Client) -> None:
    assert client.get("/livez").json() == {"status": "alive"}


@SHELF
def test_a_ready_house_names_each_dependency(client: Client, db: None, settings: Any) -> None:
    settings.CELERY_BROKER_URL = "memory://"
    answer = client.get("/readyz")
    body = answer.json()
    assert answer.status_code == 200, body
    assert set(body["checks"]) >= {"database", "migrations", "broker", "disk", "fonts"}


@SHELF
@pytest.mark.parametrize(
    ("name", "fault"),
    [("disk", health.NotReady("1 MiB are free")), ("database", RuntimeError("password=secret"))],
)
def test_one_dependency_that_is_not_ready_is_named_without_a_secret(
    client: Client, db: None, settings: Any, name: str, fault: Exception
) -> None:
    settings.CELERY_BROKER_URL = "memory://"
    with mock.patch.dict(health.CHECKS, {name: mock.Mock(side_effect=fault)}):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert [key for key, each in answer.json()["checks"].items() if not each["ready"]] == [name]
    assert "secret" not in answer.content.decode()


# ---- keys


@given(st.lists(st.text(max_size=20), max_size=4), st.booleans())
def test_a_cursor_reads_back_as_it_was_written(key: list[str], backwards: bool) -> None:  # noqa: FBT001
    cursor = keyset.Cursor(tuple(key), backwards)
    assert keyset.Cursor.decode(cursor.encode()) == cursor


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_a_cursor(text: str) -> None:
    with suppress(keyset.UnreadableCursor):
        keyset.Cursor.decode(text)


@pytest.mark.django_db
@pytest.mark.parametrize("limit", [1, 2, 3, 5])
def test_every_row_stands_on_exactly_one_page(limit: int) -> None:
    for text in "abacabbcad":
        Sighting.objects.create(text=text)
    for ordering in (("text", "id"), ("-text", "-id"), ("-id",)):
        names = [name.removeprefix("-") for name in ordering]
        whole = list(Sighting.objects.order_by(*ordering).values_list(*names))
        seen: list[Any] = []
        cursor = None
        while True:
            page = keyset.page_of(
                Sighting.objects.all(), ordering=ordering, limit=limit, cursor=cursor
            )
            seen += [tuple(getattr(row, name) for name in names) for row in page.rows]
            if page.following is None:
                break
            cursor = keyset.Cursor.decode(page.following.encode())
        assert seen == whole
