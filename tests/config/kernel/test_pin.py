"""A moment of knowledge is final: nothing recorded at or before it appears after it."""

import threading
import time

import pytest
from django.db import IntegrityError, connection, transaction

from config.kernel import proposals
from config.kernel.pin import PinInsideTransaction, pin_known_at
from tests.conftest import speak_as
from tests.people import make_alice, make_bob
from tests.shelf.models import Loan, Sighting

pytestmark = pytest.mark.committing


def test_a_pin_waits_for_the_writer_in_flight(committed_db: str) -> None:
    writing, go_on, pins = threading.Event(), threading.Event(), []

    def write() -> None:
        with transaction.atomic():
            Sighting.objects.create(text="in flight")
            writing.set()
            go_on.wait(10)
        connection.close()

    def pin() -> None:
        pins.append(pin_known_at())
        connection.close()

    writer, pinner = threading.Thread(target=write), threading.Thread(target=pin)
    writer.start()
    writing.wait(10)
    pinner.start()
    time.sleep(0.2)
    assert not pins
    go_on.set()
    writer.join()
    pinner.join()
    assert [each.text for each in Sighting.objects.all().known(pins[0])] == ["in flight"]


def test_a_confirmation_counts_as_a_writer(committed_db: str) -> None:
    row = proposals.propose(Loan(text="x"), by=make_alice(), reason="r")
    with transaction.atomic():
        proposals.confirm(row, by=make_bob())
        with pytest.raises(PinInsideTransaction):
            pin_known_at()
    assert list(Loan.objects.all().known(pin_known_at())) == [row]


def test_no_fact_slips_under_a_pin(committed_db: str) -> None:
    """Writers keep writing while pins are taken; what a pin saw is what it sees for ever."""
    stop, seen = threading.Event(), []

    def write(number: int) -> None:
        while not stop.is_set():
            with transaction.atomic():
                for _ in range(3):
                    Sighting.objects.create(text=f"w{number}")
        connection.close()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in writers:
        thread.start()
    for _ in range(25):
        pinned = pin_known_at()
        seen.append((pinned, Sighting.objects.all().known(pinned).count()))
    stop.set()
    for thread in writers:
        thread.join()
    assert [Sighting.objects.all().known(pinned).count() for pinned, _ in seen] == [
        count for _, count in seen
    ]
    assert seen[-1][1] > 0


def test_a_clock_set_back_does_not_put_a_fact_under_a_pin(committed_db: str) -> None:
    pinned = pin_known_at()
    speak_as("owner", database=committed_db)
    with connection.cursor() as cursor:
        cursor.execute(
            "select setval('kernel_last_pin', last_value + 3600000000) from kernel_last_pin"
        )
    speak_as("app", database=committed_db)
    later = Sighting.objects.create(text="late")
    assert later.recorded_at is not None
    assert (later.recorded_at - pinned).total_seconds() >= 3600
    assert pin_known_at() >= later.recorded_at


def test_the_owner_too_is_refused_by_the_triggers(committed_db: str) -> None:
    Sighting.objects.create(text="seen")
    speak_as("owner", database=committed_db)
    for statement in (
        "update shelf_sighting set text = 'x'",
        "delete from shelf_sighting",
        "truncate shelf_sighting",
        "truncate shelf_loan cascade",
    ):
        with pytest.raises(IntegrityError, match="append-only"), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Sighting.objects.count() == 1
