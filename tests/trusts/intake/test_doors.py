"""The staff pages and the interface of intake."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from rest_framework.test import APIClient

from config.accounts.models import User
from config.archive import queries as archive
from config.jobs.execution import run_now
from config.jobs.models import Run
from config.kernel import proposals
from config.tables.reading import Limits
from tests.trusts.books import JAN, Books
from tests.trusts.intake.making import csv_of
from tests.trusts.intake.test_movements import GOOD
from trusts.intake import operations
from trusts.intake.models import HeldReference, Import, ImportProfile
from trusts.intake.operations import sending
from trusts.ledger.models import Entry, Line

pytestmark = pytest.mark.django_db
ROOT = "/console/trusts"


def seated(user: User) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    user.language = "en"
    user.save()
    client.force_login(user)
    return client


def at_the_api(user: User) -> APIClient:
    client = APIClient(headers={"Accept-Language": "en"})
    client.force_authenticate(user)
    return client


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.content[:800]
    return str(answer.content.decode())


def uploaded(client: APIClient, content: bytes, name: str = "m.csv") -> Any:
    body = {"subject": "movements", "source": "TA", "reason": "month end"}
    file = SimpleUploadedFile(name, content)
    return client.post("/api/v1/imports/", {**body, "file": file}, format="multipart")


def posted(client: Client, content: bytes, **more: str) -> Any:
    file = SimpleUploadedFile(more.pop("name", "movements.csv"), content)
    body = {"subject": "movements", "profile": "", "source": "TA", "reason": "Friday", **more}
    return client.post(f"{ROOT}/import/add/", {**body, "file": file})


@pytest.fixture
def ready(books: Books) -> Books:
    books.contract(books.product(), committed="500.00")
    return books


def test_a_file_is_sent_mended_and_confirmed_at_the_desk(ready: Books) -> None:
    alice, bob = seated(ready.alice), seated(ready.bob)
    page = text(alice.get(f"{ROOT}/import/add/"))
    assert "Templates to fill in" in page
    faulty = csv_of(*GOOD[:1], ("T-9", "2025-01-03", "认购", "4.00", "", "R-2", ""))
    where = posted(alice, faulty).headers["Location"]
    page = text(alice.get(where))
    for shown in ("blocked by faults", "There is no confirmed product", "产品代码", "T-9",
                  "Go on without the 1 faulty row(s)", "File with the errors"):  # fmt: skip
        assert shown in page
    row = Import.objects.get()
    assert "Go on without" not in text(bob.get(where))
    away = alice.post(f"{ROOT}/import/{row.pk}/act/", {"act": "leave_out"})
    page = text(bob.get(away.headers["Location"]))
    for shown in ("posts 1 ledger entries", "rows 3 of the file", "1,000.00", "subscription"):
        assert shown in page
    again = Import.objects.latest("id")
    bob.post(
        f"{ROOT}/import/{again.pk}/decide/",
        {"act": "confirm", "seen_sha256": again.content_sha256},
    )
    assert Line.objects.count() == 2
    assert "sent before" in text(alice.get(posted(alice, faulty).headers["Location"]))


def test_a_refusal_stands_on_the_form_and_nothing_is_kept(ready: Books) -> None:
    alice = seated(ready.alice)
    page = text(posted(alice, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", name="old.xlsx"))
    assert "workbook of the old kind" in page
    assert "save it as XLSX" in page
    assert not Import.objects.exists()


def test_a_large_file_is_judged_by_a_worker_with_its_progress_on_a_page(
    ready: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "JUDGED_AT_ONCE", 10)
    alice = seated(ready.alice)
    where = posted(alice, csv_of(*GOOD)).headers["Location"]
    answer = alice.get(where)
    assert "is being judged" in text(answer)
    assert answer.headers["Refresh"] == "2"
    run = run_now(Run.objects.get())
    assert (run.state, run.error) == ("done", "")
    assert (run.done, run.message) == (7, "staging")
    row = Import.objects.get()
    assert alice.get(where).headers["Location"].endswith(f"/import/{row.pk}/change/")
    assert posted(alice, csv_of(*GOOD)).headers["Location"].endswith(f"/import/{row.pk}/change/")
    assert Run.objects.count() == 1


def test_a_job_that_dies_halfway_leaves_nothing_and_begins_anew(
    ready: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "JUDGED_AT_ONCE", 10)
    stage = sending.stage_entries

    def dies(batch: Any, rows: Any, **more: Any) -> int:
        stage(batch, list(rows)[:3], **more)
        raise RuntimeError("the worker was killed")

    who: dict[str, Any] = {"subject": "movements", "source": "TA", **ready.who}
    run, _stood = operations.send_file(file=csv_of(*GOOD), name="m.csv", **who)
    assert isinstance(run, Run)
    monkeypatch.setattr(sending, "stage_entries", dies)
    assert run_now(run).state == "queued"
    assert not Import.objects.exists()
    assert not HeldReference.objects.exists()
    assert not Entry.objects.exists()
    monkeypatch.setattr(sending, "stage_entries", stage)
    Run.objects.update(not_before=None)
    assert run_now(run).state == "done"
    row = Import.objects.get()
    assert Entry.objects.filter(batch=row.entry_batch).count() == 7
    found, stood = operations.send_file(file=csv_of(*GOOD), name="m.csv", **who)
    assert (found, stood) == (row, True)


def test_a_file_beyond_the_limit_is_refused_while_it_comes(
    ready: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_LIMITS", Limits(file_bytes=100))
    page = text(posted(seated(ready.alice), csv_of(*GOOD)))
    assert "at most 100 are taken" in page
    assert not Import.objects.exists()


def test_a_profile_is_written_in_lines_and_used(ready: Books) -> None:
    alice = seated(ready.alice)
    body = {
        "code": "BANK",
        "name_zh": "银行流水",
        "name_en": "Bank journal",
        "source": "BANK",
        "subject": "movements",
        "effective_from": "2025-01-01",
        "columns": "账号 = product\n交易日 = day\n摘要 = kind\n流水 = reference",
        "words": "kind: 入账 = subscription",
        "ignored": "余额",
        "sign": "two_columns",
        "in_column": "借",
        "out_column": "贷",
        "header_row": "2",
        "reason": "for the test",
    }
    page = text(alice.post(f"{ROOT}/importprofile/add/", {**body, "columns": "账号 = account"}))
    assert "no field account" in page
    where = alice.post(f"{ROOT}/importprofile/add/", body).headers["Location"]
    assert "入账" in text(alice.get(where))
    profile = ImportProfile.objects.get()
    proposals.confirm(profile, by=ready.bob)
    content = "银行导出\n账号,交易日,摘要,流水,借,贷,余额\nT-1,2025-01-02,入账,B-1,100.00,,100\n"
    answer = posted(alice, content.encode("gb18030"), profile=str(profile.pk), source="")
    row = Import.objects.get()
    assert answer.headers["Location"].endswith(f"/import/{row.pk}/change/")
    assert (row.findings, row.rows_accepted, row.source) == ([], 1, "BANK")
    assert row.plan["table"]["encoding"] == "gb18030"


def test_the_shipped_profiles_read_files_of_their_shapes(ready: Books) -> None:
    made = operations.propose_sample_profiles(effective_from=JAN, by=ready.alice)
    assert len(made) == 3
    assert all(ready.confirm(each).is_sample for each in made)
    assert operations.propose_sample_profiles(effective_from=JAN, by=ready.alice) == []
    files = {
        "SAMPLE-TA": "确认流水号,产品代码,确认日期,业务代码,确认金额,摘要,销售机构\n"
        '1,T-1,20250102,120,"1,000.00",,x\n',
        "SAMPLE-FA": "凭证号,账套,记账日期,科目名称,收入金额,支出金额,摘要,余额\n"
        "1,T-1,2025/1/5,存款利息,2.50,,,\n2,T-1,2025/1/6,保管费,,1.00,,\n",
        "SAMPLE-AM": "交易编号,产品代码,合同编号,交易日,交易类型,收付方向,交易金额\n"
        "1,T-1,C-1,2025-01-07,放款,付,300\n2,T-1,C-1,2025-01-08,还本,付,100\n",
    }
    found = {}
    for code, content in files.items():
        profile = ImportProfile.objects.get(code=code)
        encoding = profile.encoding or "utf-8"
        row, _stood = operations.send_file(
            file=content.encode(encoding), name=f"{code}.csv", subject="movements",
            profile=profile, **ready.who,
        )  # fmt: skip
        assert isinstance(row, Import)
        found[code] = [(each["row"], each["code"]) for each in row.findings]
        if not row.is_blocked:
            ready.confirm(row)
    assert found == {
        "SAMPLE-TA": [],
        "SAMPLE-FA": [],
        "SAMPLE-AM": [(3, "out_though_kind_is_in")],
    }


def test_a_file_is_sent_mended_and_confirmed_over_http(ready: Books) -> None:
    alice, bob = at_the_api(ready.alice), at_the_api(ready.bob)
    faulty = csv_of(("T-1", "2025-01-02", "认购", "1e3", "", "R-1", ""))
    answer = uploaded(alice, faulty)
    assert answer.status_code == 201, answer.content
    row = answer.json()
    assert [each["code"] for each in row["findings"]] == ["amount_scientific"]
    errors: Any = alice.get(row["errors_url"])
    assert b"".join(errors.streaming_content).decode("utf-8-sig").startswith("产品代码")
    same = uploaded(alice, faulty)
    assert (same.status_code, same.json()["id"]) == (200, row["id"])
    blocked = bob.post(
        f"/api/v1/imports/{row['id']}/confirm/",
        {"seen_sha256": row["decision"]["content_sha256"]},
        format="json",
    )
    assert blocked.json()["code"] == "faulty_import"
    again = alice.post(
        f"/api/v1/imports/{row['id']}/again/", {"reason": "mended elsewhere"}, format="json"
    )
    assert (again.status_code, again.json()["is_blocked"]) == (201, True)
    good = uploaded(alice, csv_of(*GOOD)).json()
    done = bob.post(
        f"/api/v1/imports/{good['id']}/confirm/",
        {"seen_sha256": good["decision"]["content_sha256"]},
        format="json",
    )
    assert done.status_code == 200, done.content
    assert Line.objects.count() == 14


def test_what_a_file_may_hold_is_told_over_http(ready: Books) -> None:
    alice = at_the_api(ready.alice)
    subjects = {each["name"]: each for each in alice.get("/api/v1/import-subjects/").json()}
    assert {"movements", "products", "parties", "contracts", "splits"} <= subjects.keys()
    assert "认购" in subjects["movements"]["columns"][2]["choices"]
    answer = alice.get("/api/v1/import-subjects/products/template/")
    assert answer.content.startswith(b"PK")
    wrong = uploaded(alice, b"%PDF-1.7", name="m.pdf")
    assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (400, "form_unknown")


def test_who_only_looks_sends_nothing(ready: Books, charlie: User) -> None:
    assert seated(charlie).get(f"{ROOT}/import/add/").status_code == 403
    answer = uploaded(at_the_api(charlie), csv_of(*GOOD))
    assert answer.status_code == 403


def test_a_blocked_file_awaits_its_sender_and_nobody_else(ready: Books) -> None:
    faulty = csv_of(("T-9", "2025-01-02", "认购", "1", "", "R-1", ""))
    good = csv_of(*GOOD)
    who: dict[str, Any] = {"subject": "movements", **ready.who}
    operations.send_file(file=faulty, name="a.csv", **who)
    row, _stood = operations.send_file(file=good, name="b.csv", **who)
    assert list(Import.objects.awaiting(ready.bob)) == [row]
    assert isinstance(row, Import)
    assert row.entry_batch is not None
    assert list(type(row.entry_batch).objects.awaiting(ready.bob)) == []
    proposals.withdraw(row, by=ready.alice, note="not yet")
    row.entry_batch.refresh_from_db()
    assert row.entry_batch.decision == "withdrawn"
    assert archive.read(row.original) == good
