"""Texts of a disclosure while it is drafted: bound, checked, carried over, submitted."""

from __future__ import annotations

import datetime as dt

import pytest

from config.accounts.models import User
from config.accounts.roles import Role
from config.jobs.execution import run_now
from config.kernel.errors import NotAllowed
from config.kernel.periods import Period
from reporting.disclosures import operations
from reporting.disclosures.drafting import people
from reporting.disclosures.drafting import queries as drafts
from reporting.disclosures.models import Disclosure, DisclosureVersion, ReportingClose
from reporting.disclosures.operations import commenting, drafting
from reporting.disclosures.queries import book_of, signed_document
from reporting.rendering.document import Document, Figure, Paragraph
from tests.people import make_user
from tests.reporting.disclosures.conftest import PAST, ask, drafted, publish

pytestmark = pytest.mark.django_db

FOREWORD = "本年度避免排放 {{E-AV-03}}。"


def write(disclosure: Disclosure, text: str, by: User, **place: object) -> object:
    given = {"section": "foreword", "language": "zh-Hans", "over": 0, **place}
    return drafting.write(disclosure=disclosure, text=text, by=by, **given)


def first_section(document: Document) -> list[object]:
    (block,) = document.sections[0].blocks
    assert isinstance(block, Paragraph)
    return list(block.runs)


def test_a_reference_becomes_a_bound_figure_of_the_next_version(
    version: DisclosureVersion, alice: User
) -> None:
    write(version.disclosure, FOREWORD, alice)
    second = drafted(alice)
    document = signed_document(second, "zh-Hans")
    assert document.sections[0].heading == "致读者"
    said, figure, stop = first_section(document)
    assert (said, stop) == ("本年度避免排放 ", "。")
    assert isinstance(figure, Figure)
    stored = second.figure_set.figures.get(figure_id=figure.figure_id)
    assert (stored.indicator, stored.dimension) == ("E-AV-03", {})
    assert figure.value == stored.value
    (text,) = drafts.texts_in(second)
    assert text.text == FOREWORD
    assert signed_document(second, "en").sections[0].heading != "To the reader"


def test_an_unknown_reference_fails_the_draft_with_section_place_value_and_remedy(
    version: DisclosureVersion, alice: User
) -> None:
    write(version.disclosure, "第一行\n其中 {{E-AV-3}}", alice)
    run = run_now(ask(alice))
    assert run.state == "failed"
    for said in ("foreword/zh-Hans", "Line 2, place 4", "{{E-AV-3}}", "{{E-AV-03}}"):
        assert said in run.error
    assert not DisclosureVersion.objects.filter(number=2).exists()


def test_a_text_that_cannot_be_read_is_refused_with_its_place(
    version: DisclosureVersion, alice: User
) -> None:
    with pytest.raises(drafting.TextNotReadable) as refused:
        write(version.disclosure, "好\n**不闭合 {{E AV}}", alice)
    assert [(each.code, each.row) for each in refused.value.findings] == [
        ("unclosed_weight", 2),
        ("unreadable_reference", 2),
    ]
    assert refused.value.findings[0].field == "foreword/zh-Hans"


def test_a_typed_number_keeps_a_draft_from_the_reviewers_until_somebody_says_why(
    version: DisclosureVersion, alice: User, bob: User
) -> None:
    row = write(version.disclosure, "公司注册资本 30 亿元，成立于 1985 年。", alice)
    second = drafted(alice)
    with pytest.raises(drafting.DraftNotSettled) as refused:
        operations.submit(version=second, by=alice, reason="请复核")
    (finding,) = refused.value.findings
    assert (finding.code, finding.value, finding.row) == ("typed_number", "30 亿元", 1)
    sentence = finding.facts["sentence"]
    with pytest.raises(drafting.NoSuchNumber):
        drafting.explain(text=row, number="31", sentence=str(sentence), reason="x", by=alice)
    drafting.explain(
        text=row, number="30 亿元", sentence=str(sentence), reason="营业执照所载", by=alice
    )
    assert publish(second, alice, bob).state == "published"


def test_a_reason_holds_only_for_its_sentence(version: DisclosureVersion, alice: User) -> None:
    row = write(version.disclosure, "注册资本 30 亿元。", alice)
    drafting.explain(
        text=row, number="30 亿元", sentence="注册资本 30 亿元", reason="执照", by=alice
    )
    write(version.disclosure, "注册资本 30 亿元。本年投放 30 亿元。", alice, over=1)
    book = book_of(version.figure_set)
    state = drafts.section_state(version.disclosure, "foreword", "zh-Hans", book=book)
    assert [each.facts["sentence"] for each in state.findings] == ["本年投放 30 亿元"]
    assert state.state == "findings"


def test_a_text_written_after_the_draft_keeps_it_from_the_reviewers(
    version: DisclosureVersion, alice: User
) -> None:
    write(version.disclosure, FOREWORD, alice)
    with pytest.raises(drafting.DraftNotSettled) as refused:
        operations.submit(version=version, by=alice, reason="请复核")
    assert [each.code for each in refused.value.findings] == ["text_moved_on"]


def test_of_two_authors_the_second_reads_first(version: DisclosureVersion, alice: User) -> None:
    write(version.disclosure, "一", alice)
    with pytest.raises(drafting.TextMovedOn):
        write(version.disclosure, "二", alice)
    write(version.disclosure, "二", alice, over=1)
    newest = drafts.texts_of(version.disclosure, "foreword", "zh-Hans")
    assert [each.text for each in newest] == ["二", "一"]


def test_what_is_before_the_reviewers_is_not_written_on(
    version: DisclosureVersion, alice: User, bob: User
) -> None:
    operations.submit(version=version, by=alice, reason="请复核")
    with pytest.raises(drafting.BeforeTheReviewers):
        write(version.disclosure, "一", alice)
    operations.return_(version=version, by=bob, note="补写致读者")
    write(version.disclosure, "一", alice)


def test_who_has_a_section_to_do_writes_that_one_alone(
    version: DisclosureVersion, alice: User, db: None
) -> None:
    writer = make_user(Role.REGISTRAR, employee_no="W-1")
    with pytest.raises(NotAllowed):
        write(version.disclosure, "一", writer)
    commenting.assign(
        disclosure=version.disclosure,
        section="foreword",
        assignee=writer,
        due_on=dt.date(2025, 4, 1),
        by=alice,
    )
    write(version.disclosure, "一", writer)
    with pytest.raises(NotAllowed):
        write(version.disclosure, "一", writer, section="outlook")
    assert people.may_comment(writer, version.disclosure)


def test_progress_says_who_is_late(version: DisclosureVersion, alice: User) -> None:
    due = dt.date(2025, 4, 1)
    commenting.assign(
        disclosure=version.disclosure, section="outlook", assignee=alice, due_on=due, by=alice
    )
    write(version.disclosure, "计划不变。", alice, section="outlook")
    found = drafts.progress(version.disclosure, book=None)
    assert len(found) == 5 * 2
    late = [(each.slot.key, each.language) for each in found if each.is_late(dt.date(2025, 4, 2))]
    assert late == [("outlook", "en")]
    assert not any(each.is_late(due) for each in found)


def test_a_thread_is_begun_answered_and_settled_once(
    version: DisclosureVersion, alice: User, bob: User, charlie: User
) -> None:
    disclosure = version.disclosure
    thread = commenting.comment(
        disclosure=disclosure, figure="{{ E-AV-03 }}", text="与去年口径一致吗？", by=bob
    )
    assert thread.about == "{{E-AV-03}}"
    commenting.answer(thread=thread, text="一致。", by=alice)
    commenting.settle(thread=thread, note="已核", by=bob)
    with pytest.raises(commenting.ThreadSettled):
        commenting.settle(thread=thread, note="再核", by=alice)
    with pytest.raises(commenting.ThreadSettled):
        commenting.answer(thread=thread, text="还有", by=alice)
    with pytest.raises(commenting.AboutNothing):
        commenting.comment(disclosure=disclosure, figure="{{E-XX-99}}", text="?", by=bob)
    with pytest.raises(commenting.AboutNothing):
        commenting.comment(disclosure=disclosure, text="?", by=bob)
    with pytest.raises(NotAllowed):
        commenting.comment(disclosure=disclosure, section="foreword", text="?", by=charlie)
    assert people.open_threads(disclosure) == []


def test_last_years_texts_are_carried_with_their_bindings_and_wait_to_be_read(
    version: DisclosureVersion, alice: User, bob: User
) -> None:
    write(version.disclosure, "2025 年 1 月 {{E-AV-03 month=2025-01}}，全期 {{E-AV-03}}。", alice)
    write(version.disclosure, "Plans.", alice, section="outlook", language="en")
    later = Period.quarter(2026, 1)
    second = drafted(alice, period=later)
    write(second.disclosure, "New plans.", alice, section="outlook", language="en")
    (text,) = drafting.roll_forward(source=version.disclosure, target=second.disclosure, by=alice)
    assert text.text == "2025 年 1 月 {{E-AV-03 month=2026-01}}，全期 {{E-AV-03}}。"
    with pytest.raises(drafting.NothingToCarry):
        drafting.roll_forward(source=version.disclosure, target=second.disclosure, by=alice)
    third = drafted(alice, period=later)
    state = drafts.section_state(
        third.disclosure, "foreword", "zh-Hans", book=book_of(third.figure_set)
    )
    assert state.state == "carried"
    assert [each.code for each in state.findings] == ["another_year"]
    with pytest.raises(drafting.DraftNotSettled) as refused:
        operations.submit(version=third, by=alice, reason="请复核")
    assert [each.code for each in refused.value.findings] == ["carried_and_unread"]
    drafting.keep(text=text, by=alice)
    with pytest.raises(drafting.NotCarried):
        drafting.keep(text=text, by=alice)
    operations.submit(version=third, by=alice, reason="请复核")


def test_publication_closes_the_period_once(
    published: DisclosureVersion, alice: User, bob: User
) -> None:
    (close,) = ReportingClose.objects.all()
    assert (close.version, close.known_at) == (published, PAST)
    assert Period(close.starts_on, close.ends_on) == published.disclosure.period
    second = publish(drafted(alice), alice, bob)
    assert [each.version for each in drafts.closes_of(second.disclosure)] == [second, published]
