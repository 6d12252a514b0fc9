"""Two people at once, and somebody behind every guard."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from config.accounts.models import User
from config.jobs.execution import run_now
from config.kernel.proposals import AlreadyDecided
from config.kernel.transitions import ForbiddenMove
from reporting.disclosures import operations
from reporting.disclosures.models import (
    Artefact,
    DisclosureVersion,
    NotInReview,
    StateChange,
)
from reporting.disclosures.rules.life import State
from tests import people
from tests.reporting.conftest import Portfolio
from tests.reporting.disclosures.conftest import drafted
from tests.reporting.tampering import tamper


@pytest.mark.committing
def test_of_two_who_move_at_once_one_wins(
    committed_db: str, portfolio: Portfolio, fast_forms: list[str]
) -> None:
    alice, bob, carol = (
        people.make_alice(),
        people.make_bob(),
        people.make_user(people.Role.REVIEWER, username="carol"),
    )
    version = drafted(alice)
    operations.submit(version=version, by=alice, reason="请复核")
    barrier = threading.Barrier(2)
    outcomes: list[str] = []

    def act(what: str, who: User) -> None:
        mine = DisclosureVersion.objects.get(pk=version.pk)
        try:
            barrier.wait()
            if what == "sign":
                operations.sign_off(version=mine, by=who)
            else:
                operations.return_(version=mine, by=who, note="不行")
            outcomes.append("won")
        except (AlreadyDecided, ForbiddenMove, NotInReview):
            outcomes.append("lost")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=act, args=("sign", bob)),
        threading.Thread(target=act, args=("return", carol)),
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(outcomes) == ["lost", "won"]
    assert StateChange.objects.filter(version=version, from_state="in_review").count() == 1
    decided = DisclosureVersion.objects.get(pk=version.pk)
    assert (decided.decision, decided.state) in {
        ("confirmed", State.APPROVED),
        ("rejected", State.RETURNED),
    }


@pytest.mark.committing
def test_a_figure_changed_after_the_sign_off_stops_the_publication(
    committed_db: str, portfolio: Portfolio, fast_forms: list[str]
) -> None:
    alice, bob = people.make_alice(), people.make_bob()
    version = drafted(alice)
    operations.submit(version=version, by=alice, reason="请复核")
    operations.sign_off(version=version, by=bob)
    tamper(
        committed_db,
        "reporting_figure",
        "update reporting_figure set value = value + 1 where indicator = 'E-AV-03'"
        " and dimension = '{}'",
    )
    run = run_now(operations.publish(version=version, by=alice))
    assert (run.state, run.error_code) == ("failed", "figures_changed")
    assert version.state is State.APPROVED
    assert not Artefact.objects.filter(is_published=True).exists()
