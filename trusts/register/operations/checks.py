"""What every act of the register refuses: findings that block, a code that is held."""

from __future__ import annotations

from config.kernel.errors import DomainError, InvalidInput
from config.kernel.findings import Finding
from trusts.register.models import ALIVE, Party, Product


class CodeTaken(DomainError):
    """The {field} {value} is held by {holder} already."""

    code = "code_taken"


def refuse(findings: list[Finding]) -> None:
    """
    Refuse the input if a finding blocks.

    :raises InvalidInput: with the findings that do.
    """
    errors = [each for each in findings if each.blocks]
    if errors:
        raise InvalidInput(errors)


def check_free(model: type[Party] | type[Product], field: str, value: str) -> None:
    """
    Refuse a code that a standing row or a pending proposal holds.

    :raises CodeTaken: naming the holder.
    """
    holder = model.objects.filter(ALIVE, **{field: value}).first()
    if holder is not None:
        raise CodeTaken(field=field, value=value, holder=str(holder))
