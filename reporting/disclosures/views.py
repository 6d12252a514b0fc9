"""Disclosures over HTTP: drafted, submitted, signed off, published, downloaded."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from config.api import conditional
from config.api.stored import handed_out
from config.api.views import IF_MATCH, FactViewSet, person
from config.kernel.periods import Period, UnreadablePeriod
from config.kernel.signing import SigningKeys
from reporting.disclosures import operations, queries, serializers
from reporting.disclosures.models import Disclosure, DisclosureVersion, Pack

VIEW = "reporting.disclosures.view"
VERSION, REVIEW = "version", "review"


class DisclosureViewSet(FactViewSet[Disclosure]):
    """Disclosures by their numbers, with versions, log, figures and files."""

    queryset = Disclosure.objects.all()
    serializer_class = serializers.DisclosureSerializer
    filterset_fields = ("kind", "starts_on", "ends_on", "subject")
    view_permission = VIEW
    lookup_field = "code"
    lookup_value_converter = "str"

    def get_serializer_class(self) -> Any:
        """Return the long form for one disclosure."""
        listed = self.action == "list"
        return super().get_serializer_class() if listed else serializers.DisclosureDetailSerializer

    def known_parameters(self) -> set[str]:
        """Return the parameters that this address reads."""
        own = {VERSION, REVIEW} if self.action == "artefact" else set()
        return super().known_parameters() | own

    @extend_schema(
        request=serializers.DraftSerializer, responses={202: serializers.RunAskedSerializer}
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Draft the next version of a disclosure; a worker makes it."""
        given = self._read(serializers.DraftSerializer)
        try:
            period = Period.parse(given.pop("period"))
        except UnreadablePeriod as fault:
            raise ValidationError({"period": [ErrorDetail(str(fault), code="invalid")]}) from fault
        run = operations.draft(period=period, by=person(request), **given)
        return _asked(run)

    @extend_schema(
        request=serializers.ActSerializer, responses=serializers.DisclosureDetailSerializer
    )
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Put the draft before the reviewers."""
        given = self._read(serializers.ActSerializer)
        operations.submit(version=self._version(given), by=person(request), reason=given["reason"])
        return self._answer()

    @extend_schema(
        request=serializers.SignOffSerializer,
        responses=serializers.DisclosureDetailSerializer,
        parameters=[IF_MATCH],
    )
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Sign the version off as its second person, naming the content that was read."""
        given = self._read(serializers.SignOffSerializer)
        seen = conditional.seen_content(request, stated=given.get("seen_sha256"))
        operations.sign_off(
            version=self._version(given), by=person(request), note=given["note"], seen_sha256=seen
        )
        return self._answer()

    @extend_schema(
        request=serializers.ActSerializer, responses=serializers.DisclosureDetailSerializer
    )
    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def send_back(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Send the version back with what is wrong with it."""
        given = self._read(serializers.ActSerializer)
        operations.return_(version=self._version(given), by=person(request), note=given["reason"])
        return self._answer()

    @extend_schema(
        request=serializers.ActSerializer, responses=serializers.DisclosureDetailSerializer
    )
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Withdraw a draft, or a publication that must not stand."""
        given = self._read(serializers.ActSerializer)
        operations.withdraw(
            version=self._version(given), by=person(request), reason=given["reason"]
        )
        return self._answer()

    @extend_schema(
        request=serializers.PublishSerializer, responses={202: serializers.RunAskedSerializer}
    )
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Publish the version that was signed off; a worker does it, once."""
        given = self._read(serializers.PublishSerializer)
        return _asked(operations.publish(version=self._version(given), by=person(request)))

    @extend_schema(
        parameters=[
            OpenApiParameter("form", OpenApiTypes.STR, OpenApiParameter.PATH),
            OpenApiParameter("language", OpenApiTypes.STR, OpenApiParameter.PATH),
            OpenApiParameter(VERSION, int, description="The number of the version; the last one."),
            OpenApiParameter(REVIEW, bool, description="The review copy, not the published file."),
        ],
        responses={200: OpenApiTypes.BINARY},
    )
    @action(
        detail=True,
        url_path="artefacts/<str:form>/<str:language>",
        pagination_class=None,
        filter_backends=[],
    )
    def artefact(
        self,
        request: Request,
        *args: Any,  # noqa: ARG002
        form: str,
        language: str,
        **kwargs: Any,  # noqa: ARG002
    ) -> HttpResponseBase:
        """Download one file, its hash checked again; the manifest has the language ``all``."""
        number = request.query_params.get(VERSION)
        if number is not None and not number.isdecimal():
            raise ValidationError({VERSION: [ErrorDetail("A whole number.", code="invalid")]})
        found = queries.artefact_of(
            queries.version_of(self.get_object(), int(number) if number else None),
            form=form,
            language="" if language == "all" else language,
            is_published=request.query_params.get(REVIEW, "false") not in {"true", "1"},
        )
        return handed_out(request, found.file, name=found.file_name)

    def _read(self, serializer_class: Any) -> dict[str, Any]:
        serializer = serializer_class(data=self.request.data)
        serializer.is_valid(raise_exception=True)
        return cast(dict[str, Any], dict(serializer.validated_data))

    def _version(self, given: dict[str, Any]) -> DisclosureVersion:
        return queries.version_of(self.get_object(), given.get("version"))

    def _answer(self) -> Response:
        return Response(serializers.DisclosureDetailSerializer(self.get_object()).data)


class PackViewSet(FactViewSet[Pack]):
    """Published packs in their chain; each can be checked here, and offline by its reader."""

    queryset = queries.packs()
    serializer_class = serializers.PackSerializer
    filterset_fields = ("version__disclosure__code",)
    ordering_fields = ("-sequence",)
    view_permission = VIEW

    @extend_schema(responses=serializers.PackCheckSerializer, parameters=[])
    @action(detail=True, pagination_class=None, filter_backends=[])
    def check(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Check the pack: its parts, its signature, its place, and the figures as stored now."""
        found = queries.check_pack(self.get_object())
        answer = {"sound": not found, "faults": found}
        return Response(serializers.PackCheckSerializer(answer).data)

    @extend_schema(responses={200: OpenApiTypes.BINARY}, parameters=[])
    @action(detail=True, pagination_class=None, filter_backends=[])
    def file(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ARG002
        """Download the pack, its hash checked again."""
        found = queries.artefact_of(self.get_object().version, form="pack")
        return handed_out(request, found.file, name=found.file_name)

    @extend_schema(responses=serializers.SigningKeySerializer(many=True), parameters=[])
    @action(detail=False, pagination_class=None, filter_backends=[])
    def keys(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """List the public keys that this house signs with, the one in use first."""
        rows = [
            {"name": name, "public_key": key.hex(), "signs_now": not place}
            for place, (name, key) in enumerate(SigningKeys.of_this_house().public_keys().items())
        ]
        return Response(serializers.SigningKeySerializer(rows, many=True).data)


def _asked(run: Any) -> Response:
    return Response(serializers.RunAskedSerializer(run).data, status=status.HTTP_202_ACCEPTED)
