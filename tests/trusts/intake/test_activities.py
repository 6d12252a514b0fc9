"""Activity that no meter counts comes by file: planned, found fault with, confirmed whole."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from rest_framework.test import APIClient

from config.accounts.models import User
from config.kernel import proposals
from config.kernel.periods import Period
from config.kernel.pin import pin_known_at
from projects.carbon import queries
from projects.carbon.models import Activity
from projects.registry.models import Project
from tests.projects.registry.making import confirmed_project
from tests.trusts.intake.making import csv_of, xlsx_of
from trusts.intake import operations
from trusts.intake.models import Import

pytestmark = pytest.mark.django_db

HEADER = ("项目代码", "方法", "数量名称", "期间", "数值", "单位", "来源", "不确定度(±%)")
YEAR = Period.year(2025)


@pytest.fixture
def project(alice: User, bob: User) -> Project:
    return confirmed_project(alice, bob)


def rows(project: Project) -> list[tuple[str, ...]]:
    code, source = project.code, "污水厂年度记录"
    return [
        (code, "污水处理（COD 与氨氮）", "volume", "2025", "3650", "万m3", source, "3"),
        (code, "sewage", "cod_in", "2025", "350", "mg/L", source, ""),
        (code, "污水处理（COD 与氨氮）", "COD_out", "2025", "50", "mg/L", source, ""),
    ]


def sent(alice: User, content: bytes, name: str = "activity.csv") -> Any:
    row, _stood = operations.send_file(
        file=content, name=name, subject="activities", source="plant", by=alice, reason="year"
    )
    return row


def test_a_file_is_judged_shown_and_entered_whole_when_a_second_person_confirms(
    project: Project, alice: User, bob: User
) -> None:
    row = sent(alice, csv_of(*rows(project), header=HEADER))
    assert (row.rows_read, row.rows_accepted, row.findings) == (3, 3, [])
    assert not Activity.objects.exists()
    proposals.confirm(row, by=bob)
    entered = Activity.objects.confirmed()
    assert {(each.quantity, each.value) for each in entered} == {
        ("volume", Decimal(3650)),
        ("cod_in", Decimal(350)),
        ("cod_out", Decimal(50)),
    }
    assert {each.proposed_by for each in entered} == {alice}
    assert {each.decided_by for each in entered} == {bob}
    found = queries.activity_yields(
        project_id=project.pk, code="sewage", period=YEAR, known_at=pin_known_at()
    )
    assert found.result("COD").value == 10950


def test_a_workbook_is_taken_alike(project: Project, alice: User, bob: User) -> None:
    proposals.confirm(
        sent(alice, xlsx_of(*rows(project), header=HEADER), name="activity.xlsx"), by=bob
    )
    assert Activity.objects.confirmed().count() == 3


def test_every_fault_names_its_row_and_nothing_is_entered(project: Project, alice: User) -> None:
    good = rows(project)
    content = csv_of(
        good[0],
        (*good[0][:2], "ammonia_in", "2025", "36,50", *good[0][5:]),
        (project.code, "alchemy", *good[1][2:]),
        (*good[1][:2], "moonlight", *good[1][3:]),
        (*good[1][:3], "last year", *good[1][4:]),
        (*good[1][:3], "2025Q1", "350", "MWh", *good[1][6:]),
        ("NOBODY", *good[1][1:]),
        good[2],
        good[2],
        header=HEADER,
    ).replace(b"36,50", b'"36,50"')
    row = sent(alice, content)
    assert row.is_blocked
    assert [(each["row"], each["code"]) for each in row.findings] == [
        (3, "amount_unreadable"),
        (4, "choice_unknown"),
        (5, "unknown_name"),
        (6, "period_unreadable"),
        (7, "unlike_units"),
        (8, "not_found"),
        (9, "number_twice"),
        (10, "row_of_a_faulty_group"),
    ]
    assert not Activity.objects.exists()


def test_over_http_it_is_sent_like_every_file(project: Project, alice: User, bob: User) -> None:
    api = APIClient()
    api.force_authenticate(alice)
    offered = {each["name"]: each for each in api.get("/api/v1/import-subjects/").json()}
    assert [each["name"] for each in offered["activities"]["columns"]][:3] == [
        "project",
        "method",
        "quantity",
    ]
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("activity.csv", csv_of(*rows(project), header=HEADER))
    body = {"file": file, "subject": "activities", "source": "plant", "reason": "year"}
    made = api.post("/api/v1/imports/", body, format="multipart")
    assert made.status_code in {200, 201, 202}, made.content
    proposals.confirm(Import.objects.get(), by=bob)
    assert Activity.objects.confirmed().count() == 3
