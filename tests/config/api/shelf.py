"""The tests' own shelf over HTTP, and the addresses under which it stands."""

# ruff: noqa: ARG002  (what a page is given and what it needs differ)

from __future__ import annotations

import hashlib
from typing import Any, NoReturn

import django_filters
from django.db import IntegrityError, OperationalError, connection
from django.urls import include, path
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

from config.accounts.models import User
from config.api import serializers
from config.api.permissions import EVERYONE
from config.api.views import BatchViewSet, FactViewSet, ProposalViewSet
from config.archive import operations as archive
from config.kernel import proposals
from config.kernel.errors import DomainError, InvalidInput
from config.kernel.findings import Finding
from tests.shelf.models import Crate, Label, Loan, Sighting

VIEW = "trusts.register.view"


class SightingFilter(django_filters.FilterSet):
    """By its text."""

    text = django_filters.CharFilter()

    class Meta:
        model = Sighting
        fields: list[str] = []


class SightingSerializer(serializers.FactSerializer[Sighting]):
    """A sighting."""

    class Meta:
        model = Sighting
        fields = ("id", "text", "recorded_at")


class LoanSerializer(serializers.ProposalSerializer[Loan]):
    """A loan."""

    class Meta:
        model = Loan
        fields = ("text", "amount")


class LabelSerializer(serializers.ProposalSerializer[Label]):
    """A version of a label."""

    class Meta:
        model = Label
        fields = ("thing", "text", "effective_from", "supersedes")


class CrateSerializer(serializers.BatchSerializer[Crate]):
    """A crate."""

    class Meta:
        model = Crate
        fields = serializers.BatchSerializer.BATCH_FIELDS


class SightingViewSet(FactViewSet[Sighting]):
    """Sightings."""

    queryset = Sighting.objects.all()
    serializer_class = SightingSerializer
    filterset_class = SightingFilter
    ordering_fields = ("-id", "text")
    view_permission = VIEW


class LoanViewSet(ProposalViewSet[Loan]):
    """Loans."""

    queryset = Loan.objects.all()
    serializer_class = LoanSerializer
    view_permission = VIEW


class LabelViewSet(ProposalViewSet[Label]):
    """Labels."""

    queryset = Label.objects.all()
    serializer_class = LabelSerializer
    view_permission = VIEW


class CrateViewSet(BatchViewSet[Crate]):
    """Crates."""

    queryset = Crate.objects.all()
    serializer_class = CrateSerializer
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> Crate:
        """Keep the file and propose the crate."""
        content = data["file"].read()
        row = Crate(
            kind="slips",
            source=data["source"],
            original=archive.store(content=content, name=data["file"].name, media_type="text/csv"),
            original_name=data["file"].name,
            file_sha256=hashlib.sha256(content).hexdigest(),
        )
        return proposals.propose(row, by=by, reason=data["reason"])


class Locked(DomainError):
    """The {thing} is locked."""

    code = "locked"


@extend_schema(exclude=True)
class Trouble(APIView):
    """Goes wrong in the way that the address names."""

    open_to = EVERYONE
    authentication_classes: list[Any] = []

    def get(self, request: Request, kind: str) -> Response:
        """Go wrong."""
        return self.TROUBLES[kind]()

    post = get

    @staticmethod
    def refuse() -> NoReturn:
        """Refuse in the domain's words."""
        raise Locked(thing="drawer")

    @staticmethod
    def find() -> NoReturn:
        """Find two faults."""
        raise InvalidInput(
            [
                Finding(
                    code="late",
                    message="{day} is too late",
                    row=7,
                    field="day",
                    value="x",
                    remedy="send it earlier",
                    facts={"day": "Monday"},
                ),
                Finding(code="odd", message="odd"),
            ]
        )

    @staticmethod
    def lose_the_database() -> NoReturn:
        """Lose the database."""
        raise OperationalError("password=secret host=10.0.0.1 refused")

    @staticmethod
    def run_out_of_time() -> NoReturn:
        """Ask the database for more than it gives."""
        with connection.cursor() as cursor:
            cursor.execute("set local statement_timeout = '5ms'")
            cursor.execute("select pg_sleep(1)")
        raise AssertionError("the database waited")

    @staticmethod
    def overflow() -> NoReturn:
        """Store a number that does not fit."""
        with connection.cursor() as cursor:
            cursor.execute("select 99999999999999::integer")
        raise AssertionError("it fits")

    @staticmethod
    def surprise() -> NoReturn:
        """Do what nobody foresaw."""
        raise RuntimeError("the secret is xyzzy")

    @staticmethod
    def collide() -> NoReturn:
        """Meet a constraint that nobody checked before."""
        raise IntegrityError('duplicate key value violates "secret_key"')

    TROUBLES = {
        name: function.__func__
        for name, function in list(vars().items())
        if isinstance(function, staticmethod)
    }


router = SimpleRouter(use_regex_path=False)
router.register("sightings", SightingViewSet)
router.register("loans", LoanViewSet)
router.register("labels", LabelViewSet)
router.register("crates", CrateViewSet)

urlpatterns = [
    path("api/v1/shelf/trouble/<str:kind>/", Trouble.as_view()),
    path("api/v1/shelf/", include(router.urls)),
    path("", include("config.console.urls")),
    path("", include("config.api.urls")),
]

handler400 = "config.api.errors.bad_request"
handler403 = "config.api.errors.forbidden"
handler404 = "config.api.errors.not_found"
handler500 = "config.api.errors.server_error"
