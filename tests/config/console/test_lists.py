"""Lists: their columns, saved views, times and files; exactly what is seen, and no more."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from config.accounts.models import User
from config.accounts.roles import Role
from config.api import downloads
from config.archive.models import Extract
from config.console.lists import columns, exports, saved
from config.console.models import ListDefault, SavedView
from config.jobs import execution
from config.jobs.models import Run, RunState
from config.kernel import proposals
from tests.config.console import shelf_pages
from tests.config.console.conftest import Enter
from tests.config.console.test_pages import words
from tests.people import make_user
from tests.shelf.models import Label, Loan, Sighting

pytestmark = pytest.mark.django_db

LOANS = "/console/shelf/loan/"
LABELS = "/console/shelf/label/"
HOSTILE = "=HYPERLINK(A1)"


@pytest.fixture
def loans(alice: User, bob: User) -> list[Loan]:
    """Return four loans: one confirmed, one with a text like a formula."""
    rows = [
        proposals.propose(Loan(text=text, amount=amount), by=alice, reason="needed")
        for text, amount in (
            ("lamp", "1234567.80"),
            ("00123", "2.00"),
            (HOSTILE, "-3.00"),
            ("绿灯", "4.00"),
        )
    ]
    proposals.confirm(rows[0], by=bob)
    return rows


def heads(answer: Any) -> list[str]:
    """Return the columns of a list by their names."""
    return [each.__name__ if callable(each) else each for each in answer.context["cl"].list_display]


def shown(answer: Any) -> list[str]:
    return [str(row) for row in answer.context["cl"].result_list]


def content(answer: Any) -> bytes:
    assert answer.status_code == 200, answer.content[:500]
    return b"".join(answer.streaming_content)


def taken(client: Client, url: str, form: str) -> bytes:
    return content(client.post(url, {"form": form}))


def csv_rows(raw: bytes) -> list[list[str]]:
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


# ---- columns


def test_a_list_shows_the_columns_asked_for_in_their_order(
    enter: Enter, alice: User, loans: list[Loan]
) -> None:
    client = enter(make_user(Role.AUDITOR))
    assert heads(client.get(LOANS)) == ["text", "amount", "proposed_by", "state_badge"]
    page = client.get(f"{LOANS}?columns=reason,amount,decided_by,content_sha256")
    assert heads(page) == ["reason", "amount", "decided_by", "content_sha256"]
    assert "needed" in words(page)


def test_a_column_that_is_none_is_said_and_left_out(enter: Enter, loans: list[Loan]) -> None:
    page = enter(make_user(Role.AUDITOR)).get(f"{LOANS}?columns=text,colour,decision")
    assert heads(page) == ["text"]
    assert "This list has no such columns: colour, decision" in words(page)


def test_secrets_are_offered_in_no_list(
    enter: Enter, loans: list[Loan], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf_pages.LoanAdmin, "never_shown", frozenset({"reason"}))
    client = enter(make_user(Role.AUDITOR, Role.ADMINISTRATOR))
    page = client.get(f"{LOANS}?columns=text,reason")
    assert heads(page) == ["text"]
    assert "needed" not in words(page)
    assert heads(client.get("/console/accounts/user/?columns=username,password")) == ["username"]


def test_the_form_of_the_columns_keeps_filters_and_the_order_of_rows(
    enter: Enter, loans: list[Loan]
) -> None:
    client = enter(make_user(Role.AUDITOR))
    asked = f"{LOANS}columns/?state=pending&o=-1&column=reason&column=amount"
    answer = client.get(asked)
    assert parse_qs(urlsplit(answer.headers["Location"]).query) == {
        "state": ["pending"],
        "o": ["-amount"],
        "columns": ["reason,amount"],
    }
    page = client.get(answer.headers["Location"])
    assert heads(page) == ["reason", "amount"]
    assert shown(page) == ["绿灯", "00123", HOSTILE]


def test_the_lists_own_columns_need_no_word_in_the_address(enter: Enter, loans: list[Loan]) -> None:
    own = "&".join(f"column={name}" for name in ("text", "amount", "proposed_by", "state_badge"))
    answer = enter(make_user(Role.AUDITOR)).get(f"{LOANS}columns/?columns=text&{own}")
    assert answer.headers["Location"] == f"{LOANS}?view=all"


def test_more_columns_cost_no_query_a_row(enter: Enter, alice: User, bob: User) -> None:
    client = enter(bob)
    counts = []
    for number in range(2):
        for place in range(5):
            row = Label(thing=f"{number}{place}", text="x", effective_from=dt.date(2025, 1, 1))
            proposals.confirm(proposals.propose(row, by=alice, reason="r"), by=bob)
            later = Label(
                thing=f"{number}{place}", text="y", effective_from="2025-01-01", supersedes=row
            )
            proposals.propose(later, by=alice, reason="r")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{LABELS}?columns=text,supersedes,decided_by").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


# ---- saved views


def keep(client: Client, act: str, **data: Any) -> Any:
    return client.post(f"{LOANS}views/", {"act": act, **data})


def test_a_view_opens_exactly_as_it_was_saved(enter: Enter, alice: User, loans: list[Loan]) -> None:
    client = enter(alice)
    page = client.get(f"{LOANS}?state=pending&q=0&o=-1&columns=amount,reason,text&p=1")
    query = page.context["tools"].query
    opened = keep(client, "create", name="Small ones", query=query)
    view = SavedView.objects.get()
    assert view.query == "q=0&state=pending&o=-amount&columns=amount%2Creason%2Ctext"
    again = client.get(opened.headers["Location"])
    assert shown(again) == shown(page) == ["00123"]
    assert heads(again) == heads(page)
    tools = again.context["tools"]
    assert (tools.open_tab.view, tools.is_changed) == (view, False)
    assert client.get(f"{LOANS}?view={view.pk}").headers["Location"].startswith("?q=0&state")


def test_a_view_is_its_owners_until_it_is_shared(
    enter: Enter, alice: User, bob: User, loans: list[Loan]
) -> None:
    hers, his = enter(alice), enter(bob)
    keep(hers, "create", name="Mine", query="state=pending")
    assert "Mine" not in words(his.get(LOANS))
    view = SavedView.objects.get()
    assert keep(his, "drop", view=view.pk).status_code == 404
    keep(hers, "change", view=view.pk, name="Ours", is_shared="on")
    assert "Ours" in words(his.get(LOANS))
    refused = keep(his, "drop", view=view.pk)
    assert "A shared view is changed by the person who made it" in words(
        his.get(refused.headers["Location"])
    )
    keep(his, "default", view=view.pk)
    assert his.get(LOANS).headers["Location"].endswith(f"view={view.pk}")
    keep(hers, "change", view=view.pk, name="Mine again")
    assert his.get(LOANS).status_code == 200
    keep(hers, "drop", view=view.pk)
    assert not SavedView.objects.exists()


def test_a_list_opens_in_ones_own_default_and_as_it_is_when_asked(
    enter: Enter, alice: User, loans: list[Loan]
) -> None:
    client = enter(alice)
    keep(client, "create", name="Open", query="state=pending", is_default="on")
    assert shown(client.get(LOANS, follow=True)) == ["绿灯", HOSTILE, "00123"]
    assert len(shown(client.get(f"{LOANS}?view=all"))) == 4
    assert len(shown(client.get(f"{LOANS}?q="))) == 4
    keep(client, "no_default", view=SavedView.objects.get().pk)
    assert client.get(LOANS).status_code == 200


def test_a_name_is_taken_once_and_is_no_riddle(enter: Enter, alice: User) -> None:
    client = enter(alice)
    for _times in range(2):
        answer = keep(client, "create", name=" Open ", query="")
    assert "You have a view named Open" in words(client.get(answer.headers["Location"]))
    for name in ("", "x" * 61):
        keep(client, "create", name=name, query="")
    assert SavedView.objects.count() == 1


@pytest.mark.parametrize(
    "query",
    ["colour=green", "proposed_by__password__startswith=x", "as_of=2025-01-01", "columns=colour"],
)
def test_a_view_that_the_list_cannot_show_is_not_kept(
    enter: Enter, alice: User, query: str
) -> None:
    keep(enter(alice), "create", name="Odd", query=query)
    assert not SavedView.objects.exists()


def test_a_changed_view_is_overwritten_by_its_owner(
    enter: Enter, alice: User, loans: list[Loan]
) -> None:
    client = enter(alice)
    keep(client, "create", name="Open", query="state=pending")
    view = SavedView.objects.get()
    page = client.get(f"{LOANS}?state=confirmed&view={view.pk}")
    assert page.context["tools"].is_changed
    keep(client, "overwrite", view=view.pk, query=page.context["tools"].query)
    view.refresh_from_db()
    assert QueryDict(view.query)["state"] == "confirmed"


def test_views_cost_one_query_however_many(enter: Enter, alice: User, loans: list[Loan]) -> None:
    client, counts = enter(alice), []
    for number in range(2):
        for place in range(3):
            saved.save(list_name="shelf.loan", name=f"{number}{place}", query="", by=alice)
        client.get(LOANS)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{LOANS}?view=all")
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert not ListDefault.objects.exists()


# ---- files


def test_a_csv_is_what_is_seen(enter: Enter, loans: list[Loan]) -> None:
    client = enter(make_user(Role.AUDITOR))
    raw = taken(
        client, f"{LOANS}export/?state=pending&o=amount&columns=text,amount,state_badge", "csv"
    )
    assert csv_rows(raw) == [
        ["Text", "Amount", "Confirmation"],
        [f"'{HOSTILE}", "-3.00", "awaiting confirmation"],
        ["00123", "2.00", "awaiting confirmation"],
        ["绿灯", "4.00", "awaiting confirmation"],
    ]


def test_a_workbook_is_what_is_seen_and_says_where_it_came_from(
    enter: Enter, loans: list[Loan]
) -> None:
    auditor = make_user(Role.AUDITOR, username="anna")
    raw = taken(
        enter(auditor),
        f"{LOANS}export/?state=pending&q=0012&o=-amount&columns=amount,text,proposed_at,proposed_by",
        "xlsx",
    )
    book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    (head, row) = book.get_sheet_by_index(0).to_python()
    assert head == ["Amount", "Text", "Proposed at", "Proposed by"]
    assert row[:2] == [2.0, "00123"]
    assert isinstance(row[2], dt.datetime)
    assert row[3] == "Alice"
    lines = dict(book.get_sheet_by_name("Provenance").to_python())
    assert lines["List"] == "Loans"
    assert lines["Filters"] == "State: awaiting confirmation; Search: 0012"
    assert lines["Order"] == "Amount ↓"
    assert lines["Taken by"] == "Anna"
    assert lines["Rows"] == 1
    assert isinstance(lines["As known at"], dt.datetime)
    assert lines["Address"].endswith(
        "/console/shelf/loan/?q=0012&state=pending&o=-amount"
        "&columns=amount%2Ctext%2Cproposed_at%2Cproposed_by"
    )


def test_every_page_of_a_list_is_in_its_file(
    enter: Enter, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf_pages.SightingAdmin, "list_per_page", 2)
    for number in range(7):
        Sighting.objects.create(text=f"{number}")
    raw = taken(enter(alice), "/console/shelf/sighting/export/?p=2&columns=text", "csv")
    assert [row[0] for row in csv_rows(raw)] == ["Text", *map(str, reversed(range(7)))]


def test_a_file_speaks_the_language_of_the_page(enter: Enter, loans: list[Loan]) -> None:
    client = enter(make_user(Role.AUDITOR), language="zh-hans")
    head, *rows = csv_rows(taken(client, f"{LOANS}export/?columns=state_badge", "csv"))
    assert head == ["确认情况"]
    assert ["已确认"] in rows


def test_each_file_is_written_down(enter: Enter, loans: list[Loan]) -> None:
    auditor = make_user(Role.AUDITOR)
    client = enter(auditor)
    taken(client, f"{LOANS}export/?state=confirmed&known_at=2999-01-01", "csv")
    taken(client, f"{LOANS}export/?state=confirmed&columns=text", "xlsx")
    empty, one = Extract.objects.order_by("id")
    assert (empty.rows, one.rows) == (0, 1)
    assert (one.taken_by, one.list_name, one.form) == (auditor, "shelf.loan", "xlsx")
    assert one.filters == "State: confirmed"
    assert one.query == "state=confirmed&columns=text"
    assert "Loans" in words(client.get("/console/archive/extract/"))


def test_who_may_not_see_a_list_takes_none_of_it(enter: Enter, loans: list[Loan]) -> None:
    client = enter(make_user(Role.OPERATOR))
    for path in ("export/", "views/"):
        assert client.post(f"{LOANS}{path}", {"form": "csv", "act": "create"}).status_code == 403
    assert client.get(f"{LOANS}columns/?column=text").status_code == 403
    assert enter(make_user(Role.AUDITOR)).get(f"{LOANS}export/?form=csv").status_code == 405
    assert not Extract.objects.exists()


# ---- long lists


def asked_aside(client: Client, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(exports, "AT_ONCE", 2)
    answer = client.post(f"{LOANS}export/?state=pending&columns=text", {"form": "csv"})
    assert answer.headers["Location"].startswith("/console/extracts/runs/")
    return Run.objects.get(kind=exports.KIND)


def test_a_long_list_is_written_in_the_background_and_kept_for_its_owner(
    enter: Enter, loans: list[Loan], monkeypatch: pytest.MonkeyPatch
) -> None:
    auditor = make_user(Role.AUDITOR)
    client = enter(auditor)
    run = asked_aside(client, monkeypatch)
    page = f"/console/extracts/runs/{run.pk}/"
    assert "written in the background" in words(client.get(page))
    assert execution.run_now(run).state == RunState.DONE
    extract = Extract.objects.get()
    assert (extract.rows, extract.job) == (3, run.pk)
    link = f"/console/extracts/{extract.pk}/file/"
    assert link in client.get(page).content.decode()
    assert len(csv_rows(content(client.get(link)))) == 4
    other = enter(make_user(Role.AUDITOR))
    assert other.get(link).status_code == other.get(page).status_code == 404


def test_a_run_that_is_done_again_writes_no_second_file(
    enter: Enter, loans: list[Loan], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = asked_aside(enter(make_user(Role.AUDITOR)), monkeypatch)
    execution.run_now(run)
    again = exports.make_aside(run=run, progress=lambda *_: None, **run.payload)
    assert again == Extract.objects.get()


def test_a_long_list_is_written_with_the_rights_that_its_person_has_by_then(
    enter: Enter, loans: list[Loan], monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make_user(Role.AUDITOR)
    client = enter(person)
    run = asked_aside(client, monkeypatch)
    person.role_assignments.update(role=Role.OPERATOR)
    done = execution.run_now(run)
    assert (done.state, done.error_code) == (RunState.FAILED, "not_allowed")
    person.role_assignments.update(role=Role.AUDITOR)
    run.state = RunState.QUEUED
    run.save()
    execution.run_now(run)
    person.role_assignments.update(role=Role.OPERATOR)
    assert client.get(f"/console/extracts/{Extract.objects.get().pk}/file/").status_code == 403


def test_so_many_rows_are_written_at_once() -> None:
    assert downloads.AT_ONCE == exports.AT_ONCE == 50_000


# ---- times


def label(alice: User, bob: User, text: str, day: str) -> Label:
    row = Label(thing="door", text=text, effective_from=day)
    return proposals.confirm(proposals.propose(row, by=alice, reason="r"), by=bob)


def test_a_list_is_asked_as_of_a_day(enter: Enter, alice: User, bob: User) -> None:
    label(alice, bob, "open", "2025-01-01")
    label(alice, bob, "shut", "2025-06-01")
    client = enter(alice)
    page = client.get(f"{LABELS}?as_of=2025-03-31")
    assert shown(page) == ["open"]
    assert "As of 2025-03-31, as known now" in words(page)
    assert shown(client.get(f"{LABELS}?as_of=2025-06-01")) == ["shut"]
    assert len(shown(client.get(LABELS))) == 2


def test_a_list_is_asked_as_known_at_a_day_or_at_an_instant(
    enter: Enter, alice: User, bob: User
) -> None:
    row = label(alice, bob, "open", "2025-01-01")
    client = enter(alice)
    today = timezone.localdate().isoformat()
    page = client.get(f"{LABELS}?as_of=2025-12-31&known_at={today}")
    assert shown(page) == ["open"]
    assert f"As of 2025-12-31, as known on {today}" in words(page)
    assert shown(client.get(f"{LABELS}?known_at=2020-01-15")) == []
    assert shown(client.get(LABELS, {"known_at": row.recorded_at.isoformat()})) == ["open"]
    before = row.recorded_at - dt.timedelta(seconds=1)
    assert shown(client.get(LABELS, {"known_at": before.isoformat()})) == []


@pytest.mark.parametrize(
    ("path", "query", "said"),
    [
        (LABELS, "as_of=2025-02-30", "neither a day nor an instant"),
        (LABELS, "known_at=yesterday", "neither a day nor an instant"),
        (LABELS, "known_at=2999-01-01", "Nobody knows the future"),
        (LOANS, "as_of=2025-01-01", "This list has no versions by day."),
        ("/console/archive/extract/", "as_of=2025-01-01", "This list has no versions by day."),
        ("/console/shelf/sighting/", "known_at=9999-12-31", "neither a day nor an instant"),
    ],
)
def test_a_time_that_cannot_be_asked_is_said_and_shows_nothing(
    enter: Enter, alice: User, bob: User, loans: list[Loan], path: str, query: str, said: str
) -> None:
    label(alice, bob, "open", "2025-01-01")
    page = enter(alice).get(f"{path}?{query}")
    assert said in words(page)
    assert shown(page) == []


def test_times_go_into_views_and_files(enter: Enter, alice: User, bob: User) -> None:
    label(alice, bob, "open", "2025-01-01")
    label(alice, bob, "shut", "2025-06-01")
    client = enter(alice)
    page = client.get(f"{LABELS}?as_of=2025-03-31&columns=text")
    view = saved.save(
        list_name="shelf.label", name="Spring", query=page.context["tools"].query, by=alice
    )
    assert view.query == "as_of=2025-03-31&columns=text"
    raw = taken(client, f"{LABELS}export/?{view.query}", "xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    assert book.get_sheet_by_index(0).to_python() == [["Text"], ["open"]]
    assert dict(book.get_sheet_by_index(1).to_python())["As of"] == dt.date(2025, 3, 31)
    assert Extract.objects.get().as_of == dt.date(2025, 3, 31)


def test_stored_json_is_written_as_text(enter: Enter, alice: User, bob: User) -> None:
    run = Run.objects.create(kind="a.b", key="k", asked_by=alice, payload={"=1+1": "绿"})
    client = enter(make_user(Role.OPERATOR))
    rows = csv_rows(taken(client, "/console/jobs/run/export/?columns=payload,key", "csv"))
    assert json.loads(rows[1][0]) == run.payload


@pytest.mark.parametrize(
    ("name", "is_so"),
    [
        ("password", True),
        ("identity_sealed", True),
        ("token_key", True),
        ("content_sha256", False),
        ("sealed_on", False),
        ("name_zh", False),
    ],
)
def test_a_column_is_known_for_a_secret_by_its_name(name: str, *, is_so: bool) -> None:
    assert columns.is_secret(name) is is_so
