"""Why a question for a factor was not answered; each says what to do about it."""

from __future__ import annotations

from config.kernel.errors import DomainError


class UnresolvedFactor(DomainError):
    """No confirmed factor answers the question."""

    code = "unresolved_factor"


class UnknownFactorKind(UnresolvedFactor):
    """There is no kind of factor {kind}; the library knows: {known}."""

    code = "unknown_factor_kind"
    status = 400


class NoFactorOfKind(UnresolvedFactor):
    """No confirmed edition held a factor of kind {kind} then; have one confirmed that does."""

    code = "no_factor_of_kind"


class NoFactorOfRegion(UnresolvedFactor):
    """
    No confirmed edition holds {kind} for {region}. Have one confirmed that does, or turn on
    the policy province_to_region or province_to_nation.
    """

    code = "no_factor_of_region"


class NoFactorOfYear(UnresolvedFactor):
    """
    {kind} of {region} has no data year {data_year}; it has {years}. Have an edition of that
    year confirmed, or turn on the policy latest_data_year with max_lag_years of at least {lag}.
    """

    code = "no_factor_of_year"


class OnlyLaterYears(UnresolvedFactor):
    """
    {kind} of {region} begins with data year {years}; a later year never stands in for
    {data_year}. Have an edition confirmed that covers it.
    """

    code = "only_later_years"


class CompetingFactors(DomainError):
    """
    {count} values compete for {kind} of {region}, data year {data_year}: {values}. Turn on a
    policy choose_source that names one of the sources or editions.
    """

    code = "competing_factors"


class UnfittingChoice(DomainError):
    """{choice} cannot be taken in the place of {kind}; what can be is: {known}."""

    code = "unfitting_choice"
    status = 400


class WrongUnit(DomainError):
    """
    {kind} of {region} is stated in {stated}, and no table turns that into {unit}. Ask for the
    unit in which it is stated.
    """

    code = "wrong_unit"
    status = 400
