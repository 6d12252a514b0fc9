"""What staff see and do on the pages of labels, supplements and own funds."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from config.accounts.models import User
from config.accounts.roles import Role
from tests.people import make_user
from tests.projects.recognition import making
from tests.trusts.books import FEB
from tests.trusts.green import CATALOGUE, HEAT, SOLAR, Green
from tests.trusts.test_console import ROOT, at_the_desk, proposed, text
from trusts.labels import queries
from trusts.labels.models import GreenLabel, SupplementaryValue
from trusts.labels.operations import ValueDraft, load_fields, propose_value
from trusts.own_funds.models import OwnMovement

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice_sits(green: Green) -> Client:
    load_fields(by=green.books.alice)
    return at_the_desk(green.books.alice)


def test_a_label_is_proposed_as_suggested_or_a_part_a_line(
    green: Green, alice_sits: Client
) -> None:
    green.project("P-1", SOLAR, expires_on=dt.date(2099, 1, 1))
    contract = green.contract("C-1", split={"P-1": "40"})
    page = text(alice_sits.get(f"{ROOT}/contract/{contract.pk}/change/"))
    assert "Green label today: none" in page
    assert f"{CATALOGUE} {SOLAR} 40 %" in page
    body = {"contract": contract.pk, "effective_from": "2025-02-01", "basis": "projects"}
    for lines, words in (
        (f"{CATALOGUE} {SOLAR}", "Line 1"),
        (f"{CATALOGUE} {SOLAR} x", "not a word and a number"),
        (f"{CATALOGUE} {SOLAR} 40.5", "recognized projects"),
    ):
        assert words in proposed(alice_sits, "greenlabel", **body, parts=lines)
    assert not GreenLabel.objects.exists()
    where = proposed(alice_sits, "greenlabel", **body, parts=f"{CATALOGUE} {SOLAR} 12.5")
    page = text(alice_sits.get(where))
    for shown in ("12.5 %", "recognized as green", "Solar"):
        assert shown in page
    proposed(alice_sits, "greenlabel", **body)
    assert [each.green_percent for each in GreenLabel.objects.order_by("id")] == [12.5, 40]


def test_a_document_comes_with_the_form(green: Green, alice_sits: Client) -> None:
    contract = green.contract("C-1")
    body = {
        "contract": contract.pk,
        "effective_from": "2025-02-01",
        "basis": "use_of_funds",
        "parts": f"{CATALOGUE} {HEAT} 80",
    }
    assert "rests on a document" in proposed(alice_sits, "greenlabel", **body)
    file = SimpleUploadedFile("use.pdf", making.pdf("use"), "application/pdf")
    where = proposed(alice_sits, "greenlabel", **body, file=file)
    assert "use.pdf" in text(alice_sits.get(where))


def test_pages_show_what_is_green_what_lost_support_and_own_funds_apart(
    green: Green, alice_sits: Client
) -> None:
    green.project("P-1", SOLAR)
    contract = green.contract("C-1", drawn="1234.00", split={"P-1": "50"})
    label = green.books.confirm(green.label(contract))
    placement = green.placement()
    green.books.confirm(green.moved(placement, "placed", "777.00"))
    green.books.confirm(green.books.split(contract, {"P-1": "25"}, FEB))
    for address in (
        f"{ROOT}/contract/{contract.pk}/change/",
        f"{ROOT}/product/{contract.product_id}/change/",
    ):
        page = text(alice_sits.get(address))
        assert "617.00" in page
        assert "777.00" not in page
    assert "-check" in text(alice_sits.get(f"{ROOT}/contract/{contract.pk}/change/"))
    page = text(alice_sits.get(f"{ROOT}/greenlabel/{label.pk}/change/"))
    assert "What supports it" in page
    rolled = text(alice_sits.get("/console/green/rollup/?as_of=2025-03-01"))
    for shown in ("617.00", "308.50", "777.00", "Solar", "never added"):
        assert shown in rolled
    assert "2,011.00" not in rolled
    due = text(alice_sits.get("/console/green/recheck/?as_of=2025-03-01"))
    for shown in ("50 %", "25 %", "308.50", "the share of P-1 is smaller"):
        assert shown in due
    early = text(alice_sits.get("/console/green/recheck/?as_of=2025-01-15"))
    assert "Every label is supported" in early
    for address in ("rollup", "recheck"):
        assert "Not a day" in text(alice_sits.get(f"/console/green/{address}/?as_of=x"))
    assert "777.00" in text(alice_sits.get(f"{ROOT}/ownplacement/{placement.pk}/change/"))


def test_supplementary_fields_are_filled_in_and_shown(green: Green, alice_sits: Client) -> None:
    contract = green.contract("C-1")
    field = queries.field("green_trust_type", edition="SUPPLEMENTS-2026")
    body = {"field": field.pk, "contract": contract.pk, "effective_from": "2025-01-01"}
    page = proposed(alice_sits, "supplementaryvalue", **body, value="x", source=" ")
    assert "This field is required" in page
    both = proposed(
        alice_sits,
        "supplementaryvalue",
        **body,
        product=contract.product_id,
        value="x",
        source="s",
    )
    assert "one contract or one product" in both
    proposed(alice_sits, "supplementaryvalue", **body, value="绿色基金", source="投决会纪要")
    (row,) = SupplementaryValue.objects.all()
    green.books.confirm(row)
    page = text(alice_sits.get(f"{ROOT}/contract/{contract.pk}/change/"))
    assert "绿色基金" in page
    assert "投决会纪要" in page
    fund = queries.field("protection_fund_cny", edition="SUPPLEMENTS-2026")
    draft = ValueDraft(
        field=fund,
        effective_from=FEB,
        value="123",
        source="台账",
        product=contract.product,
    )
    green.books.confirm(propose_value(draft, **green.books.who))
    page = text(alice_sits.get(f"{ROOT}/product/{contract.product_id}/change/"))
    assert "Trust protection fund" in page


def test_own_funds_are_entered_and_taken_back_on_their_pages(
    green: Green, alice_sits: Client
) -> None:
    placement = green.placement()
    body = {"placement": placement.pk, "effective_on": "2025-01-01", "kind": "placed"}
    assert "above zero" in proposed(alice_sits, "ownmovement", **body, amount="-5")
    proposed(alice_sits, "ownmovement", **body, amount="5.00")
    (row,) = OwnMovement.objects.all()
    green.books.confirm(row)
    alice_sits.post(f"{ROOT}/ownmovement/{row.pk}/act/", {"act": "reverse"})
    (reversal,) = OwnMovement.objects.filter(reverses=row)
    assert (reversal.kind, reversal.amount) == ("returned", 5)
    names = {"name_zh": "甲", "name_en": "A"}
    assert "/ownplacement/" in proposed(alice_sits, "ownplacement", code="O-7", **names)
    terms = {
        "placement": placement.pk,
        "effective_from": "2025-02-01",
        "instrument": "equity",
        "taxonomy_edition": CATALOGUE,
        "taxonomy_class": SOLAR,
    }
    assert "names a counterparty" in proposed(alice_sits, "ownplacementterms", **terms)


@pytest.mark.parametrize(
    "page",
    [
        "trusts/greenlabel",
        "trusts/supplementaryfield",
        "trusts/supplementaryvalue",
        "trusts/ownplacement",
        "trusts/ownplacementterms",
        "trusts/ownmovement",
        "green/rollup",
        "green/recheck",
    ],
)
def test_every_page_opens_for_who_only_looks_and_for_nobody_else(
    green: Green, charlie: User, page: str
) -> None:
    assert at_the_desk(charlie).get(f"/console/{page}/").status_code == 200
    assert at_the_desk(make_user(Role.OPERATOR)).get(f"/console/{page}/").status_code == 403
