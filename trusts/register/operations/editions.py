"""Load the shipped editions of classes and forms."""

from __future__ import annotations

from django.db import transaction

from config.kernel.models import Actor
from trusts.register.editions import read_edition
from trusts.register.models import GreenForm, Party, TrustKind


@transaction.atomic
def load_editions(*, by: Actor) -> dict[str, int]:
    """
    Record the shipped editions of classes and forms; what stands already is left alone.

    Returns how many rows were added by file.

    :raises EditionDamaged: if a file is not the one its manifest names.
    """
    by.check_may(Party.propose_permission)
    return {
        "trust_classes.csv": _load_kinds(),
        "green_trust_forms.csv": _load_forms(),
    }


def _load_kinds() -> int:
    edition = read_edition("trusts.register", "trust_classes.csv")
    standing = {row.code: row for row in TrustKind.objects.filter(edition=edition.code)}
    added = 0
    for row in sorted(edition.rows, key=lambda each: int(each["level"])):
        if row["code"] in standing:
            continue
        kind = TrustKind(
            edition=edition.code,
            code=row["code"],
            level=int(row["level"]),
            parent=standing[row["parent"]] if row["parent"] else None,
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            source=row["source"],
            confidence=row["confidence"],
        )
        kind.save()
        standing[kind.code] = kind
        added += 1
    return added


def _load_forms() -> int:
    edition = read_edition("trusts.register", "green_trust_forms.csv")
    standing = set(GreenForm.objects.filter(edition=edition.code).values_list("code", flat=True))
    missing = [row for row in edition.rows if row["code"] not in standing]
    columns = ("code", "class_code", "name_zh", "name_en", "source", "confidence")
    for row in missing:
        GreenForm(edition=edition.code, **{name: row[name] for name in columns}).save()
    return len(missing)
