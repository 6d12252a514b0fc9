"""Staff pages: facts are looked at, proposals are made and decided in words, nothing is deleted."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.accounts.models import User
from config.accounts.roles import Role
from config.console.pages.base import RoomAdmin
from config.console.site import site
from config.jobs.models import Run, RunState
from config.kernel import proposals
from tests.config.console.conftest import Enter
from tests.people import make_user
from tests.shelf.models import Crate, Loan, Sighting

pytestmark = pytest.mark.django_db

LOANS = "/console/shelf/loan/"


@pytest.fixture
def loan(alice: User) -> Loan:
    """Return a loan that Alice proposed."""
    return proposals.propose(Loan(text="lamp", amount="1234567.80"), by=alice, reason="needed")


def words(answer: Any) -> str:
    """Return what a page says, without its marks."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", answer.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def decide(client: Any, row: Loan, act: str, **data: str) -> Any:
    seen = {"seen_sha256": row.content_sha256, "act": act} | data
    return client.post(f"{LOANS}{row.pk}/decide/", seen)


# ---- facts


def test_a_fact_is_shown_and_never_touched(enter: Enter, alice: User) -> None:
    row = Sighting.objects.create(text="heron")
    client = enter(alice)
    assert "heron" in words(client.get("/console/shelf/sighting/"))
    page = client.get(f"/console/shelf/sighting/{row.pk}/change/")
    assert "heron" in words(page)
    assert (
        b"<form" not in page.content.split(b'id="main"')[1].split(b"</main")[0].split(b"gt-page")[1]
    )
    assert client.get("/console/shelf/sighting/add/").status_code == 403
    assert client.post("/console/shelf/sighting/add/", {"text": "x"}).status_code == 403
    assert (
        client.post(f"/console/shelf/sighting/{row.pk}/delete/", {"post": "yes"}).status_code == 403
    )


def test_a_list_costs_the_same_however_many_rows(enter: Enter, alice: User, bob: User) -> None:
    client = enter(bob)
    counts = []
    for _round in range(2):
        for number in range(5):
            proposals.propose(Loan(text=f"{number}"), by=alice, reason="r")
        client.get(LOANS)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LOANS).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_who_lacks_the_permission_sees_no_page(enter: Enter, loan: Loan) -> None:
    client = enter(make_user(Role.OPERATOR))
    assert client.get(LOANS).status_code == 403
    assert client.get(f"{LOANS}{loan.pk}/change/").status_code == 403
    assert "Loans" not in words(client.get("/console/"))


def test_a_row_that_is_not_there_is_404(enter: Enter, alice: User) -> None:
    assert enter(alice).get(f"{LOANS}999999/change/").status_code == 404


# ---- proposing


def test_the_form_proposes(enter: Enter, alice: User) -> None:
    client = enter(alice)
    answer = client.post(
        f"{LOANS}add/", {"text": "lamp", "amount": "5", "reason": "needed"}, follow=True
    )
    row = Loan.objects.get()
    assert row.is_pending
    assert row.proposed_by == alice
    assert "Proposed: lamp" in words(answer)
    assert "You proposed this." in words(answer)


def test_a_form_that_is_wrong_says_where(enter: Enter, alice: User) -> None:
    answer = enter(alice).post(f"{LOANS}add/", {"text": "", "amount": "NaN", "reason": ""})
    assert answer.status_code == 200
    assert "This field is required." in words(answer)
    assert not Loan.objects.exists()


def test_a_refusal_stands_on_the_form(enter: Enter, alice: User) -> None:
    answer = enter(alice).post(f"{LOANS}add/", {"text": "x", "amount": "1", "reason": " "})
    assert answer.status_code == 200
    assert not Loan.objects.exists()


def test_who_does_not_propose_finds_no_form(enter: Enter, charlie: User) -> None:
    assert enter(charlie).get(f"{LOANS}add/").status_code == 403
    assert enter(charlie).post(f"{LOANS}add/", {"text": "x"}).status_code == 403


# ---- deciding


def test_the_second_person_confirms(enter: Enter, bob: User, loan: Loan) -> None:
    client = enter(bob)
    page = words(client.get(f"{LOANS}{loan.pk}/change/"))
    assert loan.content_sha256 in page
    assert "1,234,567.80" in page
    answer = decide(client, loan, "confirm", note="seen")
    assert answer.status_code == 302
    loan.refresh_from_db()
    assert (loan.decision, loan.decided_by, loan.decision_note) == ("confirmed", bob, "seen")


def test_the_proposer_is_told_why_not(enter: Enter, alice: User, loan: Loan) -> None:
    client = enter(alice)
    page = client.get(f"{LOANS}{loan.pk}/change/")
    assert "The two-person rule asks for somebody else" in words(page)
    assert b'value="confirm"' not in page.content
    assert decide(client, loan, "confirm").status_code == 403
    loan.refresh_from_db()
    assert loan.is_pending


def test_who_only_looks_is_told_who_confirms(enter: Enter, charlie: User, loan: Loan) -> None:
    page = enter(charlie).get(f"{LOANS}{loan.pk}/change/")
    assert "a reviewer does" in words(page)
    assert b'value="confirm"' not in page.content
    assert decide(enter(charlie), loan, "confirm").status_code == 403


def test_a_second_account_of_the_same_person_does_not_confirm(enter: Enter, loan: Loan) -> None:
    twin = make_user(username="twin", employee_no="E-A")
    page = words(enter(twin).get(f"{LOANS}{loan.pk}/change/"))
    assert "two-person rule" in page or "403" in page


def test_a_rejection_without_a_note_keeps_what_was_typed(
    enter: Enter, bob: User, loan: Loan
) -> None:
    answer = decide(enter(bob), loan, "reject", note=" ")
    assert answer.status_code == 400
    assert "Say why" in words(answer)
    loan.refresh_from_db()
    assert loan.is_pending
    assert decide(enter(bob), loan, "reject", note="too dear").status_code == 302
    loan.refresh_from_db()
    assert loan.decision == "rejected"


def test_content_that_was_not_seen_is_not_confirmed(enter: Enter, bob: User, loan: Loan) -> None:
    for seen in ("0" * 64, ""):
        answer = decide(enter(bob), loan, "confirm", seen_sha256=seen)
        assert answer.status_code == 412
        assert "read it again" in words(answer)
    loan.refresh_from_db()
    assert loan.is_pending


def test_a_second_decision_is_said_in_words(enter: Enter, bob: User, loan: Loan) -> None:
    decide(enter(bob), loan, "confirm")
    answer = decide(enter(bob), loan, "confirm")
    assert answer.status_code == 409
    assert "was confirmed already" in words(answer)


def test_the_rooms_own_refusal_stands_beside_the_note(enter: Enter, alice: User, bob: User) -> None:
    row = proposals.propose(Loan(text="unready"), by=alice, reason="r")
    answer = decide(enter(bob), row, "confirm", note="looks fine")
    assert answer.status_code == 409
    assert "The loan unready is not ready." in words(answer)
    assert b"looks fine" in answer.content


def test_the_proposer_withdraws(enter: Enter, alice: User, loan: Loan) -> None:
    assert decide(enter(alice), loan, "withdraw").status_code == 302
    loan.refresh_from_db()
    assert loan.decision == "withdrawn"


def test_an_act_that_nobody_knows_is_403(enter: Enter, bob: User, loan: Loan) -> None:
    assert decide(enter(bob), loan, "burn").status_code == 403


def test_a_decision_is_never_made_by_a_link(enter: Enter, bob: User, loan: Loan) -> None:
    assert enter(bob).get(f"{LOANS}{loan.pk}/decide/?act=confirm").status_code == 405


@pytest.mark.parametrize(
    ("state", "shown"), [("awaiting", True), ("pending", True), ("confirmed", False)]
)
def test_a_list_is_kept_to_a_state(
    enter: Enter,
    bob: User,
    loan: Loan,
    state: str,
    shown: bool,  # noqa: FBT001
) -> None:
    assert ("lamp" in words(enter(bob).get(LOANS, {"state": state}))) is shown


# ---- what else a record carries


def test_a_record_shows_its_formula_its_links_and_a_page_of_its_rows(
    enter: Enter, bob: User, loan: Loan
) -> None:
    for number in range(5):
        Sighting.objects.create(text=f"s{number}")
    client = enter(bob)
    url = f"{LOANS}{loan.pk}/change/"
    page = client.get(url)
    assert "How it is computed" in words(page)
    assert 'href="/console/shelf/sighting/"' in page.content.decode()
    seen = [re.findall(r">(s\d)<", page.content.decode())]
    while following := re.search(r'href="(\?cursor=[^"]+)" rel="next"', page.content.decode()):
        page = client.get(url + following[1])
        seen.append(re.findall(r">(s\d)<", page.content.decode()))
    assert seen == [["s4", "s3"], ["s2", "s1"], ["s0"]]


def test_a_place_that_is_none_is_refused_in_words(enter: Enter, bob: User, loan: Loan) -> None:
    answer = enter(bob).get(f"{LOANS}{loan.pk}/change/?cursor=nonsense")
    assert answer.status_code == 400
    assert "cursor was not made by this list" in words(answer)


def test_an_act_is_done_by_a_button(enter: Enter, bob: User, loan: Loan) -> None:
    client = enter(bob)
    answer = client.post(f"{LOANS}{loan.pk}/act/", {"act": "wave"}, follow=True)
    assert "waves" in words(answer)
    assert client.post(f"{LOANS}{loan.pk}/act/", {"act": "burn"}).status_code == 403
    assert client.get(f"{LOANS}{loan.pk}/act/").status_code == 405


# ---- batches


def upload(content: bytes) -> dict[str, Any]:
    file = SimpleUploadedFile("slips.csv", content, "text/csv")
    return {"file": file, "source": "by hand", "reason": "monthly"}


def test_a_file_is_sent_and_its_findings_are_shown(enter: Enter, alice: User) -> None:
    answer = enter(alice).post("/console/shelf/crate/add/", upload(b"text\nodd\n"), follow=True)
    assert Crate.objects.get().rows_accepted == 1
    page = words(answer)
    assert "odd_slip" in page
    assert "sample data" in page


def test_a_file_that_is_refused_names_the_row_and_the_remedy(enter: Enter, alice: User) -> None:
    answer = enter(alice).post("/console/shelf/crate/add/", upload(b"text\nbad\n"))
    assert answer.status_code == 200
    assert "row 3: text: bad is no slip write a slip" in words(answer)
    assert not Crate.objects.exists()


def test_the_original_is_handed_out_as_it_came(enter: Enter, alice: User) -> None:
    client = enter(alice)
    page = client.post("/console/shelf/crate/add/", upload(b"text\na\n"), follow=True)
    link = re.search(r'href="(/console/files/\d+/)"', page.content.decode())
    assert link
    answer = client.get(link[1])
    assert b"".join(answer.streaming_content) == b"text\na\n"  # type: ignore[attr-defined]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="slips.csv"'
    assert enter(make_user(Role.OPERATOR)).get(link[1]).status_code == 403


# ---- work under way


def test_progress_is_asked_for_until_the_run_ends(enter: Enter, alice: User, bob: User) -> None:
    run = Run.objects.create(
        kind="a.b", key="k", asked_by=alice, state=RunState.RUNNING, done=1, total=4
    )
    url = f"/console/runs/{run.pk}/progress/"
    running = enter(alice).get(url).content.decode()
    assert 'hx-trigger="every 2s"' in running
    assert 'value="25"' in running
    Run.objects.filter(pk=run.pk).update(state=RunState.DONE, done=4)
    assert "hx-trigger" not in enter(alice).get(url).content.decode()


def test_a_run_of_somebody_else_is_not_shown_to_everybody(enter: Enter, alice: User) -> None:
    run = Run.objects.create(kind="a.b", key="k", asked_by=alice)
    dora = make_user()
    assert enter(dora).get(f"/console/runs/{run.pk}/progress/").status_code == 404


# ---- the house's rules of pages


def test_nothing_is_ever_deleted_and_every_page_names_its_permission(alice: User) -> None:
    for page in site._registry.values():
        assert isinstance(page, RoomAdmin)
        assert page.view_permission.count(".") == 2
        assert page.has_delete_permission(None) is False
        assert not page.actions


def test_a_page_that_does_not_say_who_may_see_it_is_refused() -> None:
    with pytest.raises(TypeError, match="view_permission"):

        class _Careless(RoomAdmin[Loan]):
            pass


def test_the_findings_of_a_batch_are_taken_as_csv(enter: Enter, alice: User) -> None:
    client = enter(alice)
    client.post(
        "/console/shelf/crate/add/",
        {"file": SimpleUploadedFile("slips.csv", b"odd"), "source": "", "reason": "r"},
    )
    row = Crate.objects.get()
    link = f"/console/shelf/crate/{row.pk}/findings/"
    assert link in client.get(f"/console/shelf/crate/{row.pk}/change/").content.decode()
    answer = client.get(link)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="slips.csv')
    assert answer.content.decode("utf-8-sig").splitlines() == [
        "row,field,value,code,severity,what,how to mend it",
        "2,text,odd,odd_slip,error,odd,",
    ]
    assert enter(make_user(Role.OPERATOR)).get(link).status_code == 403
