"""The views that rooms build on: facts are read; proposals are made and decided."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar, cast

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer, Serializer

from config.accounts.models import User
from config.api import conditional, filters, paging, tables
from config.api import serializers as words
from config.api import time as times
from config.kernel import proposals
from config.kernel.models import Proposed

M = TypeVar("M", bound=Model)
P = TypeVar("P", bound=Proposed)

KNOWN_AT = OpenApiParameter(
    times.KNOWN_AT,
    OpenApiTypes.DATETIME,
    description="Only what had been recorded at this instant (with its offset, not in the future).",
)
AS_OF = OpenApiParameter(
    times.AS_OF, OpenApiTypes.DATE, description="The versions that hold on this day."
)
IF_MATCH = OpenApiParameter(
    conditional.IF_MATCH,
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The ETag of the proposal that was read; or send seen_sha256.",
)


def person(request: Request) -> User:
    """Return the account behind a request that passed its policy."""
    return cast(User, request.user)


class RoomViewSet(viewsets.GenericViewSet[M]):
    """
    What every room's addresses share: a policy, strict parameters, conditional answers.

    A subclass gives ``queryset`` (or ``get_queryset``), ``serializer_class``, ``view_permission``
    and, where wanted, ``filterset_class`` and ``ordering_fields``.
    """

    view_permission: ClassVar[str]
    #: What one action needs beside; given where the action is declared.
    also_needs: ClassVar[str] = ""
    ordering_fields: ClassVar[tuple[str, ...]] = ("-id",)
    #: Parameters beyond filters and paging that this view reads itself.
    extra_parameters: ClassVar[tuple[str, ...]] = ()
    lookup_value_converter = "int"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Let the request in, then refuse parameters that nothing here reads."""
        super().initial(request, *args, **kwargs)
        if self.action:
            filters.refuse_unknown(request, self.known_parameters())
        if self.lists_tables:
            tables.refuse_unknown_form(request)

    @property
    def lists_tables(self) -> bool:
        """Return whether the answer is a list that may leave as a file."""
        return self.action == "list" and isinstance(self, tables.TableListMixin)

    def get_renderers(self) -> list[BaseRenderer]:
        """Return the forms of the answer: JSON, and files for a list."""
        files = [each() for each in tables.FILES] if self.lists_tables else []
        return [*super().get_renderers(), *files]

    def perform_content_negotiation(
        self,
        request: Request,
        force: bool = False,  # noqa: FBT001, FBT002 (the framework's signature)
    ) -> tuple[Any, str]:
        """Return the form that the address names; without one, what Accept asks for."""
        wanted = request.query_params.get(tables.FORMAT) if self.lists_tables else None
        for renderer in self.get_renderers():
            if wanted and renderer.format == wanted:
                return renderer, renderer.media_type
        return super().perform_content_negotiation(request, force)

    def known_parameters(self) -> set[str]:
        """Return the names of the parameters that this address reads."""
        found = set(self.extra_parameters)
        if self.action == "list":
            found |= set(getattr(self.paginator, "parameters", ()))
            if self.lists_tables:
                found.add(tables.FORMAT)
            if tables.asked_form(self.request) is not None:
                found -= {paging.LIMIT, paging.CURSOR}
            for backend in self.filter_backends:
                found |= getattr(backend(), "parameters", lambda _view: set())(self)
        return found

    def get_queryset(self) -> QuerySet[M]:
        """Return the rows that this person may see, at the times that the request asks for."""
        queryset = super().get_queryset()
        visible = getattr(queryset, "visible_to", None)
        if visible is not None and not getattr(self, "swagger_fake_view", False):
            queryset = visible(person(self.request))
        return queryset

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Answer conditionally where something is read."""
        final = super().finalize_response(request, response, *args, **kwargs)
        if self.lists_tables:
            patch_vary_headers(final, ("Accept",))
        if isinstance(request, Request) and isinstance(final, Response):
            conditional.answer_conditionally(request, final)
        return final


class FactViewSet(tables.TableListMixin, mixins.RetrieveModelMixin, RoomViewSet[M]):
    """Facts: listed and read, as known at a moment if one is asked for."""

    extra_parameters: ClassVar[tuple[str, ...]] = (times.KNOWN_AT,)

    def filter_queryset(self, queryset: QuerySet[M, Any]) -> QuerySet[M, Any]:
        """Return the rows that pass the filters and were known at the moment asked for."""
        moment = times.asked_known_at(self.request, now=timezone.now())
        known = cast(Any, queryset).known(moment) if moment else queryset
        return super().filter_queryset(known)

    @extend_schema(parameters=[KNOWN_AT])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List the facts, newest first."""
        return super().list(request, *args, **kwargs)

    @extend_schema(parameters=[KNOWN_AT])
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Read one fact."""
        return super().retrieve(request, *args, **kwargs)


class ProposalViewSet(tables.TableListMixin, mixins.RetrieveModelMixin, RoomViewSet[P]):
    """
    Proposals: listed, read, made, and decided by a second person.

    A room overrides ``perform_propose`` where proposing is more than saving the row.
    """

    extra_parameters = (times.KNOWN_AT, times.AS_OF, "state")

    def get_queryset(self) -> QuerySet[P]:
        """Return the rows with the two people that every answer names."""
        return super().get_queryset().select_related("proposed_by", "decided_by")

    def filter_queryset(self, queryset: QuerySet[P, Any]) -> QuerySet[P, Any]:
        """Return the rows that pass the filters, in the state and at the times asked for."""
        asked: Any = super().filter_queryset(queryset)
        now = timezone.now()
        moment = times.asked_known_at(self.request, now=now)
        day = times.asked_as_of(self.request)
        if day is not None and hasattr(asked, "as_of"):
            return cast(QuerySet[P], asked.as_of(day, known_at=moment or now))
        if moment is not None:
            asked = asked.known(moment)
        return cast(QuerySet[P], words.in_state(asked, self.request.query_params.get("state")))

    @extend_schema(parameters=[KNOWN_AT, AS_OF, words.STATE])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List the proposals in every state, newest first."""
        return super().list(request, *args, **kwargs)

    @extend_schema(parameters=[KNOWN_AT])
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Read one proposal; its ETag is what a confirmation names."""
        row = self.get_object()
        return self.answer(row)

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Propose a row; a second person confirms it."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        row = self.perform_propose(dict(serializer.validated_data), by=person(request))
        response = self.answer(row, code=status.HTTP_201_CREATED)
        response.headers["Location"] = request.build_absolute_uri(f"{row.pk}/")
        return response

    def perform_propose(self, data: dict[str, Any], *, by: User) -> P:
        """Propose a row from the validated ``data``, its ``reason`` among them; return it."""
        reason = data.pop("reason")
        model = cast(type[P], cast(Any, self.get_serializer_class()).model_class())
        return proposals.propose(model(**data), by=by, reason=reason)

    @extend_schema(request=words.ConfirmSerializer, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Confirm a proposal that another person made, naming the content that was seen."""
        given = self.read_body(words.ConfirmSerializer)
        seen = conditional.seen_content(request, stated=given.get("seen_sha256"))
        row = self.get_object()
        done = proposals.confirm(row, by=person(request), note=given["note"], seen_sha256=seen)
        return self.answer(done)

    @extend_schema(request=words.RejectSerializer)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Send a proposal back with the reason; it stays on record and counts nowhere."""
        given = self.read_body(words.RejectSerializer)
        return self.answer(
            proposals.reject(self.get_object(), by=person(request), note=given["note"])
        )

    @extend_schema(request=words.WithdrawSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Take back one's own proposal."""
        given = self.read_body(words.WithdrawSerializer)
        return self.answer(
            proposals.withdraw(self.get_object(), by=person(request), note=given["note"])
        )

    def read_body(self, serializer_class: type[Serializer[Any]]) -> dict[str, Any]:
        """Return the validated body of an act."""
        serializer = serializer_class(data=self.request.data)
        serializer.is_valid(raise_exception=True)
        return cast(dict[str, Any], serializer.validated_data)

    def answer(self, row: P, *, code: int = status.HTTP_200_OK) -> Response:
        """Return the row as the answer, with its tag."""
        serializer: BaseSerializer[P] = self.get_serializer(row)
        return Response(
            serializer.data, status=code, headers={"ETag": conditional.tag_of_proposal(row)}
        )


class BatchViewSet(ProposalViewSet[P]):
    """
    Batches: a file is sent, planned and proposed; a second person publishes it.

    A room overrides ``perform_propose``; ``data["file"]`` is the upload.
    """

    def get_parsers(self) -> list[Any]:
        """Take a form with a file where a batch is made, JSON everywhere else."""
        if getattr(self, "action", None) == "create" or self.action_map.get("post") == "create":
            return [words.FileParser()]
        return super().get_parsers()

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """Read an upload with the upload's serializer, write with the room's."""
        if "data" in kwargs:
            return self.upload_serializer_class(*args, **kwargs)
        return super().get_serializer(*args, **kwargs)

    upload_serializer_class: ClassVar[type[Serializer[Any]]] = words.UploadSerializer

    @extend_schema(request={"multipart/form-data": words.UploadSerializer})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Send a file: it is kept by its hash, planned, and proposed."""
        return super().create(request, *args, **kwargs)

    def perform_propose(self, data: dict[str, Any], *, by: User) -> P:
        """Plan the file and propose the batch; every room has its own way."""
        raise NotImplementedError(f"{type(self).__name__} must say how a file becomes a batch.")
