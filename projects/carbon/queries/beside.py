"""What a statement would say by other factors: read beside it, never added, never stored."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from config.kernel.errors import DomainError
from projects.carbon.models import Statement
from projects.carbon.rules.drawing import GRAM
from projects.reference.queries import FactorLibrary
from projects.reference.rules.kinds import FACTOR_KINDS
from projects.reference.rules.sentences import Sentence
from projects.reference.rules.values import Resolution

#: Average, residual, fossil, operating margin, build margin, combined margins.
KINDS = (
    "grid_average",
    "grid_average_excl_market_nonfossil",
    "grid_fossil_power",
    "grid_OM_simple",
    "grid_BM",
    "grid_CM_75_25",
    "grid_CM_50_50",
)
_UNIT = "tCO2/MWh"
_WH_PER_MWH = 1_000_000


@dataclass(frozen=True)
class FactorBeside:
    """What one kind of factor makes of a statement's energy; or, with ``missing``, why nothing."""

    kind: str
    is_own: bool
    avoided_tco2e: Decimal | None
    factors: tuple[Resolution, ...]
    missing: Sentence | None

    @property
    def name_zh(self) -> str:
        """Return the kind's name in Chinese."""
        return FACTOR_KINDS[self.kind].name_zh

    @property
    def name_en(self) -> str:
        """Return the kind's name in English."""
        return FACTOR_KINDS[self.kind].name_en


def factors_beside(statement: Statement) -> list[FactorBeside]:
    """
    Return what each kind of grid factor makes of the electricity of a statement.

    ``A = Σ E_p × EF_p`` over its provinces, with the library and the policies of its own
    moment of knowledge: the same for ever. They are alternatives: a kind that does not
    resolve in one province says why and gives nothing. Nothing for other carriers.
    """
    if statement.carrier != "electricity":
        return []
    library = FactorLibrary(known_at=statement.known_at)
    own = {line["factor"]["kind"] for line in statement.lines}
    return [_beside(statement, kind, library, is_own=own == {kind}) for kind in KINDS]


def _beside(
    statement: Statement, kind: str, library: FactorLibrary, *, is_own: bool
) -> FactorBeside:
    period = statement.period
    try:
        factors = tuple(
            library.resolve(
                kind=kind,
                region=line["province"],
                data_year=period.starts_on.year,
                unit=_UNIT,
                on=period.last_day,
            )
            for line in statement.lines
        )
    except DomainError as refusal:
        return FactorBeside(kind, is_own, None, (), Sentence(refusal.sentence, refusal.facts))
    exact = sum(
        (
            Decimal(line["energy_wh"]) * factor.value / _WH_PER_MWH
            for line, factor in zip(statement.lines, factors, strict=True)
        ),
        Decimal(0),
    )
    tonnes = exact.quantize(GRAM, rounding=ROUND_HALF_EVEN)
    return FactorBeside(kind, is_own, tonnes, factors, None)
