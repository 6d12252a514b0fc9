"""The clock takes each slot once, with the owner's rights as they are then."""

from __future__ import annotations

import datetime as dt
import io
import json
import threading

import openpyxl
import pytest
from django.db import connection

from config.accounts.models import RoleAssignment, User
from config.accounts.roles import Role
from config.archive import queries as archive
from config.jobs.execution import run_now
from config.jobs.models import Run
from config.kernel import proposals
from config.kernel.errors import NotAllowed
from reporting.disclosures.models import DisclosureVersion, FigureTemplate
from reporting.disclosures.operations.templating import propose_figure_template
from reporting.exports import operations, queries
from reporting.exports.models import Delivery, ExpectedRun
from reporting.exports.operations.scheduling import (
    AlreadySo,
    FormNotOffered,
    TemplateNotTaken,
    UnknownTemplate,
)
from reporting.exports.rules.life import SlotState
from tests import people
from tests.reporting.conftest import Portfolio
from tests.reporting.disclosures.conftest import drafted, publish
from tests.reporting.exports.conftest import bring_forward, confirmed, scheduled


def test_a_schedule_runs_once_it_is_confirmed_and_is_written_ahead(alice: User, bob: User) -> None:
    schedule = scheduled(alice)
    assert operations.tick()["written"] == 0
    proposals.confirm(schedule, by=bob)
    assert operations.tick()["written"] == 100
    assert operations.tick()["written"] == 0
    daily = confirmed(alice, bob, timetable={"at": "08:00"})
    assert operations.tick()["written"] == 30
    slots = ExpectedRun.objects.filter(schedule=daily).order_by("slot_at")
    assert all(each.period == "2025Q1" for each in slots)


def test_ticking_twice_is_one_run_and_one_delivery(
    alice: User, bob: User, published: DisclosureVersion
) -> None:
    schedule = confirmed(alice, bob)
    operations.tick()
    bring_forward(schedule)
    assert operations.tick()["taken"] == 1
    assert operations.tick()["taken"] == 0
    run = Run.objects.get(kind="reporting.exports.deliver")
    assert run_now(run).state == "done", run.error
    slot = ExpectedRun.objects.get(run=run)
    assert slot.state == SlotState.DONE
    again = operations.deliver(expected_run=slot)
    assert Delivery.objects.get() == again


def test_what_is_delivered_is_the_published_file_byte_for_byte(
    alice: User, bob: User, published: DisclosureVersion
) -> None:
    schedule = confirmed(alice, bob)
    operations.tick()
    bring_forward(schedule)
    operations.tick()
    run_now(Run.objects.get(kind="reporting.exports.deliver"))
    delivery = Delivery.objects.get()
    artefact = published.artefacts.get(form="json", language="zh-Hans", is_published=True)
    assert delivery.file == artefact.file
    assert queries.content_of(delivery) == archive.read(artefact.file)
    assert delivery.receipt["sha256"] == artefact.sha256


def test_figures_are_delivered_as_data(
    alice: User, bob: User, published: DisclosureVersion
) -> None:
    for form in ("json", "xlsx"):
        schedule = confirmed(alice, bob, content="figures", form=form)
        operations.tick()
        bring_forward(schedule)
        operations.tick()
    for run in Run.objects.filter(kind="reporting.exports.deliver"):
        assert run_now(run).state == "done", run.error
    data = json.loads(queries.content_of(Delivery.objects.get(file_name__endswith=".json")))
    assert len(data["figures"]) == published.figure_set.count
    assert data["is_sample"] is True


def test_figures_leave_as_the_table_template_of_the_day_asks_for_them(
    alice: User, bob: User, published: DisclosureVersion
) -> None:
    with pytest.raises(UnknownTemplate):
        scheduled(alice, content="figures", form="csv", figure_template="energy")
    proposals.confirm(_template(alice, since=dt.date(2025, 1, 1), heading="Amount"), by=bob)
    later = proposals.confirm(_template(alice, since=dt.date(2025, 6, 1), heading="Later"), by=bob)
    with pytest.raises(FormNotOffered):
        scheduled(alice, content="figures", form="json", figure_template="energy")
    with pytest.raises(TemplateNotTaken):
        scheduled(alice, figure_template="energy")
    for form in ("csv", "xlsx"):
        schedule = confirmed(alice, bob, content="figures", form=form, figure_template="energy")
        operations.tick()
        bring_forward(schedule)
    operations.tick()
    for run in Run.objects.filter(kind="reporting.exports.deliver"):
        assert run_now(run).state == "done", run.error
    table = Delivery.objects.get(file_name__endswith=".csv")
    head, *rows = queries.content_of(table).decode("utf-8-sig").splitlines()
    assert head == "名称,Later"
    assert rows
    assert table.receipt["template_id"] == later.pk
    book = openpyxl.load_workbook(
        io.BytesIO(queries.content_of(Delivery.objects.get(file_name__endswith=".xlsx")))
    )
    assert [each.value for each in book.worksheets[0][1]] == ["名称", "Later"]


def _template(by: User, *, since: dt.date, heading: str) -> FigureTemplate:
    return propose_figure_template(
        code="energy",
        name_zh="电量",
        name_en="Energy",
        columns=[
            {"field": "indicator", "heading_zh": "名称", "heading_en": "Name"},
            {"field": "value", "heading_zh": heading, "heading_en": heading},
        ],
        effective_from=since,
        by=by,
        reason="报送",
    )


def test_nothing_published_fails_closed_and_says_so(alice: User, bob: User) -> None:
    schedule = confirmed(alice, bob)
    operations.tick()
    bring_forward(schedule)
    operations.tick()
    run = run_now(Run.objects.get(kind="reporting.exports.deliver"))
    assert (run.state, run.error_code) == ("failed", "nothing_published")
    assert operations.tick()["settled"] == 1
    slot = ExpectedRun.objects.get(run=run)
    assert (slot.state, slot.error_code) == ("failed", "nothing_published")
    assert slot in queries.troubled_runs()
    assert not Delivery.objects.exists()


def test_a_failed_slot_is_done_once_its_run_is_driven_again(
    alice: User, bob: User, portfolio: Portfolio, fast_forms: list[str]
) -> None:
    schedule = confirmed(alice, bob)
    operations.tick()
    bring_forward(schedule)
    operations.tick()
    run = run_now(Run.objects.get(kind="reporting.exports.deliver"))
    operations.tick()
    publish(drafted(alice), alice, bob)
    from config.jobs.operations import redrive

    assert run_now(redrive(run=run, by=alice)).state == "done"
    assert ExpectedRun.objects.get(run=run).state == SlotState.DONE
    assert not queries.troubled_runs()


def test_after_a_silence_the_latest_slot_runs_and_the_others_are_missed(
    alice: User, bob: User, published: DisclosureVersion
) -> None:
    schedule = confirmed(alice, bob)
    operations.tick()
    bring_forward(schedule, 4)
    counts = operations.tick()
    assert (counts["taken"], counts["missed"]) == (1, 3)
    taken = ExpectedRun.objects.get(schedule=schedule, state=SlotState.CLAIMED)
    missed = ExpectedRun.objects.filter(schedule=schedule, state=SlotState.MISSED)
    assert all(each.slot_at < taken.slot_at for each in missed)


def test_an_owner_without_the_rights_cannot_be_given_a_schedule(alice: User, charlie: User) -> None:
    with pytest.raises(NotAllowed):
        scheduled(alice, owner=charlie)
    with pytest.raises(NotAllowed):
        scheduled(charlie)


def test_rights_that_were_taken_away_stop_the_next_slot(
    alice: User, bob: User, published: DisclosureVersion
) -> None:
    schedule = confirmed(alice, bob)
    operations.tick()
    bring_forward(schedule)
    RoleAssignment.objects.filter(user=alice, role=Role.DISCLOSURE_OFFICER).delete()
    assert operations.tick()["refused"] == 1
    slot = ExpectedRun.objects.get(schedule=schedule, state=SlotState.FAILED)
    assert slot.error_code == "not_allowed"
    assert not Run.objects.filter(kind="reporting.exports.deliver").exists()


def test_rights_that_were_taken_away_after_the_claim_stop_the_delivery(
    alice: User, bob: User, published: DisclosureVersion
) -> None:
    schedule = confirmed(alice, bob)
    operations.tick()
    bring_forward(schedule)
    operations.tick()
    RoleAssignment.objects.filter(user=alice, role=Role.DISCLOSURE_OFFICER).delete()
    run = run_now(Run.objects.get(kind="reporting.exports.deliver"))
    assert (run.state, run.error_code) == ("failed", "not_allowed")
    assert not Delivery.objects.exists()


def test_a_paused_schedule_expects_nothing_and_misses_nothing(alice: User, bob: User) -> None:
    schedule = confirmed(alice, bob)
    operations.tick()
    operations.pause(schedule=schedule, by=alice, reason="停")
    assert not ExpectedRun.objects.exists()
    assert operations.tick()["written"] == 0
    with pytest.raises(AlreadySo):
        operations.pause(schedule=schedule, by=alice, reason="停")
    operations.resume(schedule=schedule, by=alice, reason="续")
    assert operations.tick() == {
        "written": 100,
        "settled": 0,
        "resent": 0,
        "taken": 0,
        "missed": 0,
        "refused": 0,
        "late": 0,
    }


def test_figures_are_not_offered_as_pdf(alice: User) -> None:
    with pytest.raises(FormNotOffered):
        scheduled(alice, content="figures", form="pdf")


def test_what_will_happen_is_known_for_thirty_days(alice: User, bob: User) -> None:
    confirmed(alice, bob, timetable={"at": "08:00"})
    operations.tick()
    coming = list(queries.coming_runs(now=dt.datetime.now(dt.UTC)))
    assert len(coming) == 30
    assert coming == sorted(coming, key=lambda each: each.slot_at)


@pytest.mark.committing
def test_two_clocks_at_once_take_a_slot_once(committed_db: str) -> None:
    alice, bob = people.make_alice(), people.make_bob()
    schedules = [confirmed(alice, bob, name=f"s{number}") for number in range(5)]
    operations.tick()
    for each in schedules:
        bring_forward(each, 2)
    barrier = threading.Barrier(4)
    counts: list[dict[str, int]] = []

    def beat() -> None:
        try:
            barrier.wait()
            counts.append(operations.tick())
        finally:
            connection.close()

    threads = [threading.Thread(target=beat) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(counts) == 4
    assert sum(each["taken"] for each in counts) == 5
    assert sum(each["missed"] for each in counts) == 5
    assert Run.objects.filter(kind="reporting.exports.deliver").count() == 5
