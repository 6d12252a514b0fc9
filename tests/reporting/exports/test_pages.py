"""The staff pages of exports: boxes for each door, and what a person sees of a run."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from config.accounts.models import Department, User
from reporting.exports import operations
from reporting.exports.admin import addresses
from reporting.exports.doors.table import DOORS
from reporting.exports.models import Destination, ExpectedRun, ExpectedRunRequest, Schedule
from tests.receivers import S3Server
from tests.reporting.exports.conftest import SECRET, bring_forward, confirmed, destination

ADD = "admin:reporting_destination_add"


def page(person: User) -> Client:
    client = Client()
    client.force_login(person)
    client.cookies["language"] = "en"
    return client


def entered(**changes: Any) -> dict[str, Any]:
    """Return what a browser sends: the boxes of every door, those not shown among them."""
    boxes = {name: field.initial for name, field in addresses.form_fields().items()}
    return {
        **{name: value for name, value in boxes.items() if value not in (None, False)},
        "code": "desk",
        "name": "desk",
        "is_open": "on",
        "reason": "报送",
        **changes,
    }


@pytest.mark.parametrize("door", sorted(DOORS))
def test_every_item_of_an_address_has_its_box(door: str) -> None:
    read = [each.name for each in DOORS[door].ITEMS]  # type: ignore[attr-defined]
    assert list(addresses.FIELDS[door]) == read
    defaults = {each.name: each.default for each in DOORS[door].ITEMS}  # type: ignore[attr-defined]
    for name, field in addresses.FIELDS[door].items():
        if field.initial is not None:
            assert field.initial == defaults[name], name


def test_a_destination_is_entered_in_boxes(alice: User) -> None:
    client = page(alice)
    shown = client.get(reverse(ADD)).content.decode()
    for name in addresses.NAMES.values():
        assert f'name="{name}"' in shown
    sent = entered(door="email", email_to="ada@example.com\n grace@example.com \n")
    assert client.post(reverse(ADD), sent).status_code == 302
    row = Destination.objects.get()
    assert row.address == {
        "to": ["ada@example.com", "grace@example.com"],
        "cc": [],
        "subject": "",
        "attach_up_to_mb": 10,
        "link_days": 14,
        "repeat_when_unsure": False,
    }
    record = client.get(reverse("admin:reporting_destination_change", args=[row.pk]))
    assert "ada@example.com, grace@example.com" in record.content.decode()


def test_boxes_of_another_door_are_not_read(alice: User) -> None:
    sent = entered(
        door="webhook", webhook_url="https://example.com/in", secret=SECRET, sftp_host="elsewhere"
    )
    assert page(alice).post(reverse(ADD), sent).status_code == 302
    assert Destination.objects.get().address == {
        "url": "https://example.com/in",
        "body": "file",
        "link_days": 14,
    }


def test_a_fault_stands_beside_its_box(alice: User) -> None:
    sent = entered(door="sftp", sftp_host="h", sftp_host_key="ssh-ed25519 ?", secret="s")
    answer = page(alice).post(reverse(ADD), sent)
    assert answer.status_code == 200
    errors = answer.context_data["errors"]
    assert set(errors) == {"sftp_user", "sftp_host_key"}
    assert not Destination.objects.exists()


def test_what_is_entered_in_boxes_reaches_the_store(
    alice: User, store: S3Server, settings: Any
) -> None:
    from tests import receivers
    from tests.reporting.exports.conftest import work

    address = store.address(prefix="boxes/")
    sent = entered(
        door="s3", secret=receivers.SECRET_KEY, **{f"s3_{name}": v for name, v in address.items()}
    )
    assert page(alice).post(reverse(ADD), sent).status_code == 302
    row = Destination.objects.get()
    operations.ask_for_trial(destination=row, by=alice)
    work()
    check = row.checks.get()
    assert check.is_passed, check.error


def test_a_schedule_is_proposed_with_watchers_and_only_to_ones_own_destinations(
    alice: User, bob: User, charlie: User
) -> None:
    shown = page(alice).get(reverse("admin:reporting_schedule_add")).content.decode()
    assert 'value="charlie"' in shown
    sent = {
        "name": "季度",
        "content": "disclosure",
        "disclosure_kind": "green_trust_annual",
        "relative_period": "last_year",
        "form": "json",
        "language": "zh-Hans",
        "timetable": '{"at": "08:30"}',
        "time_zone": "Asia/Shanghai",
        "watchers": ["charlie"],
        "reason": "报送",
    }
    assert page(alice).post(reverse("admin:reporting_schedule_add"), sent).status_code == 302
    assert Schedule.objects.get().watchers == ["charlie"]


def test_a_run_is_made_again_with_its_reason_on_the_page(alice: User, bob: User) -> None:
    schedule = confirmed(alice, bob)
    operations.tick()
    bring_forward(schedule, 2)
    operations.tick()
    slot = ExpectedRun.objects.get(state="missed")
    client, record = page(alice), reverse("admin:reporting_expectedrun_change", args=[slot.pk])
    act = reverse("admin:reporting_expectedrun_act", args=[slot.pk])
    client.post(act, {"act": "again", "reason": "  "})
    assert not ExpectedRunRequest.objects.exists()
    client.post(act, {"act": "again", "reason": "the clock stood still"})
    assert ExpectedRunRequest.objects.get().reason == "the clock stood still"
    assert "the clock stood still" in client.get(record).content.decode()


def test_the_filter_of_deliveries_names_no_destination_of_others(
    alice: User, bob: User, store: S3Server
) -> None:
    from config.accounts.operations import give_roles
    from config.accounts.roles import Role
    from tests import people, receivers

    mine, other = (Department.objects.create(code=code, name_zh=code) for code in ("mine", "other"))
    facts = {"address": store.address(), "secret": receivers.SECRET_KEY, "department": mine}
    destination(alice, bob, code="vault", door="s3", **facts)
    foreign = people.make_user(username="foreign")
    give_roles(user=foreign, roles=[Role.DISCLOSURE_OFFICER], department=other)
    for person, sees in ((alice, True), (foreign, False)):
        for name in ("delivery", "schedule", "destination"):
            place = f"admin:reporting_{name}_{'add' if name == 'schedule' else 'changelist'}"
            shown = page(person).get(reverse(place)).content.decode()
            assert ("vault" in shown) is sees, (name, person)
