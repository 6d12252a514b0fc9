"""People are told once, in their language, in few letters, and never of what was rolled back."""

from __future__ import annotations

import datetime as dt
import smtplib
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy
from pytest_django.fixtures import Settings

from config.accounts.models import User
from config.notices import operations
from config.notices.models import Notice

Letters = list[EmailMessage]


@pytest.fixture(autouse=True)
def served(settings: Settings) -> Settings:
    """Have a mail server; the test's own takes the letters."""
    settings.EMAIL_HOST = "mail.example.com"
    settings.NOTICE_REST_MINUTES = 15
    return settings


@pytest.fixture
def ada(bob: User) -> User:
    return mailed(bob, "ada@example.com", "en")


def mailed(user: User, address: str, language: str) -> User:
    User.objects.filter(pk=user.pk).update(email=address, language=language)
    user.refresh_from_db()
    return user


def let_time_pass(minutes: int) -> None:
    """Let everything that was written and mailed lie further back."""
    step = dt.timedelta(minutes=minutes)
    Notice.objects.update(written_at=F("written_at") - step, mailed_at=F("mailed_at") - step)
    Notice.objects.filter(next_at__isnull=False).update(next_at=F("next_at") - step)


def test_a_person_is_told_a_thing_once_in_their_own_language(
    ada: User, alice: User, mailoutbox: Letters
) -> None:
    mailed(alice, "alice@example.com", "zh-hans")
    for _ in range(3):
        operations.tell(to=[ada, alice, ada], key="k", line=gettext_lazy("draft"), path="/page/")
    assert Notice.objects.count() == 2
    assert operations.post() == {"letters": 2, "failed": 0}
    by_address = {each.to[0]: each for each in mailoutbox}
    assert by_address["ada@example.com"].subject == "[green trust] draft"
    assert by_address["alice@example.com"].subject == "[green trust] 草稿"
    assert "/page/" in by_address["ada@example.com"].body
    assert operations.post() == {"letters": 0, "failed": 0}


def test_however_much_goes_wrong_a_person_has_one_letter_and_then_peace(
    ada: User, mailoutbox: Letters
) -> None:
    operations.tell(to=[ada], key="first", line="one thing")
    operations.post()
    for number in range(70):
        operations.tell(to=[ada], key=f"k{number}", line=f"thing {number};")
        operations.post()
    assert len(mailoutbox) == 1
    let_time_pass(16)
    operations.post()
    assert len(mailoutbox) == 2
    assert "50" in mailoutbox[1].subject
    assert all(f"thing {number};" in mailoutbox[1].body for number in range(50))
    let_time_pass(16)
    operations.post()
    assert "thing 69;" in mailoutbox[2].body
    assert not Notice.objects.filter(mailed_at=None).exists()


def test_a_letter_that_does_not_leave_says_why_and_is_tried_again(
    ada: User, mailoutbox: Letters, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise smtplib.SMTPServerDisconnected("gone")

    operations.tell(to=[ada], key="k", line="something")
    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", refuse)
        assert operations.post() == {"letters": 0, "failed": 1}
        assert operations.post() == {"letters": 0, "failed": 0}
    row = Notice.objects.get()
    assert (row.error, row.mailed_at) == ("SMTPServerDisconnected: gone", None)
    let_time_pass(2)
    assert operations.post() == {"letters": 1, "failed": 0}
    row.refresh_from_db()
    assert (row.error, row.attempts) == ("", 2)


def test_who_has_no_address_is_named_on_the_page_and_told_once_there_is_one(
    bob: User, mailoutbox: Letters
) -> None:
    operations.tell(to=[bob], key="k", line="something")
    assert operations.post()["failed"] == 1
    assert Notice.objects.get().error == "no mail address"
    mailed(bob, "bob@example.com", "en")
    let_time_pass(2)
    assert operations.post()["letters"] == 1


def test_old_news_is_not_mailed_and_nothing_is_without_a_server(
    ada: User, mailoutbox: Letters, served: Settings
) -> None:
    served.EMAIL_HOST = ""
    operations.tell(to=[ada], key="k", line="something")
    assert operations.post() == {"letters": 0, "failed": 0}
    assert Notice.objects.get().attempts == 0
    served.EMAIL_HOST = "mail.example.com"
    let_time_pass(3 * 24 * 60 + 1)
    assert operations.post() == {"letters": 0, "failed": 0}
    assert not mailoutbox


def test_what_was_rolled_back_is_told_to_nobody(ada: User) -> None:
    with transaction.atomic():
        operations.tell(to=[ada], key="k", line="something")
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


def test_nobody_breaks_a_line_into_the_letters_head(ada: User, mailoutbox: Letters) -> None:
    operations.tell(to=[ada], key="k", line="a\r\nBcc: eve@example.com")
    operations.post()
    assert mailoutbox[0].subject == "[green trust] a Bcc: eve@example.com"
    assert mailoutbox[0].recipients() == ["ada@example.com"]


def test_a_person_sees_their_own_and_the_auditor_sees_all(
    ada: User, alice: User, charlie: User
) -> None:
    operations.tell(to=[ada, alice], key="k", line="something")
    assert [each.to for each in Notice.objects.visible_to(ada)] == [ada]
    assert Notice.objects.visible_to(charlie).count() == 2
