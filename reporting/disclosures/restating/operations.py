"""Acts on a published version whose basis moved: compare, open, from now on, draft the next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from config.accounts.models import User
from config.jobs import operations as jobs
from config.jobs.models import Run
from config.jobs.registry import Progress
from config.kernel import proposals
from config.kernel.canonical import instant, sha256_of
from config.kernel.errors import DomainError
from config.kernel.models import Decision
from config.kernel.pin import pin_known_at
from projects.reference.queries import FactorLibrary, trial_of
from reporting.disclosures.models import (
    DisclosureVersion,
    MaterialityPolicy,
    Restatement,
    Treatment,
    check_published,
)
from reporting.disclosures.operations import acts
from reporting.disclosures.restating import queries
from reporting.disclosures.rules.materiality import Judged
from reporting.figures import operations as figures
from reporting.figures.models import FigureSet
from reporting.figures.queries import comparing
from reporting.figures.rules.bridge import Cause

PROPOSE = Restatement.propose_permission
COMPARE_RUN = "reporting.disclosures.compare"
FORETELL_RUN = "reporting.disclosures.foretell"
HOUSE_ZONE = ZoneInfo("Asia/Shanghai")


class NoMaterialityPolicy(DomainError):
    """
    No materiality policy of {kind} was in force by {known_at}: a restatement cannot be judged.
    Propose the thresholds, have them confirmed, and draw the new basis after that; thresholds
    are set before the numbers are seen.
    """

    code = "no_materiality_policy"


class NotCompared(DomainError):
    """The two bases of {version} were not compared yet; have them compared first."""

    code = "not_compared"


class NothingDrawnSince(DomainError):
    """
    No carbon statement of {period} was drawn after {known_at}, which {version} rests on; draw
    the statements and the attributions for a new moment first.
    """

    code = "nothing_drawn_since"


class NothingMoved(DomainError):
    """No number of {version} is another one on the new basis; there is nothing to decide."""

    code = "nothing_moved"


class MaterialChange(DomainError):
    """
    The change of {indicators} in {version} is material by the policy; it is restated and not
    left to the next period.
    """

    code = "material_change"


class NotYetConfirmed(DomainError):
    """{proposal} was not confirmed by {known_at}; its factors are not in the new basis."""

    code = "not_yet_confirmed"


class NotMovedByIt(DomainError):
    """{proposal} moves nothing of {version}."""

    code = "not_moved_by_it"


class NotForetold(DomainError):
    """
    What {indicators} would be cannot be foretold from factors alone; confirm the proposal, draw
    the new basis and compare the two.
    """

    code = "not_foretold"


class ExplanationMissing(DomainError):
    """Say in Chinese and in English why the numbers are other ones."""

    code = "explanation_missing"
    status = 400


class NotToRestate(DomainError):
    """{restatement} is not a confirmed decision to restate; no version is drafted from it."""

    code = "not_to_restate"


def ask_comparison(
    *, version: DisclosureVersion, by: User, known_at: dt.datetime | None = None
) -> Run:
    """
    Ask for the two bases of a published version side by side; return the run that draws them.

    ``known_at`` is the moment that the new statements were drawn for; the latest by default.

    :raises NotPublished: if the version is not what is published.
    :raises NothingDrawnSince: if no statement was drawn after the version's own moment.
    """
    by.check_may(PROPOSE)
    check_published(version)
    moment = known_at or queries.latest_drawing(version.disclosure.period, pin_known_at())
    if moment is None or moment <= version.known_at:
        raise NothingDrawnSince(
            period=version.disclosure.period,
            known_at=version.known_at.isoformat(),
            version=str(version),
        )
    return jobs.request(
        kind=COMPARE_RUN,
        key=f"{version} {instant(moment)}",
        by=by,
        payload={"version_id": version.pk, "known_at": instant(moment)},
    )


def compare(
    *, version: DisclosureVersion, known_at: dt.datetime, by: User, progress: Progress
) -> FigureSet:
    """
    Draw the new basis and what differs from the published one; return the set of differences.

    :raises StatementsMissing: if no statements were drawn for the moment.
    :raises UnresolvedFactor: if a factor of one basis does not answer for the other's energy.
    """
    key = f"{version} {instant(known_at)}"
    progress(0, 2, "figures")
    new = figures.draw_figures(period=version.disclosure.period, known_at=known_at, by=by, key=key)
    progress(1, 2, "bridge")
    found = figures.draw_comparison(old=version.figure_set, new=new, by=by, key=key)
    progress(2, 2, "bridge")
    return found


def open_restatement(
    *,
    version: DisclosureVersion,
    treatment: str,
    explanation_zh: str,
    explanation_en: str,
    by: User,
    reason: str,
    known_at: dt.datetime | None = None,
    move_report: Any = None,
) -> Restatement | Run:
    """
    Propose what is done about a published version: restate it, or from now on.

    The causes are read from the bridge and the change is held against the materiality policy
    that was in force before the new basis; a second person decides. ``known_at`` names the
    comparison, the latest by default. Without any comparison, ``from now on`` may be proposed
    on what ``move_report`` foretells of a proposal's factors; a worker foretells it, and its
    run is returned.

    :raises NotPublished: if the version is not what is published.
    :raises NotCompared: if the two bases were not compared.
    :raises NoMaterialityPolicy: if nothing says what is material.
    :raises NothingMoved: if no number moved.
    :raises MaterialChange: if a material change were left to the next period.
    :raises NotYetConfirmed: if the report's proposal is not in the new basis.
    """
    by.check_may(PROPOSE)
    check_published(version)
    why = _explained(explanation_zh, explanation_en)
    chosen = Treatment(treatment)
    if move_report is not None:
        # Read anew: its proposal may have been decided since the report was read.
        move_report = queries.move_report(move_report.pk)
    comparison = queries.comparison_of(version, known_at)
    if comparison is not None:
        row = _by_comparison(version, comparison, move_report)
        return _proposed(row, chosen, move_report=move_report, by=by, reason=reason, **why)
    if move_report is not None and chosen is Treatment.FROM_NOW_ON and known_at is None:
        return _ask_to_foretell(version, move_report, by=by, reason=reason, **why)
    raise NotCompared(version=str(version))


def _ask_to_foretell(
    version: DisclosureVersion, move_report: Any, *, by: User, reason: str, **why: str
) -> Run:
    """Refuse what needs no drawing to be refused, then have a worker foretell and propose."""
    _check_foretellable(version, move_report)
    _policies(version, move_report.known_at)
    if not reason.strip():
        raise proposals.ReasonMissing
    asked = {"version_id": version.pk, "move_report_id": move_report.pk, "reason": reason, **why}
    return jobs.request(
        kind=FORETELL_RUN, key=f"{version} {sha256_of(asked)[:16]}", by=by, payload=asked
    )


def foretell(
    *,
    version: DisclosureVersion,
    move_report: Any,
    explanation_zh: str,
    explanation_en: str,
    by: User,
    reason: str,
    progress: Progress,
) -> Restatement:
    """
    Draw what a report's proposal would do to a version, and propose that it counts from now on.

    What stands already, from an attempt that ended before it was told, is returned.

    :raises NotMovedByIt: if the proposal moves nothing of the version.
    :raises NotForetold: if a threshold is on a number that factors alone do not give.
    :raises MaterialChange: if the change is material.
    """
    standing = queries.left_to_the_next(version, move_report)
    if standing is not None:
        return standing
    check_published(version)
    progress(0, 2, "factors")
    row = _by_foretelling(version, move_report)
    progress(1, 2, "judgment")
    why = _explained(explanation_zh, explanation_en)
    return _proposed(
        row, Treatment.FROM_NOW_ON, move_report=move_report, by=by, reason=reason, **why
    )


def _explained(explanation_zh: str, explanation_en: str) -> dict[str, str]:
    if not (explanation_zh.strip() and explanation_en.strip()):
        raise ExplanationMissing
    return {"explanation_zh": explanation_zh, "explanation_en": explanation_en}


def _proposed(
    row: Restatement,
    treatment: Treatment,
    *,
    explanation_zh: str,
    explanation_en: str,
    move_report: Any,
    by: User,
    reason: str,
) -> Restatement:
    version = row.version
    if row.is_material and treatment is Treatment.FROM_NOW_ON:
        told = [each["indicator"] for each in row.judgment if each["is_material"]]
        raise MaterialChange(indicators=", ".join(told), version=str(version))
    row.treatment = treatment.value
    row.explanation_zh, row.explanation_en = explanation_zh, explanation_en
    row.move_report = move_report
    row.is_sample = version.is_sample
    return proposals.propose(row, by=by, reason=reason)


def _by_comparison(
    version: DisclosureVersion, comparison: FigureSet, move_report: Any
) -> Restatement:
    moment = comparison.known_at
    if move_report is not None:
        _check_in_basis(move_report.subject, moment)
    subject = version.disclosure.subject
    told = queries.moved(comparison, product=subject)
    new = queries.new_basis(comparison)
    others = queries.others_moved(version, new)
    if not (others or any(each.has_moved for each in told)):
        raise NothingMoved(version=str(version))
    return _judged(
        version,
        moment,
        new=queries.totals_of(new, product=subject),
        comparison=comparison,
        causes=queries.causes_of(told, others),
    )


def _by_foretelling(version: DisclosureVersion, move_report: Any) -> Restatement:
    """Judge what the report's proposal would do to the version if it alone were confirmed."""
    _check_foretellable(version, move_report)
    proposal, moment = move_report.subject, move_report.known_at
    library = FactorLibrary(known_at=moment, trial=trial_of(proposal))
    subject = version.disclosure.subject
    told = comparing.foretold(version.figure_set, library, product=subject)
    old = queries.totals_of(version.figure_set, product=subject)
    if all(told[code] == old.get(code) for code in told):
        raise NotMovedByIt(proposal=str(proposal), version=str(version))
    row = _judged(version, moment, new=told, comparison=None, causes=[Cause.FACTOR])
    if missing := [
        each["indicator"] for each in row.judgment if each["new"] is None and each["old"]
    ]:
        raise NotForetold(indicators=", ".join(missing))
    return row


def _check_foretellable(version: DisclosureVersion, move_report: Any) -> None:
    """Refuse to foretell what is known by now: a confirmed proposal is compared."""
    if move_report.subject.decision == Decision.CONFIRMED:
        raise NotCompared(version=str(version))


def _check_in_basis(proposal: Any, moment: dt.datetime) -> None:
    if proposal.decision != Decision.CONFIRMED or proposal.recorded_at > moment:
        raise NotYetConfirmed(proposal=str(proposal), known_at=moment.isoformat())


def _judged(
    version: DisclosureVersion,
    moment: dt.datetime,
    *,
    new: Mapping[str, Decimal],
    comparison: FigureSet | None,
    causes: list[Cause],
) -> Restatement:
    """Return the unsaved row, held against the policy that was in force by ``moment``."""
    policies = _policies(version, moment)
    old = queries.totals_of(version.figure_set, product=version.disclosure.subject)
    judged = [
        Judged(
            threshold=each.threshold,
            old=old.get(each.indicator),
            new=new.get(each.indicator),
        )
        for each in policies
    ]
    return Restatement(
        version=version,
        known_at=moment,
        causes=[each.value for each in causes],
        comparison=comparison,
        judgment=[each.to_json() for each in judged],
        is_material=any(each.is_material for each in judged),
    )


def _policies(version: DisclosureVersion, moment: dt.datetime) -> Sequence[MaterialityPolicy]:
    kind = version.disclosure.kind
    found = queries.policies_of(kind, on=moment.astimezone(HOUSE_ZONE).date(), known_at=moment)
    if not found:
        raise NoMaterialityPolicy(kind=kind, known_at=moment.isoformat())
    return found


def draft_restated(*, restatement: Restatement, by: User, reason: str) -> Run:
    """
    Ask for the next version of the disclosure on the new basis; return the run that drafts it.

    :raises NotToRestate: if no second person confirmed it, or it was decided from now on.
    :raises NotPublished: if the version that it restates is no longer published.
    """
    confirmed = restatement.decision == Decision.CONFIRMED
    if not confirmed or restatement.treatment != Treatment.RESTATE:
        raise NotToRestate(restatement=str(restatement))
    check_published(restatement.version)
    disclosure = restatement.version.disclosure
    return acts.draft(
        kind=disclosure.kind,
        period=disclosure.period,
        organization_zh=disclosure.organization_zh,
        organization_en=disclosure.organization_en,
        by=by,
        reason=reason,
        known_at=restatement.known_at,
        languages=disclosure.languages,
        subject=disclosure.subject,
    )
