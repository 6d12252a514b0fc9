"""Restatements and materiality policies over HTTP."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from config.accounts.models import User
from config.api.views import ProposalViewSet, person
from config.jobs.models import Run
from config.kernel.errors import NotFoundHere
from reporting.disclosures.models import DisclosureVersion, MaterialityPolicy, Restatement
from reporting.disclosures.restating import operations, queries, serializers, thresholds
from reporting.disclosures.serializers import RunAskedSerializer

VIEW = "reporting.disclosures.view"


class MaterialityPolicyViewSet(ProposalViewSet[MaterialityPolicy]):
    """From where on a change of an indicator is material; set before the numbers are seen."""

    queryset = MaterialityPolicy.objects.all()
    serializer_class = serializers.MaterialityPolicySerializer
    filterset_fields = ("kind", "indicator")
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> MaterialityPolicy:
        """Propose a threshold."""
        return thresholds.propose_threshold(**data, by=by)


class RestatementViewSet(ProposalViewSet[Restatement]):
    """What is proposed about published versions whose basis moved, with both bases."""

    queryset = Restatement.objects.all()
    serializer_class = serializers.RestatementSerializer
    filterset_fields = ("version", "treatment", "is_material")
    view_permission = VIEW

    def get_queryset(self) -> QuerySet[Restatement]:
        """Return the rows with what their answers name."""
        rows: Any = super().get_queryset()
        found: QuerySet[Restatement] = rows.select_related("version__disclosure", "comparison")
        return found

    def get_serializer_class(self) -> Any:
        """Return the long form for one restatement."""
        listed = self.action == "list"
        return super().get_serializer_class() if listed else serializers.RestatementDetailSerializer

    @extend_schema(
        request=serializers.OpenRestatementSerializer,
        responses={
            201: serializers.RestatementDetailSerializer,
            202: RunAskedSerializer,
        },
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """
        Propose what is done about a published version; a second person decides.

        202 where a worker has to foretell the new numbers first: its result names the proposal.
        """
        given = self.read_body(serializers.OpenRestatementSerializer)
        version = _version(given.pop("version"))
        report = queries.move_report(given.pop("move_report", None))
        row = operations.open_restatement(
            version=version, move_report=report, by=person(request), **given
        )
        if isinstance(row, Run):
            return Response(RunAskedSerializer(row).data, status=status.HTTP_202_ACCEPTED)
        response = self.answer(row, code=status.HTTP_201_CREATED)
        response.headers["Location"] = request.build_absolute_uri(f"{row.pk}/")
        return response

    @extend_schema(request=serializers.CompareBasesSerializer, responses={202: RunAskedSerializer})
    @action(detail=False, methods=["post"])
    def compare(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Have both bases of a published version drawn; a worker does it."""
        given = self.read_body(serializers.CompareBasesSerializer)
        run = operations.ask_comparison(
            version=_version(given["version"]),
            known_at=given.get("known_at"),
            by=person(request),
        )
        return Response(RunAskedSerializer(run).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(request=serializers.DraftRestatedSerializer, responses={202: RunAskedSerializer})
    @action(detail=True, methods=["post"])
    def draft(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Draft the next version of the disclosure on the new basis; a worker makes it."""
        given = self.read_body(serializers.DraftRestatedSerializer)
        run = operations.draft_restated(
            restatement=self.get_object(), by=person(request), reason=given["reason"]
        )
        return Response(RunAskedSerializer(run).data, status=status.HTTP_202_ACCEPTED)


def _version(pk: int) -> DisclosureVersion:
    found: DisclosureVersion | None = (
        DisclosureVersion.objects.select_related("disclosure", "figure_set").filter(pk=pk).first()
    )
    if found is None:
        raise NotFoundHere(what="version of a disclosure", key=pk)
    return found
