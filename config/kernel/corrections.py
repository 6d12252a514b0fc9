"""What a new version corrects."""

from __future__ import annotations

from config.kernel.models import Versioned


def name_the_corrected(row: Versioned) -> None:
    """
    Let ``row`` supersede the confirmed version of the same thing from the same day, if any.

    Two versions cannot both hold from one day on, so a second one from that day is a
    correction and says of which.
    """
    model = type(row)
    identity = {name: getattr(row, name) for name in model.identity}
    confirmed = model.objects.confirmed().filter(**identity)
    corrected = confirmed.exclude(supersedes=None).values("supersedes_id")
    row.supersedes = (
        confirmed.filter(effective_from=row.effective_from).exclude(pk__in=corrected).first()
    )
