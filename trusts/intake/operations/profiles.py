"""Propose how the files of a source are read; samples for three shapes of file."""

from __future__ import annotations

import datetime as dt
import json
from importlib.resources import files

from django.db import transaction

from config.accounts.models import User
from config.kernel.errors import InvalidInput
from config.kernel.findings import Finding
from config.kernel.models import Decision
from config.kernel.proposals import propose
from trusts.intake.models import ImportProfile
from trusts.intake.rules.mapping import Mapping, WrongMapping, judge_mapping
from trusts.intake.subjects import subject_of

#: What a CSV may be declared to be; anything else would be a guess.
ENCODINGS = ("utf-8", "gb18030", "utf-16")


def propose_profile(*, profile: ImportProfile, by: User, reason: str) -> ImportProfile:
    """
    Propose a version of an import profile.

    ``profile`` is a row not yet saved; to correct a version, ``profile.supersedes`` names it.

    :raises InvalidInput: naming what of the mapping does not fit the subject.
    :raises NotFoundHere: if there is no such subject.
    """
    declared = subject_of(profile.subject)
    try:
        parsed = Mapping.from_json(profile.mapping)
    except WrongMapping as fault:
        raise InvalidInput([_wrong("mapping", str(fault))]) from fault
    faults = judge_mapping(parsed, declared.columns, is_money=declared.is_money)
    if profile.encoding and profile.encoding not in ENCODINGS:
        faults.append(_wrong("encoding", profile.encoding))
    if faults:
        raise InvalidInput(faults)
    profile.mapping = parsed.to_json()
    profile.source = profile.source.strip()
    return propose(profile, by=by, reason=reason)


@transaction.atomic
def propose_sample_profiles(*, effective_from: dt.date, by: User) -> list[ImportProfile]:
    """
    Propose the sample profiles that are not there yet; return them.

    They read files of the shapes that TA, FA and AM systems write, under titles of our own:
    no vendor's layout was read.
    """
    shipped = json.loads(
        (files("trusts.intake") / "data" / "sample_profiles.json").read_text("utf-8")
    )
    standing = ImportProfile.objects.exclude(
        decision__in=[Decision.REJECTED, Decision.WITHDRAWN]
    ).values_list("code", flat=True)
    return [
        propose_profile(
            profile=ImportProfile(**each, effective_from=effective_from, is_sample=True),
            by=by,
            reason="Sample profile shipped with the service",
        )
        for each in shipped
        if each["code"] not in set(standing)
    ]


def _wrong(field: str, value: str) -> Finding:
    return Finding(
        code="mapping_malformed",
        message="This is not how a mapping is written.",
        field=field,
        value=value,
        remedy="Correct what is named; encodings are utf-8, gb18030 and utf-16.",
    )
