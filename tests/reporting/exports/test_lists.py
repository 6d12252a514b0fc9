"""Lists by subscription: the owner's view of them, as CSV, workbook or Parquet."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from rest_framework.test import APIClient

from config.accounts.models import RoleAssignment, User
from config.accounts.roles import Role
from config.console.lists import saved
from config.jobs.execution import run_now
from config.jobs.models import Run
from config.kernel.errors import NotAllowed, NotFoundHere
from config.tables.writing import Column
from reporting.exports import list_data, operations, queries
from reporting.exports.models import Delivery, ExpectedRun, Schedule
from reporting.exports.operations.scheduling import ContentUnclear, FormNotOffered, forms_of
from reporting.rendering.child import FORMS
from tests.reporting.exports.conftest import bring_forward, confirmed, scheduled

LIST: dict[str, Any] = {
    "content": "list",
    "disclosure_kind": "",
    "list_name": "reporting.schedule",
    "relative_period": "as_of",
    "fixed_period": "",
}


def made(schedule: Schedule) -> Delivery:
    """Have a schedule's slot come and its list made."""
    operations.tick()
    bring_forward(schedule)
    operations.tick()
    run = run_now(Run.objects.filter(kind="reporting.exports.deliver").latest("id"))
    assert run.state == "done", run.error
    return Delivery.objects.get(expected_run__run=run)


def rows_of(delivery: Delivery) -> list[dict[str, Any]]:
    """Return the rows of a list that left as CSV or Parquet."""
    content = queries.content_of(delivery)
    if delivery.file_name.endswith(".parquet"):
        return pl.read_parquet(io.BytesIO(content)).to_dicts()
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_list_leaves_in_each_form_with_the_rows_of_its_view(alice: User, bob: User) -> None:
    query = "state=confirmed&columns=name,language&o=name"
    for form in ("csv", "xlsx", "parquet"):
        confirmed(alice, bob, **LIST, form=form, name=f"清单 {form}", list_query=query)
    scheduled(alice, name="尚未确认")
    found = [made(each) for each in Schedule.objects.confirmed().order_by("id")]
    names = [next(iter(row.values())) for row in rows_of(found[0])]
    assert names == ["清单 csv", "清单 parquet", "清单 xlsx"]
    assert [next(iter(row.values())) for row in rows_of(found[2])] == names
    assert list(rows_of(found[0])[0]) == list(rows_of(found[2])[0])
    assert queries.content_of(found[1])[:2] == b"PK"
    assert found[2].file.media_type == list_data.PARQUET_TYPE


def test_a_saved_view_is_taken_over_as_it_is_when_the_schedule_is_made(
    alice: User, bob: User
) -> None:
    view = saved.save(list_name="reporting.schedule", name="我的", query="columns=name", by=alice)
    body = {
        "name": "订阅", "content": "list", "saved_view": view.pk, "relative_period": "as_of",
        "form": "csv", "language": "zh-Hans", "timetable": {"at": "08:00", "working_day": 1},
        "time_zone": "Asia/Shanghai", "reason": "订阅",
    }  # fmt: skip
    client = APIClient()
    client.force_authenticate(alice)
    answer = client.post("/api/v1/schedules/", body, format="json")
    assert answer.status_code == 201, answer.json()
    assert answer.json()["list_query"] == "columns=name"
    saved.change(view=view, by=alice, query="columns=name,form")
    saved.drop(view=view, by=alice)
    assert Schedule.objects.get().list_query == "columns=name"


def test_a_list_is_made_with_what_its_owner_may_see_by_then(alice: User, bob: User) -> None:
    schedule = confirmed(alice, bob, **LIST, form="csv")
    operations.tick()
    bring_forward(schedule)
    operations.tick()
    RoleAssignment.objects.filter(user=alice).exclude(role=Role.REGISTRAR).delete()
    run = run_now(Run.objects.get(kind="reporting.exports.deliver"))
    assert (run.state, run.error_code) == ("failed", "not_allowed")
    assert not Delivery.objects.exists()


def test_a_list_that_may_not_be_seen_or_is_not_there_cannot_be_scheduled(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = saved.page_of("reporting.schedule", by=alice)
    with monkeypatch.context() as patch:
        patch.setattr(type(page), "view_permission", "reporting.exports.nobody_may")
        with pytest.raises(NotAllowed):
            scheduled(alice, **LIST, form="csv")
    with pytest.raises(NotFoundHere):
        scheduled(alice, **{**LIST, "list_name": "reporting.nothing"}, form="csv")
    with pytest.raises(saved.UnreadableView):
        scheduled(alice, **LIST, form="csv", list_query="columns=password")
    with pytest.raises(ContentUnclear):
        scheduled(alice, **{**LIST, "disclosure_kind": "green_trust_annual"}, form="csv")
    with pytest.raises(FormNotOffered):
        scheduled(alice, **LIST, form="pdf")


def test_the_forms_offered_are_those_of_the_tables() -> None:
    assert forms_of("disclosure") == tuple(FORMS)
    assert set(forms_of("figures")) <= set(FORMS)
    assert forms_of("list") == ("csv", "xlsx", "parquet")
    choices = [value for value, _label in Schedule._meta.get_field("form").flatchoices]
    assert set(choices) == {*FORMS, *forms_of("list")}


def test_two_slots_of_a_list_are_two_files(alice: User, bob: User) -> None:
    schedule = confirmed(alice, bob, **LIST, form="csv", timetable={"at": "08:00"})
    first = made(schedule)
    ExpectedRun.objects.filter(pk=first.expected_run_id).update(
        slot_at=first.expected_run.slot_at - dt.timedelta(days=5)
    )
    assert made(schedule).file_name != first.file_name


def test_parquet_keeps_numbers_days_and_instants_for_what_they_are(tmp_path: Path) -> None:
    columns = [
        Column(each) for each in ("编号", "数值", "日期", "时刻", "是否", "混合", "编号", "空")
    ]
    moment = dt.datetime(2026, 1, 1, 0, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    rows = [
        [2**53 + 1, Decimal("0.10"), dt.date(2026, 1, 1), moment, True, 1, "007", None],
        [None, Decimal("12345678901234567890.123456"), None, None, False, "一", "", None],
        [3, 7, dt.date(1899, 12, 31), moment, None, None, "=1+1", None],
    ]
    path = tmp_path / "list.parquet"
    assert list_data.write_parquet(rows, columns, path) == 3
    found = pl.read_parquet(path)
    assert found.columns == ["编号", "数值", "日期", "时刻", "是否", "混合", "编号 2", "空"]
    assert found["编号"].to_list() == [2**53 + 1, None, 3]
    assert found["数值"].to_list() == [
        Decimal("0.1"), Decimal("12345678901234567890.123456"), Decimal(7),
    ]  # fmt: skip
    assert found["日期"].dtype == pl.Date
    assert found["时刻"].to_list()[0] == dt.datetime(2025, 12, 31, 16, 30, tzinfo=dt.UTC)
    assert found["是否"].dtype == pl.Boolean
    assert found["混合"].to_list() == ["1", "一", None]
    assert found["编号 2"].to_list() == ["007", None, "=1+1"]
