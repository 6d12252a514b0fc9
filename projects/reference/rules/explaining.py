"""Why a factor was taken and why each other one was not, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from projects.reference.rules.kinds import FACTOR_KINDS, PolicyRule
from projects.reference.rules.sentences import Sentence
from projects.reference.rules.values import Candidate, Policy, Question, Rejected


def reasons_for(
    question: Question, picked: Candidate, used: Sequence[Policy]
) -> tuple[Sentence, ...]:
    facts: dict[str, object] = {
        "kind": picked.kind,
        "kind_zh": FACTOR_KINDS[picked.kind].name_zh,
        "region": picked.region,
        "year": picked.data_year,
        "edition": picked.edition_code,
        "source": picked.source,
        "confidence": picked.confidence,
    }
    if picked.data_year is None:
        opening = Sentence(
            "{kind} of {region} is a default without a data year,"
            " from edition {edition} ({source}; confidence {confidence}).",
            facts,
        )
    else:
        opening = Sentence(
            "{kind} of {region} for data year {year},"
            " from edition {edition} ({source}; confidence {confidence}).",
            facts,
        )
    fallbacks = [_policy_sentence(question, picked, policy) for policy in used]
    stated: list[Sentence] = []
    if picked.unit != question.unit:
        stated.append(
            Sentence(
                "It is stated in {stated} and given in {unit} by the table of units.",
                {"stated": picked.unit, "unit": question.unit},
            )
        )
    return (opening, *fallbacks, *stated)


def _policy_sentence(question: Question, picked: Candidate, policy: Policy) -> Sentence:
    facts = {
        "policy": policy.name,
        "id": policy.policy_id,
        "asked_region": question.region,
        "region": picked.region,
        "asked_year": question.data_year,
        "year": picked.data_year,
        "choice": policy.choice,
    }
    templates = {
        PolicyRule.LATEST_DATA_YEAR: "No factor has data year {asked_year}: policy {id}"
        " {policy} lets {year} stand in.",
        PolicyRule.PROVINCE_TO_REGION: "{asked_region} has no value of its own for these years:"
        " policy {id} {policy} lets {region} stand in.",
        PolicyRule.PROVINCE_TO_NATION: "{asked_region} has no value of its own for these years:"
        " policy {id} {policy} lets the national value stand in.",
        PolicyRule.CHOOSE_SOURCE: "Several sources differ: policy {id} {policy} chooses.",
    }
    return Sentence(templates[policy.rule], facts)


def kind_chosen(question: Question, policy: Policy) -> Sentence:
    """Return that a policy puts another kind in the place of the one asked for."""
    return Sentence(
        "Of the kinds of factor for {region}, policy {id} {policy} takes {choice}"
        " in the place of {kind}.",
        {
            "region": question.region,
            "policy": policy.name,
            "id": policy.policy_id,
            "choice": policy.choice,
            "kind": question.kind,
        },
    )


def rejected_for(
    question: Question,
    picked: Candidate,
    of_kind: Sequence[Candidate],
    *,
    ladder: Sequence[str],
    has_lag: bool,
) -> tuple[Rejected, ...]:
    """Return all other factors of the kind with the reason, the nearest first."""
    order = {region: position for position, region in enumerate(ladder)}
    others = sorted(
        (each for each in of_kind if each.factor_id != picked.factor_id),
        key=lambda each: (
            order.get(each.region, len(order)),
            each.region,
            abs((each.data_year or question.data_year) - question.data_year),
            each.factor_id,
        ),
    )
    return tuple(
        Rejected(
            factor_id=each.factor_id,
            value=each.value,
            unit=each.unit,
            region=each.region,
            data_year=each.data_year,
            edition_code=each.edition_code,
            reason=_reason_against(question, each, picked, order, has_lag=has_lag),
        )
        for each in others
    )


def _reason_against(
    question: Question,
    candidate: Candidate,
    picked: Candidate,
    order: Mapping[str, int],
    *,
    has_lag: bool,
) -> Sentence:
    facts: dict[str, object] = {
        "region": candidate.region,
        "year": candidate.data_year,
        "asked_region": question.region,
        "asked_year": question.data_year,
        "picked_year": picked.data_year,
        "picked_region": picked.region,
        "edition": candidate.superseded_by,
        "source": candidate.source,
    }
    if candidate.superseded_by:
        return Sentence("Its edition was superseded by {edition}.", facts)
    if candidate.region not in order:
        return Sentence("{region} is another region than {asked_region}.", facts)
    if candidate.data_year is not None and candidate.data_year > question.data_year:
        return Sentence("Data year {year} lies after {asked_year}.", facts)
    if order[candidate.region] > order[picked.region]:
        return Sentence("{picked_region} comes before {region}.", facts)
    if candidate.region != picked.region:
        return Sentence("{region} has no value for the years allowed.", facts)
    if candidate.data_year == picked.data_year:
        return Sentence("Another source was chosen than {source}.", facts)
    if not has_lag:
        return Sentence("Data year {year} is not {asked_year}.", facts)
    return Sentence("Data year {year} is older than {picked_year}.", facts)
