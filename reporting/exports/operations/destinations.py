"""Propose a destination, keep its secret under seal, have a test file sent there."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from config.accounts.models import Department, User
from config.jobs import operations as jobs
from config.jobs.models import Run
from config.kernel import proposals
from config.kernel.errors import InvalidInput
from config.kernel.findings import Finding
from config.kernel.sealing import Keyring
from reporting.exports.doors.door import Door, Parcel, Undelivered
from reporting.exports.doors.table import DOORS
from reporting.exports.models import Destination, DestinationCheck, DestinationSecret
from reporting.exports.operations.surroundings import surroundings

CHECK_RUN = "reporting.exports.try_destination"


@transaction.atomic
def propose_destination(
    *,
    code: str,
    name: str,
    door: str,
    address: Mapping[str, Any],
    by: User,
    reason: str,
    secret: str = "",
    department: Department | None = None,
    is_open: bool = True,
) -> Destination:
    """
    Propose a destination; a later one of the same code replaces it once it is confirmed.

    Without ``secret``, a later one of the same code and door keeps the standing one's.

    :raises InvalidInput: naming what does not fit in the address, the door or the secret.
    :raises OtherDepartment: if the roles of ``by`` are not for its department, or not for that of
        the destination that it would replace.
    """
    _check_reach(code, department, by=by)
    leads = door_of(door)
    read = leads.read_address(address)
    secret = secret or _standing_secret(code, door)
    if leads.needs_secret and not secret:
        raise _unfit("secret", "", "This door is entered with a secret.")
    if secret and not leads.needs_secret:
        raise _unfit("secret", "", "This door is entered without a secret.")
    if secret:
        leads.check_secret(secret)
    keys = Keyring.of_this_house()
    row = Destination(
        code=code,
        name=name,
        door=door,
        address=read,
        has_secret=bool(secret),
        department=department,
        is_open=is_open,
    )
    proposals.propose(row, by=by, reason=reason)
    if secret:
        sealed = keys.seal(secret, place=_place(row))
        DestinationSecret.objects.create(destination=row, sealed=sealed)
    return row


def door_of(name: str) -> Door:
    """
    Return the door of this name.

    :raises InvalidInput: naming those there are.
    """
    if name not in DOORS:
        raise InvalidInput(
            [
                Finding(
                    code="unfit",
                    field="door",
                    value=name,
                    message="One of: {states}.",
                    facts={"states": ", ".join(DOORS)},
                )
            ]
        )
    return DOORS[name]


def secret_of(destination: Destination) -> str:
    """
    Return what a destination is entered with; nothing, if it is entered without.

    :raises CannotOpen: if its seal cannot be opened, or was put on for another destination.
    """
    if not destination.has_secret:
        return ""
    kept = DestinationSecret.objects.get(destination=destination)
    return Keyring.of_this_house().open(kept.sealed, place=_place(destination))


def reseal_all() -> int:
    """Put every secret under the first key; return how many were under another one."""
    keys, done = Keyring.of_this_house(), 0
    for pk in DestinationSecret.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            kept = DestinationSecret.objects.select_for_update(of=("self",)).get(pk=pk)
            if keys.is_sealed_by_the_first(kept.sealed):
                continue
            place = _place(kept.destination)
            kept.sealed = keys.seal(keys.open(kept.sealed, place=place), place=place)
            kept.save(update_fields=["sealed"])
            done += 1
    return done


def ask_for_trial(*, destination: Destination, by: User) -> Run:
    """
    Have a worker send a small test file to a destination.

    :raises NotAllowed: if ``by`` may not propose destinations.
    :raises OtherDepartment: if their roles are for other departments than its own.
    """
    by.check_reaches(Destination.propose_permission, destination.department)
    tried = DestinationCheck.objects.filter(destination=destination).count()
    return jobs.request(
        kind=CHECK_RUN,
        key=f"{destination.pk} {tried}",
        by=by,
        payload={"destination_id": destination.pk},
    )


def try_destination(*, destination: Destination, key: str, by: User) -> DestinationCheck:
    """Send a small test file to a destination; return what came of it, on record."""
    content = f"green trust: test delivery {key}\n绿色信托：测试投递 {key}\n".encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "test"
        path.write_bytes(content)
        parcel = Parcel(
            key=f"test-{key}",
            path=path,
            name=f"green-trust-test-{key}.txt",
            media_type="text/plain; charset=utf-8",
            sha256=hashlib.sha256(content).hexdigest(),
            size_bytes=len(content),
            title="测试投递 · Test delivery",
        )
        row = DestinationCheck(destination=destination, by=by, is_passed=True)
        try:
            row.receipt = door_of(destination.door).send(
                parcel, destination.address, secret_of(destination), surroundings(), _go_on
            )
        except Undelivered as fault:
            row.is_passed, row.error_code, row.error = False, fault.code, str(fault)
    row.save()
    return row


def _check_reach(code: str, department: Department | None, *, by: User) -> None:
    """Refuse a destination for all from who acts for some, and one that takes another's place."""
    permission = Destination.propose_permission
    by.check_reaches(permission, department)
    standing = Destination.objects.confirmed().filter(code=code).select_related("department")
    last = standing.order_by("-recorded_at", "-id").first()
    if last is not None:
        by.check_reaches(permission, last.department)


def _go_on() -> None:
    """Let a test go out: it may be repeated."""


def _standing_secret(code: str, door: str) -> str:
    standing = (
        Destination.objects.confirmed().filter(code=code, door=door).order_by("-recorded_at", "-id")
    ).first()
    return secret_of(standing) if standing else ""


def _place(row: Destination) -> str:
    """Return what a sealed secret is bound to: its table, its column and its row."""
    return f"reporting_destinationsecret.sealed/{row.key}"


def _unfit(field: str, value: str, message: str) -> InvalidInput:
    return InvalidInput([Finding(code="unfit", field=field, value=value, message=message)])
