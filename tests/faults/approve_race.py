"""
Thirty-two reviewers confirm thirty-two proposals, all at once.

Lost: a proposal nobody won. Doubled: a proposal confirmed more than once, by what follows
from a confirmation. The control checks first and acts after, as plain code would; it
must confirm twice.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.faults import house


def run() -> dict[str, Any]:
    """Race the kernel's confirmation, then the naive one."""
    house.open_house()
    ours, control = _race_kernel(), _race_naive()
    return {
        "attempts": house.HANDS * house.HANDS,
        "lost": sum(1 for wins in ours.values() if wins == 0),
        "doubled": sum(wins - 1 for wins in ours.values() if wins > 1),
        "torn": 0,
        "wins": sum(ours.values()),
        "control_bit": any(wins > 1 for wins in control.values()),
        "control_wins": sum(control.values()),
    }


def _race_kernel() -> Counter[str]:
    from config.accounts.roles import Role
    from config.kernel import proposals
    from config.kernel.errors import DomainError
    from tests.people import make_alice, make_user
    from tests.shelf.models import Loan, Sighting

    alice = make_alice()
    reviewers = [make_user(Role.REVIEWER, employee_no=f"R{n}") for n in range(house.HANDS)]
    loans = [
        proposals.propose(Loan(text=f"k{number}"), by=alice, reason="race")
        for number in range(house.HANDS)
    ]

    def act(number: int) -> None:
        for loan in loans:
            try:
                proposals.confirm(Loan.objects.get(pk=loan.pk), by=reviewers[number])
            except DomainError:
                continue

    house.all_at_once(act)
    found = Counter({loan.text: 0 for loan in loans})
    for text in Sighting.objects.values_list("text", flat=True):
        found[text.split(" ")[0]] += 1
    return found


def _race_naive() -> Counter[str]:
    """Confirm by looking first and writing after, on a table that nothing guards."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute("select 1")
    from config.jobs.models import Run
    from tests.people import make_user

    asker = make_user(username="naive")
    runs = [
        Run.objects.create(kind="naive", key=str(n), asked_by=asker) for n in range(house.HANDS)
    ]
    wins: Counter[str] = Counter({run.key: 0 for run in runs})

    def act(number: int) -> None:
        for run in runs:
            with transaction.atomic():
                row = Run.objects.get(pk=run.pk)
                if row.state == "queued":
                    row.state = "done"
                    row.message = str(number)
                    row.save()
                    wins[run.key] += 1

    house.all_at_once(act)
    return wins
