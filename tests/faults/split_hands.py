"""One of several processes that confirm what others confirm too; started by split_race."""

from __future__ import annotations

import json
import random
import sys
import threading
import time
from collections import Counter

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from config.accounts.models import User  # noqa: E402
from config.kernel.errors import DomainError  # noqa: E402
from config.kernel.proposals import confirm  # noqa: E402
from trusts.contracts.models import Split  # noqa: E402
from trusts.ledger.models import Entry  # noqa: E402

#: How long a transaction stays open after its decision, as over a slow network.
LINGER_SECONDS = 0.1
MODELS = {"entry": Entry, "split": Split}


def main() -> None:
    """Read what to confirm, wait for the word, confirm it by many hands, tell what came of it."""
    asked = json.loads(sys.stdin.readline())
    tasks: list[tuple[str, int]] = [tuple(each) for each in asked["tasks"]]
    random.Random(asked["seed"]).shuffle(tasks)  # noqa: S311 (a repeatable race, not a secret)
    reviewer = User.objects.get(pk=asked["reviewer"])
    hands = asked["hands"]
    outcomes: Counter[str] = Counter()
    barrier = threading.Barrier(hands + 1)

    def act(number: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
        barrier.wait()
        for what, pk in tasks[number::hands]:
            outcomes[_confirmed(what, pk, reviewer)] += 1
        connection.close()

    threads = [threading.Thread(target=act, args=(number,)) for number in range(hands)]
    for thread in threads:
        thread.start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    barrier.wait()
    for thread in threads:
        thread.join()
    sys.stdout.write(json.dumps(outcomes) + "\n")


def _confirmed(what: str, pk: int, reviewer: User) -> str:
    try:
        with transaction.atomic():
            row = MODELS[what].objects.get(pk=pk)
            confirm(row, by=reviewer)
            time.sleep(LINGER_SECONDS)
    except DomainError as refusal:
        return type(refusal).__name__
    except Exception as fault:  # noqa: BLE001 (a race that breaks otherwise is told, too)
        return f"!{type(fault).__name__}"
    return "confirmed"


if __name__ == "__main__":
    main()
