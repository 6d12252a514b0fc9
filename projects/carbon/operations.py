"""Acts of carbon: draw statements, propose a claim, enter an activity or a sale."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from decimal import Decimal

from django.db import IntegrityError, transaction

from config.accounts.models import User
from config.kernel import proposals
from config.kernel.canonical import sha256_of
from config.kernel.errors import DomainError, InvalidInput
from config.kernel.findings import Finding
from config.kernel.models import Actor
from config.kernel.periods import Period
from config.kernel.quantities import Measure
from projects.carbon import queries
from projects.carbon.methodologies.table import method as method_of
from projects.carbon.models import (
    Activity,
    ActivityStatement,
    Claim,
    SoldRight,
    Statement,
    StatementRun,
)
from projects.carbon.models.entered import LISTS
from projects.carbon.queries.drafts import Progress
from projects.carbon.rules.facts import readable
from projects.carbon.rules.given import Amount, usable
from projects.registry.models import Project

RUN = "projects.carbon.run"
_CHUNK = 1000


class MomentToCome(DomainError):
    """Nobody knows yet what will be known at {known_at}; draw as of a moment that has been."""

    code = "moment_to_come"


class DrawnDifferently(DomainError):
    """
    {count} statement(s) stand for {period} at {known_at} that the stored facts no longer
    yield: {which}. Verify the stored facts before anything is published.
    """

    code = "drawn_differently"


class StatedAlready(DomainError):
    """
    The activity of {period} is stated for this moment already, as part of {statement}; the same
    time is not stated twice.
    """

    code = "stated_already"


class ClaimOfNothing(DomainError):
    """A claim is said of a project or names its subject, and quotes the announcement."""

    code = "claim_of_nothing"
    status = 400


def draw_statements(
    *,
    period: Period,
    known_at: dt.datetime,
    by: User,
    project_ids: Collection[int] | None = None,
    progress: Progress | None = None,
) -> StatementRun:
    """
    Draw what each project spared in each month of ``period``, as known at ``known_at``.

    All is computed first and stored in one short transaction, so that a killed drawing
    leaves nothing and the same call again stores everything once. The same period, moment,
    projects and method versions return the drawing that stands. ``known_at`` should be a
    pinned moment; None for ``project_ids`` draws every known project.

    :raises NotAllowed: if ``by`` may not run it.
    :raises NotFoundHere: if a project was not known.
    :raises UnresolvedFactor: if a factor is missing; nothing is stored then.
    :raises CompetingFactors: if sources differ and no policy chooses.
    :raises DrawnDifferently: if a statement stands that the facts no longer yield.
    """
    by.check_may(RUN)
    methods, left_out = queries.methods_for(
        period=period, known_at=known_at, project_ids=project_ids
    )
    scope = {
        "period": str(period),
        "known_at": known_at,
        "methods": {str(pk): f"{each.code} {each.version}" for pk, each in methods.items()},
        "left_out": [each.to_json() for each in left_out],
    }
    scope_sha256 = sha256_of(scope)
    standing = _standing(scope_sha256)
    if standing is not None:
        return standing
    found = queries.drafts(period=period, known_at=known_at, methods=methods, progress=progress)
    run = StatementRun(
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        known_at=known_at,
        asked_by=by,
        scope_sha256=scope_sha256,
        project_ids=sorted(methods),
        methods=sorted({f"{each.code} {each.version}" for each in methods.values()}),
        count=len(found.drawn),
        set_sha256=found.set_sha256,
        not_drawn=[each.to_json() for each in (*left_out, *found.not_drawn)],
    )
    return _store(run, found)


def _store(run: StatementRun, found: queries.Drafts) -> StatementRun:
    """Store the drawing and those of its statements that do not stand yet."""
    try:
        with transaction.atomic():
            run.save()
            Statement.objects.bulk_create(
                (Statement.of(drawn, run=run) for drawn in found.drawn),
                batch_size=_CHUNK,
                ignore_conflicts=True,
            )
            _check_stored(run, found)
    except IntegrityError as refusal:
        standing = _standing(run.scope_sha256)
        if standing is None:
            raise MomentToCome(known_at=run.known_at.isoformat()) from refusal
        return standing
    return run


def _standing(scope_sha256: str) -> StatementRun | None:
    found: StatementRun | None = StatementRun.objects.filter(scope_sha256=scope_sha256).first()
    return found


def _check_stored(run: StatementRun, found: queries.Drafts) -> None:
    """Refuse, and undo, a drawing beside statements that say something else."""
    versions = {each.code: each.version for each in found.methods.values()}
    stored = queries.statements(
        period=run.period, known_at=run.known_at, project_ids=run.project_ids, methods=versions
    )
    hashes = {
        (project, day, name): sha256
        for project, day, name, sha256 in stored.values_list(
            "project_id", "starts_on", "method", "sha256"
        )
    }
    wanted = {(each.project_id, each.starts_on, each.method): each.sha256 for each in found.drawn}
    if hashes != wanted:
        differing = sorted(
            key for key in hashes.keys() | wanted.keys() if hashes.get(key) != wanted.get(key)
        )
        raise DrawnDifferently(
            count=len(differing),
            period=run.period,
            known_at=run.known_at.isoformat(),
            which=", ".join(
                f"{project} {day:%Y-%m} {name}" for project, day, name in differing[:5]
            ),
        )


def propose_claim(  # noqa: PLR0913 (a claim is described once, in full)
    *,
    measure: Measure,
    value: Decimal,
    unit: str,
    basis: str,
    source: str,
    by: User,
    reason: str,
    project: Project | None = None,
    subject: str = "",
    quote_zh: str = "",
    quote_en: str = "",
    announced: Mapping[str, object] | None = None,
    announced_on: dt.date | None = None,
    is_sample: bool = False,
) -> Claim:
    """
    Record an announced figure as the proposal of a claim.

    :raises ClaimOfNothing: if it names neither project nor subject, or quotes nothing.
    :raises UnreadableFact: if an announced fact is unknown or no number above zero.
    """
    if not (project or subject.strip()) or not (quote_zh.strip() or quote_en.strip()):
        raise ClaimOfNothing
    facts = readable(announced or {})
    claim = Claim(
        project=project,
        subject=subject,
        measure=measure.value,
        value=value,
        unit=unit,
        basis=basis,
        announced_on=announced_on,
        source=source,
        quote_zh=quote_zh,
        quote_en=quote_en,
        announced={name: f"{number:f}" for name, number in facts.items()},
        is_sample=is_sample,
    )
    return proposals.propose(claim, by=by, reason=reason)


def propose_activity(  # noqa: PLR0913 (an activity is described once, in full)
    *,
    project: Project,
    method: str,
    quantity: str,
    period: Period,
    value: Decimal,
    unit: str,
    source: str,
    by: Actor,
    reason: str,
    uncertainty_percent: Decimal | None = None,
    is_sample: bool = False,
) -> Activity:
    """
    Propose one number of a project and period that a method asks for.

    :raises UnknownMethod: if there is no such method.
    :raises InvalidInput: if the method asks for no such quantity, or the number is of
        another unit, out of bounds, or without its source.
    """
    if findings := usable(method_of(method), quantity, Amount(value, unit, source)):
        raise InvalidInput(findings)
    activity = Activity(
        project=project,
        method=method,
        quantity=quantity,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        value=value,
        unit=unit,
        source=source,
        uncertainty_percent=uncertainty_percent,
        is_sample=is_sample,
    )
    return proposals.propose(activity, by=by, reason=reason)


def state_activity(
    *,
    project: Project,
    method: str,
    period: Period,
    known_at: dt.datetime,
    by: User,
    region: str = "",
) -> ActivityStatement:
    """
    Freeze what the entered activity of a project and period comes to, as known at ``known_at``.

    The same again returns what stands. ``known_at`` should be a pinned moment.

    :raises NotAllowed: if ``by`` may not run it.
    :raises InvalidInput: naming what the method asks for and nobody entered.
    :raises UnresolvedFactor: if a factor is missing; nothing is stored then.
    :raises StatedAlready: if a span that it overlaps is stated for the moment.
    :raises MomentToCome: if the moment has not been.
    """
    by.check_may(RUN)
    found = queries.entered(
        project_id=project.pk, code=method, period=period, known_at=known_at, region=region
    )
    place = {
        name: getattr(found, name)
        for name in (
            "project_id",
            "method",
            "method_version",
            "starts_on",
            "ends_on",
            "known_at",
            "region",
        )
    }
    facts = {name: list(getattr(found, name)) for name in LISTS}
    row = ActivityStatement(
        **place, **facts, data_quality=found.data_quality, drawn_by=by, sha256=found.sha256
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as refusal:
        standing: ActivityStatement | None = ActivityStatement.objects.filter(**place).first()
        if standing is not None:
            return standing
        if other := queries.stated_over(period, project_id=project.pk, code=method, at=known_at):
            raise StatedAlready(period=period, statement=other) from refusal
        raise MomentToCome(known_at=known_at.isoformat()) from refusal
    return row


def propose_sold_right(  # noqa: PLR0913 (a sale is described once, in full)
    *,
    project: Project,
    kind: str,
    starts_on: dt.date,
    ends_on: dt.date,
    amount: Decimal,
    sold_on: dt.date,
    registry_reference: str,
    source: str,
    by: User,
    reason: str,
    buyer: str = "",
    replaces: SoldRight | None = None,
    is_sample: bool = False,
) -> SoldRight:
    """
    Propose that certificates [MWh] or credits [tCO2e] of a project and period were sold.

    :raises InvalidInput: if the period is not of whole months, the amount is none, the sale
        replaced is another project's, or more is sold than was produced.
    :raises EnteredTwice: if the same sale stands.
    :raises AlreadyReplaced: if what it replaces was replaced.
    """
    row = SoldRight(
        project=project,
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        amount=amount,
        sold_on=sold_on,
        buyer=buyer.strip(),
        registry_reference=registry_reference.strip(),
        source=source.strip(),
        replaces=replaces,
        is_sample=is_sample,
    )
    if findings := _faults_of_sale(row):
        raise InvalidInput(findings)
    by.check_may(SoldRight.propose_permission)
    row.check_sale()
    return proposals.propose(row, by=by, reason=reason)


def _faults_of_sale(row: SoldRight) -> list[Finding]:
    found = []
    if row.ends_on <= row.starts_on or row.starts_on.day != 1 or row.ends_on.day != 1:
        found.append(
            Finding(
                code="not_whole_months",
                message="What was sold was produced in whole months: {value} are none.",
                remedy="Give the first day of the first month and of the month after the last.",
                field="starts_on",
                value=f"{row.starts_on}/{row.ends_on}",
                facts={"value": f"{row.starts_on} – {row.ends_on}"},
            )
        )
    if row.amount < 0 or (not row.amount and row.replaces is None):
        found.append(
            Finding(
                code="no_amount",
                message="A sale is of an amount above zero; zero only takes back another.",
                remedy="Give the amount, or name the sale that this one takes back.",
                field="amount",
                value=f"{row.amount:f}",
            )
        )
    if row.replaces is not None and row.replaces.project_id != row.project_id:
        found.append(
            Finding(
                code="another_project",
                message="The sale replaced is of another project.",
                remedy="Name a sale of the same project.",
                field="replaces",
                value=str(row.replaces.pk),
            )
        )
    return found
