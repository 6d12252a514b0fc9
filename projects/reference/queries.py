"""Questions to the library: which factor answers, which editions and classes stood when."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from config.kernel.canonical import plain_decimal
from config.kernel.errors import NotFoundHere
from config.kernel.models import Decision
from projects.reference.models import (
    Edition,
    Factor,
    FactorPolicy,
    FuelProperty,
    GridRegion,
    TaxonomyClass,
    TaxonomyLink,
)
from projects.reference.rules.kinds import EditionKind
from projects.reference.rules.planning import Key
from projects.reference.rules.refusals import CompetingFactors
from projects.reference.rules.resolution import by_choice_of_kind, choice_of_kind, resolve
from projects.reference.rules.values import (
    Candidate,
    Policy,
    Question,
    Resolution,
    Trial,
    holding,
)

NOTHING_TRIED = Trial()


def edition(code: str, *, known_at: dt.datetime) -> Edition:
    """
    Return the edition that was confirmed under ``code`` as known then.

    :raises NotFoundHere: if none was.
    """
    found: Edition | None = Edition.objects.known(known_at).filter(code=code).first()
    if found is None:
        raise NotFoundHere(what="edition", key=code)
    return found


def taxonomy_classes(edition_code: str, *, known_at: dt.datetime) -> QuerySet[TaxonomyClass]:
    """Return the classes of one confirmed edition of a taxonomy."""
    return TaxonomyClass.objects.filter(
        edition=edition(edition_code, known_at=known_at)
    ).select_related("edition")


def taxonomy_class(edition_code: str, code: str, *, known_at: dt.datetime) -> TaxonomyClass:
    """
    Return the class that ``code`` names in one confirmed edition.

    :raises NotFoundHere: if the edition was not known, or does not hold the code.
    """
    found = taxonomy_classes(edition_code, known_at=known_at).filter(code=code).first()
    if found is None:
        raise NotFoundHere(what="taxonomy class", key=f"{edition_code} {code}")
    return found


def classes_named(
    entries: Collection[tuple[str, str]], *, known_at: dt.datetime
) -> dict[tuple[str, str], TaxonomyClass]:
    """
    Return the classes that (edition code, code) pairs name in editions confirmed by then.

    A pair that no such edition holds is left out; one statement, however many pairs.
    """
    wanted = set(entries)
    rows = TaxonomyClass.objects.filter(
        edition__in=Edition.objects.known(known_at),
        edition__code__in={edition_code for edition_code, _code in wanted},
        code__in={code for _edition, code in wanted},
    ).select_related("edition")
    found = {(row.edition.code, row.code): row for row in rows}
    return {entry: row for entry, row in found.items() if entry in wanted}


def counterparts(
    edition_code: str, code: str, *, known_at: dt.datetime, to_edition: str = ""
) -> list[TaxonomyLink]:
    """
    Return how a class stands to classes of other editions, by the crosswalks that counted then.

    Links are read both ways. An empty list says that no crosswalk speaks of the class; it
    does not say that there is no counterpart, and nothing is matched by name here.
    """
    rows = TaxonomyLink.objects.filter(edition__in=Edition.objects.standing(known_at))
    there = rows.filter(from_edition=edition_code, from_code=code)
    back = rows.filter(to_edition=edition_code, to_code=code)
    if to_edition:
        there, back = there.filter(to_edition=to_edition), back.filter(from_edition=to_edition)
    return list((there | back).select_related("edition").order_by("id"))


def superseded_codes(*, known_at: dt.datetime) -> dict[str, str]:
    """Return, by code, each edition that counted no longer then -> the code of the next."""
    later = Edition.objects.known(known_at).filter(supersedes_id__isnull=False)
    return dict(later.values_list("supersedes__code", "code"))


def factors_known(known_at: dt.datetime) -> QuerySet[Factor]:
    """Return the factors of editions that were confirmed then, superseded ones too."""
    return Factor.objects.filter(
        edition__decision=Decision.CONFIRMED, edition__recorded_at__lte=known_at
    )


def policies(*, on: dt.date, known_at: dt.datetime) -> list[Policy]:
    """Return the policies that were turned on on the day, as known then."""
    return holding(_policy_versions(known_at), on)


class FactorLibrary:
    """
    The library as it was known at one moment; remembers what it has read.

    With ``trial`` it answers as it would if that proposal had been confirmed at the moment.
    """

    def __init__(self, *, known_at: dt.datetime, trial: Trial = NOTHING_TRIED) -> None:
        self.known_at = known_at
        self._trial = trial
        self._candidates: dict[str, list[Candidate]] = {}
        self._versions: list[Policy] | None = None
        self._regions: dict[tuple[str, str], str] | None = None
        self._resolved: dict[tuple[Question, dt.date], Resolution] = {}
        self._chosen: dict[tuple[Question, dt.date], Resolution] = {}

    def resolve(
        self, *, kind: str, region: str, data_year: int, unit: str, on: dt.date
    ) -> Resolution:
        """Return the factor that answers; see :func:`resolve_factor`."""
        question = Question(kind, region, data_year, unit)
        if (question, on) not in self._resolved:
            self._resolved[question, on] = resolve(
                question,
                candidates=self.candidates(kind),
                policies=self.policies(on),
                regions=self.regions(),
            )
        return self._resolved[question, on]

    def resolve_chosen(
        self, *, kind: str, region: str, data_year: int, unit: str, on: dt.date
    ) -> Resolution:
        """
        Return what :meth:`resolve` does, of the kind that a policy puts in the place of ``kind``.

        Without such a policy on the day it is ``kind`` itself that answers.
        """
        question = Question(kind, region, data_year, unit)
        if (question, on) not in self._chosen:
            policy = choice_of_kind(question, self.policies(on))
            taken = policy.choice if policy else kind
            answer = self.resolve(kind=taken, region=region, data_year=data_year, unit=unit, on=on)
            self._chosen[question, on] = (
                by_choice_of_kind(question, policy, answer) if policy else answer
            )
        return self._chosen[question, on]

    def candidates(self, kind: str) -> Sequence[Candidate]:
        """Return every factor of the kind that was known, with what superseded its edition."""
        if kind not in self._candidates:
            known = _candidates(kind, known_at=self.known_at)
            self._candidates[kind] = self._trial.candidates_with(known, kind=kind)
        return self._candidates[kind]

    def policies(self, on: dt.date) -> Sequence[Policy]:
        """Return the policies that were turned on on the day."""
        if self._versions is None:
            self._versions = self._trial.policies_with(_policy_versions(self.known_at))
        return holding(self._versions, on)

    def regions(self) -> Mapping[tuple[str, str], str]:
        """Return (division, province) -> region as factors name it."""
        if self._regions is None:
            rows = GridRegion.objects.filter(edition__in=Edition.objects.standing(self.known_at))
            self._regions = {
                (scheme, province): region
                for scheme, province, region in rows.values_list(
                    "scheme", "province", "factor_region"
                )
            }
        return self._regions


def resolve_factor(
    *, kind: str, region: str, data_year: int, unit: str, on: dt.date, known_at: dt.datetime
) -> Resolution:
    """
    Return the factor that answers for ``kind``, ``region`` and ``data_year`` in ``unit``.

    ``on`` is the last day of the period in question: the policies of that day hold.
    Never a later data year, never a foreign region, never a unit outside the table.

    :raises UnresolvedFactor: if none answers; its subclass says what is missing.
    :raises CompetingFactors: if several sources differ and no policy chooses.
    :raises WrongUnit: if no table turns the stated unit into the asked one.
    """
    return FactorLibrary(known_at=known_at).resolve(
        kind=kind, region=region, data_year=data_year, unit=unit, on=on
    )


def subject_of(proposal: Edition | FactorPolicy) -> str:
    """Return what a proposal of the library is called: ``edition`` or ``policy``."""
    return "policy" if isinstance(proposal, FactorPolicy) else "edition"


def proposal_of(subject: str, pk: int) -> Edition | FactorPolicy:
    """
    Return the edition or the policy with this id, decided or not.

    :raises NotFoundHere: if there is none.
    """
    found: Edition | FactorPolicy | None = None
    if subject == "edition":
        found = Edition.objects.filter(pk=pk).first()
    elif subject == "policy":
        found = FactorPolicy.objects.filter(pk=pk).first()
    if found is None:
        raise NotFoundHere(what=subject, key=pk)
    return found


def trial_of(proposal: Edition | FactorPolicy) -> Trial:
    """
    Return what a proposed edition or policy would bring, read from the proposal itself.

    Its factors carry negative ids: they have no row before the confirmation.
    """
    if isinstance(proposal, FactorPolicy):
        return Trial(policy=proposal.value, ends_policy_id=proposal.supersedes_id)
    if proposal.kind != EditionKind.FACTORS:
        return Trial()
    candidates = tuple(
        Candidate(
            factor_id=-int(row["row"]),
            kind=row["kind"],
            region=row["region"],
            data_year=row["data_year"],
            unit=row["unit"],
            value=Decimal(plain_decimal(row["value"])),
            edition_code=proposal.code,
            source=row["source"],
            confidence=str(row["confidence"]),
        )
        for row in proposal.rows()
    )
    ended = proposal.supersedes.code if proposal.supersedes else ""
    return Trial(candidates=candidates, ends_edition=ended, edition_code=proposal.code)


@dataclass(frozen=True, kw_only=True)
class FuelValue:
    """One fuel's CO2 emission factor as one dataset of a confirmed edition prints it."""

    fuel_id: int
    dataset: str
    name_zh: str
    name_en: str
    value: Decimal
    unit: str
    edition_code: str
    source: str
    confidence: str


def fuels_known(dataset: str, *, known_at: dt.datetime) -> dict[str, FuelValue]:
    """
    Return the fuels of one dataset by Chinese name, from the editions that counted then.

    :raises CompetingFactors: if two editions state different factors for one fuel.
    """
    rows = FuelProperty.objects.filter(
        edition__in=Edition.objects.standing(known_at), dataset=dataset
    ).select_related("edition")
    found: dict[str, FuelValue] = {}
    for row in rows.order_by("id"):
        fuel = _fuel_value(row)
        other = found.setdefault(fuel.name_zh, fuel)
        if (other.value, other.unit) != (fuel.value, fuel.unit):
            raise CompetingFactors(
                count=2,
                kind=fuel.name_zh,
                region=dataset,
                data_year="-",
                values="; ".join(
                    f"{each.value} {each.unit} ({each.edition_code}: {each.source})"
                    for each in (other, fuel)
                ),
            )
    return found


def _fuel_value(row: FuelProperty) -> FuelValue:
    return FuelValue(
        fuel_id=row.pk,
        dataset=row.dataset,
        name_zh=row.name_zh,
        name_en=row.name_en,
        value=Decimal(plain_decimal(row.emission_factor)),
        unit=row.emission_factor_unit,
        edition_code=row.edition.code,
        source=row.source,
        confidence=row.confidence,
    )


def class_names(edition: Edition) -> dict[str, str]:
    """Return the name of each class of an edition by its code."""
    rows = TaxonomyClass.objects.filter(edition=edition).values_list("code", "name_zh", "name_en")
    return {code: name_zh or name_en for code, name_zh, name_en in rows}


def standing_values(
    kind: EditionKind, *, within: Edition | None
) -> Mapping[Key, Sequence[Decimal]]:
    """Return the confirmed values of factors by what they say; of one edition if it is given."""
    if kind is not EditionKind.FACTORS:
        return {}
    rows = Factor.objects.filter(edition__decision=Decision.CONFIRMED)
    if within is not None:
        rows = rows.filter(edition=within)
    values: dict[Key, list[Decimal]] = defaultdict(list)
    for name, region, year, value in rows.values_list(
        "kind", "region", "data_year", "value"
    ).order_by("id"):
        values[name, region, year].append(value)
    return values


def _policy_versions(known_at: dt.datetime) -> list[Policy]:
    standing = FactorPolicy.objects.standing(known_at).order_by("recorded_at", "id")
    return [each.value for each in standing]


def _candidates(kind: str, *, known_at: dt.datetime) -> list[Candidate]:
    later = Edition.objects.known(known_at).filter(supersedes_id__isnull=False)
    superseded_by = dict(later.values_list("supersedes_id", "code"))
    rows = factors_known(known_at).filter(kind=kind).select_related("edition").order_by("id")
    return [
        Candidate(
            factor_id=row.pk,
            kind=row.kind,
            region=row.region,
            data_year=row.data_year,
            unit=row.unit,
            value=Decimal(plain_decimal(row.value)),
            edition_code=row.edition.code,
            source=row.source,
            confidence=row.confidence,
            superseded_by=superseded_by.get(row.edition_id, ""),
        )
        for row in rows
    ]
