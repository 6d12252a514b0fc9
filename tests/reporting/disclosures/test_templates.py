"""Templates of the company's own: tried, proposed, confirmed, filled, and taken out as data."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook
from rest_framework.test import APIClient

from config.accounts.models import User
from config.archive import queries as archive
from config.kernel import proposals
from config.kernel.errors import InvalidInput, NotAllowed
from reporting.disclosures import operations, queries
from reporting.disclosures.models import Artefact, DisclosureVersion, FigureTemplate, WordTemplate
from reporting.disclosures.operations.templating import NothingToTryWith
from tests.reporting.conftest import Portfolio
from tests.reporting.disclosures.conftest import KIND, drafted, publish
from tests.reporting.rendering.word_files import template

DAY = dt.date(2025, 1, 1)
LATER = dt.datetime(2025, 7, 1, tzinfo=dt.UTC)
WORDS = (
    "{{ organization }} {{ title }}",
    "避免排放 {{ figure('E-AV-01') }}（{{ figure('E-AV-01').id }}）",
)
COLUMNS = [
    {"field": "indicator", "heading_zh": "指标", "heading_en": "Indicator"},
    {"field": "name:project", "heading_zh": "=项目", "heading_en": "Project"},
    {"field": "value", "heading_zh": "数值", "heading_en": "Value"},
    {"field": "figure_id", "heading_zh": "编号", "heading_en": "Id"},
]


def word_file(paragraphs: tuple[str, ...] = WORDS) -> bytes:
    return template(paragraphs, table=False)


def proposed(by: User, content: bytes = b"", **given: Any) -> WordTemplate:
    return operations.propose_word_template(
        **{
            "disclosure_kind": KIND,
            "language": "zh-Hans",
            "name": "本公司年报模板",
            "content": content or word_file(),
            "file_name": "年报.docx",
            "effective_from": DAY,
            "by": by,
            "reason": "本公司格式",
            **given,
        }
    )


def confirmed(row: Any, by: User) -> Any:
    return proposals.confirm(row, by=by, seen_sha256=row.content_sha256)


def table(by: User, **given: Any) -> FigureTemplate:
    return operations.propose_figure_template(
        **{
            "code": "avoided",
            "name_zh": "避免排放",
            "name_en": "Avoided",
            "indicators": ["E-AV-*"],
            "columns": COLUMNS,
            "order": ["indicator", "-value"],
            "effective_from": DAY,
            "by": by,
            "reason": "报送",
            **given,
        }
    )


def test_without_a_version_there_is_nothing_to_try_a_template_with(
    alice: User, portfolio: Portfolio
) -> None:
    with pytest.raises(NothingToTryWith):
        proposed(alice)


def test_a_slip_is_refused_and_nothing_is_stored(version: DisclosureVersion, alice: User) -> None:
    for words, code in (
        (("好", "{{ title }"), "tag_not_closed"),
        (("{{ figure('E-AV-1x') }}",), "not_filled"),
        (("{{ tilte }}",), "unknown_name"),
    ):
        with pytest.raises(InvalidInput) as refusal:
            proposed(alice, word_file(words))
        assert [each.code for each in refusal.value.findings] == [code]
    with pytest.raises(InvalidInput):
        proposed(alice, b"no Word file")
    assert not WordTemplate.objects.exists()


def test_only_who_may_propose_sends_a_template(version: DisclosureVersion, charlie: User) -> None:
    with pytest.raises(NotAllowed):
        proposed(charlie)
    with pytest.raises(NotAllowed):
        table(charlie)


def test_a_confirmed_template_is_filled_for_review_and_for_the_public(
    version: DisclosureVersion, alice: User, bob: User
) -> None:
    row = proposed(alice)
    assert row.tried_with == version
    assert row.names_used == ["figure", "identifier", "organization", "title"]
    waiting = drafted(alice, known_at=LATER)
    assert waiting.templates == {}
    confirmed(row, bob)
    second = drafted(alice, known_at=LATER)
    assert second.templates == {"zh-Hans": {"id": row.pk, "sha256": row.file_sha256}}
    publish(second, alice, bob)
    for is_published in (False, True):
        made = queries.artefact_of(
            second, form="template", language="zh-Hans", is_published=is_published
        )
        text = "\n".join(
            each.text for each in docx.Document(io.BytesIO(archive.read(made.file))).paragraphs
        )
        entry = queries.book_of(second.figure_set).one("E-AV-01")
        assert entry is not None
        assert entry.figure_id in text
        assert "样本信托有限责任公司" in text
        assert made.file_name.endswith("zh-Hans.template.docx")
    assert not Artefact.objects.filter(form="template", language="en").exists()


def test_an_ended_template_is_filled_no_more(
    version: DisclosureVersion, alice: User, bob: User
) -> None:
    row = confirmed(proposed(alice), bob)
    later = operations.propose_end(
        template=row, effective_from=dt.date(2099, 1, 1), by=alice, reason="以后停用"
    )
    confirmed(later, bob)
    assert drafted(alice, known_at=LATER).templates
    end = operations.propose_end(template=row, effective_from=DAY, by=alice, reason="停用")
    confirmed(end, bob)
    assert drafted(alice, known_at=LATER).templates == {}
    assert row.is_used


def test_what_a_table_template_cannot_show_is_named(alice: User) -> None:
    wrong = [
        {"field": "vlaue", "heading_zh": "数", "heading_en": "n"},
        {"field": "value", "heading_zh": "", "heading_en": "n"},
        {"field": "name:porject", "heading_zh": "x", "heading_en": "y"},
        {"field": "value"},
    ]
    with pytest.raises(InvalidInput) as refusal:
        table(alice, columns=wrong, indicators=["E-AV-01", "X-1"], order=["-nothing"])
    found = [(each.code, each.field, each.row) for each in refusal.value.findings]
    assert found == [
        ("unknown_field", "field", 1),
        ("text_missing", "heading_zh", 2),
        ("unknown_field", "field", 3),
        ("column_unclear", "columns", 4),
        ("unknown_field", "order", 1),
        ("unknown_indicator", "indicators", 2),
    ]
    assert refusal.value.findings[0].facts["near"] == "value"
    for bad in ([], "value", None):
        with pytest.raises(InvalidInput):
            table(alice, columns=bad)
    assert not FigureTemplate.objects.exists()


def test_figures_are_taken_out_as_a_table_template_asks(
    version: DisclosureVersion, alice: User, bob: User
) -> None:
    row = confirmed(table(alice), bob)
    made = operations.figure_file(version, row, form="csv", language="zh-Hans")
    head, *lines = csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""))
    assert head == ["指标", "'=项目", "数值", "编号"]
    entries = [
        each
        for each in queries.book_of(version.figure_set).entries
        if each.indicator.startswith("E-AV-")
    ]
    assert {line[3] for line in lines} == {each.figure_id for each in entries}
    assert len(lines) == len(entries)
    assert [line[0] for line in lines] == sorted(line[0] for line in lines)
    first = [float(line[2]) for line in lines if line[0] == lines[0][0]]
    assert first == sorted(first, reverse=True)
    book = operations.figure_file(version, row, form="xlsx", language="en")
    assert book == operations.figure_file(version, row, form="xlsx", language="en")
    read = CalamineWorkbook.from_filelike(io.BytesIO(book))
    rows = read.get_sheet_by_index(0).to_python()
    assert rows[0] == ["Indicator", "Project", "Value", "Id"]
    assert isinstance(rows[1][2], float)
    said = [cell for line in read.get_sheet_by_index(1).to_python() for cell in line]
    assert version.figures_sha256 in said
    assert "SAMPLE DATA" in said


def client(user: User) -> APIClient:
    found = APIClient()
    found.force_authenticate(user)
    return found


def confirm(user: User, address: str) -> Any:
    seen = client(user).get(address)["ETag"]
    return client(user).post(
        f"{address}confirm/", {"note": ""}, format="json", headers={"If-Match": seen}
    )


def test_templates_over_http(version: DisclosureVersion, alice: User, bob: User) -> None:
    def send(content: bytes) -> Any:
        return client(alice).post(
            "/api/v1/word-templates/",
            {
                "file": SimpleUploadedFile("a.docx", content),
                "name": "模板",
                "disclosure_kind": KIND,
                "language": "zh-Hans",
                "effective_from": "2025-01-01",
                "reason": "格式",
            },
            format="multipart",
        )

    refused = send(word_file(("{{ title }",)))
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["code"] == "tag_not_closed"
    answer = send(word_file())
    assert answer.status_code == 201, answer.json()
    pk = answer.json()["id"]
    assert confirm(bob, f"/api/v1/word-templates/{pk}/").status_code == 200
    seen = client(bob).get(f"/api/v1/word-templates/{pk}/filled/")
    assert seen.status_code == 200
    assert "样本信托有限责任公司" in docx.Document(io.BytesIO(seen.content)).paragraphs[0].text
    ended = client(alice).post(
        f"/api/v1/word-templates/{pk}/end/",
        {"effective_from": "2025-02-01", "reason": "停用"},
        format="json",
    )
    assert ended.status_code == 201, ended.json()
    asked = client(alice).post(
        "/api/v1/figure-templates/",
        {
            "code": "avoided",
            "name_zh": "避免排放",
            "name_en": "Avoided",
            "columns": COLUMNS,
            "indicators": ["E-AV-01"],
            "order": [],
            "effective_from": "2025-01-01",
            "reason": "报送",
        },
        format="json",
    )
    assert asked.status_code == 201, asked.json()
    address = f"/api/v1/figure-templates/{asked.json()['id']}/"
    code = version.disclosure.code
    where = f"{address}figures/csv/en/?disclosure={code}"
    assert client(bob).get(where).status_code == 404  # nobody has confirmed it
    assert confirm(bob, address).status_code == 200
    taken = client(bob).get(where)
    assert taken.status_code == 200
    assert f"{code}-v1-avoided-en-sample.csv" in taken["Content-Disposition"]
    assert client(bob).get(f"{address}figures/csv/fr/?disclosure={code}").status_code == 400
    assert client(bob).get(f"{address}figures/csv/en/").status_code == 404
    assert client(bob).get(f"{where}&odd=1").status_code == 400


def test_the_staff_pages_take_a_file_show_it_and_name_its_slips(
    version: DisclosureVersion, alice: User, bob: User
) -> None:
    browser = Client()
    browser.force_login(alice)
    add = reverse("admin:reporting_wordtemplate_add")
    assert browser.get(add).status_code == 200
    given = {
        "name": "模板",
        "disclosure_kind": KIND,
        "language": "zh-Hans",
        "effective_from": "2025-01-01",
        "reason": "格式",
    }
    slip = SimpleUploadedFile("a.docx", word_file(("好", "{{ tilte }}")))
    page = browser.post(add, {**given, "upload": slip})
    assert page.status_code == 200
    assert "tilte" in page.content.decode()
    assert not WordTemplate.objects.exists()
    sent = browser.post(add, {**given, "upload": SimpleUploadedFile("a.docx", word_file())})
    assert sent.status_code == 302
    row = confirmed(WordTemplate.objects.get(), bob)
    shown = browser.get(reverse("admin:reporting_wordtemplate_change", args=[row.pk]))
    text = shown.content.decode()
    assert f"/api/v1/word-templates/{row.pk}/filled/" in text
    assert "signed_off_by" in text
    table_row = table(alice)
    for name, pk in (("wordtemplate", row.pk), ("figuretemplate", table_row.pk)):
        assert browser.get(reverse(f"admin:reporting_{name}_changelist")).status_code == 200
        assert browser.get(reverse(f"admin:reporting_{name}_change", args=[pk])).status_code == 200
    assert browser.get(reverse("admin:reporting_figuretemplate_add")).status_code == 200
