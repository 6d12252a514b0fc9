"""Every operation against the OpenAPI document: no accident, no status or shape beyond it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from knox.models import AuthToken
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from config.wsgi import application
from tests.house.addresses import filled, reads
from tests.portfolio import Portfolio

pytestmark = pytest.mark.committing

EXAMPLES = int(os.environ.get("SCHEMA_EXAMPLES", "4"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
#: Signing in and out would end the token under which this test speaks; a file has no schema.
APART = re.compile(
    r"/auth/(login|logout|tokens)/|/content/$|/artefacts/|/delivered/|/file/$|/filled/$"
    r"|/figure-templates/{id}/figures/"
)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("username", ["auditor", "registrar", "analyst"])
def test_every_operation_keeps_to_the_document(portfolio_db: Portfolio, username: str) -> None:
    _row, token = AuthToken.objects.create(portfolio_db.person(username))
    document = schemathesis.openapi.from_wsgi("/api/v1/schema/", application)
    places = real_places()
    faults = []
    for result in document.get_all_operations():
        operation = result.ok()
        if not APART.search(operation.path):
            faults += broken(operation, token=token, place=places.get(_shape(operation.path), {}))
    assert not faults, "\n\n".join(faults)


def broken(operation: Any, *, token: str, place: Mapping[str, str]) -> list[str]:
    """Return what an operation does against the document, each fault once."""
    found: dict[str, None] = {}

    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), is_real=st.booleans())
    def ask(case: Any, is_real: bool) -> None:  # noqa: FBT001 (Hypothesis gives it by name)
        cache.clear()  # nobody is throttled here
        if is_real and place:
            case.path_parameters = dict(zip(case.path_parameters, place.values(), strict=True))
        try:
            case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=CHECKS)
        except FailureGroup as group:
            found.update(dict.fromkeys(f"{operation.label}: {each}" for each in group.exceptions))

    ask()
    return list(found)


def real_places() -> dict[str, dict[str, str]]:
    """Return rows that stand at the addresses with a place in them, by the address's shape."""
    found = {}
    for read in reads():
        if "<" in read.route and "token_key" not in read.route:
            shape = re.compile(re.sub(r"<(?:\w+:)?(\w+)>", r"(?P<\1>[^/]+)", read.route))
            match = shape.fullmatch(filled(read).path)
            assert match is not None
            found[_shape(read.route)] = match.groupdict()
            if read.action == "retrieve":
                found |= {f"{_shape(read.route)}{act}/": match.groupdict() for act in ACTS}
    return found


#: What is done to a row, at an address below its own.
ACTS = (
    *("confirm", "reject", "withdraw", "submit", "return", "publish"),
    *("draw", "repay", "reverse", "pause", "resume"),
)


def _shape(path: str) -> str:
    return re.sub(r"<[^>]+>|{[^}]+}", "{}", path)
