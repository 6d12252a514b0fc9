"""Which factor answers a question, why that one, and what was set aside. It fails closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from projects.reference.rules.explaining import kind_chosen, reasons_for, rejected_for
from projects.reference.rules.kinds import FACTOR_KINDS, NATION, PolicyRule, converted
from projects.reference.rules.refusals import (
    CompetingFactors,
    NoFactorOfKind,
    NoFactorOfRegion,
    NoFactorOfYear,
    OnlyLaterYears,
    UnknownFactorKind,
    WrongUnit,
)
from projects.reference.rules.values import Candidate, Policy, Question, Resolution


@dataclass(frozen=True)
class _Rung:
    """One region that may answer, and the policy that lets it."""

    region: str
    policy: Policy | None = None


def resolve(
    question: Question,
    *,
    candidates: Iterable[Candidate],
    policies: Iterable[Policy] = (),
    regions: Mapping[tuple[str, str], str] | None = None,
) -> Resolution:
    """
    Return the one factor that answers ``question``.

    The asked region comes before any region that a policy adds; within a region the
    newest data year not after the asked one, no older than a policy allows. ``regions``
    maps (scheme, province) to the region that factors are published for.

    :raises UnresolvedFactor: if none answers; its subclass says what is missing.
    :raises CompetingFactors: if several sources differ and no policy chooses.
    :raises WrongUnit: if the factor stands in a unit that no table turns into the asked one.
    """
    if question.kind not in FACTOR_KINDS:
        raise UnknownFactorKind(kind=question.kind, known=", ".join(FACTOR_KINDS))
    of_kind = [each for each in candidates if each.kind == question.kind]
    standing = [each for each in of_kind if not each.superseded_by]
    if not standing:
        raise NoFactorOfKind(kind=question.kind)
    turned_on = [each for each in policies if each.kind == question.kind]
    rungs = _rungs(question, turned_on, regions or {})
    lag = _policy(turned_on, PolicyRule.LATEST_DATA_YEAR)
    for rung in rungs:
        fitting = _newest(question, rung, standing, lag)
        if fitting:
            return _chosen(question, rung, fitting, lag, turned_on, of_kind, rungs)
    raise _unresolved(question, rungs, standing)


def choice_of_kind(question: Question, policies: Iterable[Policy]) -> Policy | None:
    """
    Return the policy that puts another kind in the place of the one asked for, if one does.

    One named for the region comes before one for all.
    """
    return _choice(
        [each for each in policies if each.kind == question.kind],
        question.region,
        rule=PolicyRule.CHOOSE_KIND,
    )


def by_choice_of_kind(question: Question, policy: Policy, answer: Resolution) -> Resolution:
    """Return the answer of the kind that ``policy`` chose, which it names before all else."""
    return replace(
        answer,
        policies=(policy, *answer.policies),
        reasons=(kind_chosen(question, policy), *answer.reasons),
    )


def _policy(policies: Sequence[Policy], rule: PolicyRule) -> Policy | None:
    return next((each for each in policies if each.rule is rule), None)


def _rungs(
    question: Question, policies: Sequence[Policy], regions: Mapping[tuple[str, str], str]
) -> list[_Rung]:
    """Return the regions that may answer, the asked one first."""
    rungs = [_Rung(question.region)]
    is_province = any(province == question.region for _scheme, province in regions)
    if not is_province:
        return rungs
    to_region = _policy(policies, PolicyRule.PROVINCE_TO_REGION)
    if to_region and (region := regions.get((to_region.scheme, question.region))):
        rungs.append(_Rung(region, to_region))
    if to_nation := _policy(policies, PolicyRule.PROVINCE_TO_NATION):
        rungs.append(_Rung(NATION, to_nation))
    return rungs


def _newest(
    question: Question, rung: _Rung, standing: Sequence[Candidate], lag: Policy | None
) -> list[Candidate]:
    """Return the factors of the rung's newest allowed data year, or those without a year."""
    oldest = question.data_year - (lag.max_lag_years if lag else 0)
    here = [each for each in standing if each.region == rung.region]
    years = [
        each.data_year
        for each in here
        if each.data_year is not None and oldest <= each.data_year <= question.data_year
    ]
    newest = max(years, default=None)
    return [each for each in here if each.data_year == newest]


def _chosen(
    question: Question,
    rung: _Rung,
    fitting: Sequence[Candidate],
    lag: Policy | None,
    policies: Sequence[Policy],
    of_kind: Sequence[Candidate],
    rungs: Sequence[_Rung],
) -> Resolution:
    values = {each.factor_id: _in_unit(question, each) for each in fitting}
    choice = _choice(policies, rung.region)
    picked = _pick(question, fitting, values, choice)
    used = tuple(
        policy
        for policy, needed in (
            (rung.policy, True),
            (lag, picked.data_year is not None and picked.data_year < question.data_year),
            (choice, len(set(values.values())) > 1),
        )
        if policy is not None and needed
    )
    return Resolution(
        factor_id=picked.factor_id,
        value=values[picked.factor_id],
        unit=question.unit,
        kind=picked.kind,
        region=picked.region,
        data_year=picked.data_year,
        edition_code=picked.edition_code,
        source=picked.source,
        confidence=picked.confidence,
        reasons=reasons_for(question, picked, used),
        policies=used,
        rejected=rejected_for(
            question,
            picked,
            of_kind,
            ladder=[each.region for each in rungs],
            has_lag=lag is not None,
        ),
    )


def _in_unit(question: Question, candidate: Candidate) -> Decimal:
    value = converted(candidate.value, unit=candidate.unit, into=question.unit)
    if value is None:
        raise WrongUnit(
            kind=question.kind,
            region=candidate.region,
            stated=candidate.unit,
            unit=question.unit,
        )
    return value


def _choice(
    policies: Sequence[Policy], region: str, *, rule: PolicyRule = PolicyRule.CHOOSE_SOURCE
) -> Policy | None:
    """Return the choice for the region; one named for it before one for all."""
    choices = [each for each in policies if each.rule is rule]
    fitting = [each for each in choices if each.region in {region, ""}]
    return max(fitting, key=lambda each: each.region != "", default=None)


def _pick(
    question: Question,
    fitting: Sequence[Candidate],
    values: Mapping[int, Decimal],
    choice: Policy | None,
) -> Candidate:
    """Return the factor; sources that agree to the digit do not compete."""
    eligible = list(fitting)
    if choice and len(set(values.values())) > 1:
        eligible = [each for each in fitting if choice.choice in {each.source, each.edition_code}]
    if len({values[each.factor_id] for each in eligible}) != 1:
        raise CompetingFactors(
            count=len(fitting),
            kind=question.kind,
            region=fitting[0].region,
            data_year=fitting[0].data_year or "-",
            values="; ".join(
                f"{each.value} {each.unit} ({each.edition_code}: {each.source})" for each in fitting
            ),
        )
    return min(eligible, key=lambda each: each.factor_id)


def _unresolved(
    question: Question, rungs: Sequence[_Rung], standing: Sequence[Candidate]
) -> NoFactorOfRegion | NoFactorOfYear | OnlyLaterYears:
    facts = {"kind": question.kind, "region": question.region, "data_year": question.data_year}
    names = {rung.region for rung in rungs}
    years = sorted(
        {each.data_year for each in standing if each.region in names and each.data_year is not None}
    )
    if not years:
        return NoFactorOfRegion(**facts)
    known = ", ".join(map(str, years))
    earlier = [year for year in years if year < question.data_year]
    if not earlier:
        return OnlyLaterYears(**facts, years=known)
    return NoFactorOfYear(**facts, years=known, lag=question.data_year - max(earlier))
