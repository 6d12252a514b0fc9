"""The register's pages and addresses: moves, two times, filings, persons behind a mask."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from config.accounts.models import Department, User
from tests.trusts.books import FEB, MAR, Books, now
from tests.trusts.test_api import Speaker
from tests.trusts.test_console import ROOT, at_the_desk, text
from trusts.register import queries
from trusts.register.models import ChangeRegistration, PersonalReading, Product, ProductTerms

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 resolution"
NAME, NUMBER = "欧阳三丰", "360426199101010071"


@pytest.fixture
def product(books: Books) -> Product:
    """Return a product in run since January."""
    row = books.product()
    books.confirm(books.terms(row, benefit_note="quarterly", term_months=24))
    return row


@pytest.fixture
def alice_sits(books: Books) -> Client:
    return at_the_desk(books.alice)


@pytest.fixture
def alice_asks(books: Books) -> Speaker:
    return Speaker(books.alice)


def page_of(product: Product) -> str:
    return f"{ROOT}/product/{product.pk}/change/"


# ---- moves


def test_a_products_page_offers_the_moves_that_its_life_permits(
    books: Books, product: Product, alice_sits: Client
) -> None:
    page = text(alice_sits.get(page_of(product)))
    assert "move-to-extended/" in page
    assert "move-to-terminated/" in page
    assert "move-to-liquidated/" not in page
    looking = text(at_the_desk(books.bob).get(page_of(product)))
    assert "move-to-" not in looking


def test_a_move_is_proposed_from_the_page_with_its_paper(
    books: Books, product: Product, alice_sits: Client
) -> None:
    where = f"{ROOT}/product/{product.pk}/move-to-terminated/"
    assert 'enctype="multipart/form-data"' in text(alice_sits.get(where))
    body = {"effective_from": "2025-03-01", "terminated_on": "2025-03-01", "reason": "ended"}
    assert "rests on a document" in text(alice_sits.post(where, body))
    table = SimpleUploadedFile("a.csv", b"a,b")
    assert "first bytes tell" in text(alice_sits.post(where, {**body, "document": table}))
    paper = SimpleUploadedFile("report.pdf", PDF)
    answer = alice_sits.post(where, {**body, "document": paper})
    assert answer.status_code == 302, text(answer)
    moved = ProductTerms.objects.pending().get()
    assert (moved.status, moved.document.name) == ("terminated", "report.pdf")
    assert "report.pdf" in text(alice_sits.get(answer.headers["Location"]))
    assert at_the_desk(books.bob).get(where).status_code == 403
    assert alice_sits.get(where.replace("terminated", "nowhere")).status_code == 404


def test_a_product_is_moved_over_http_with_its_paper(
    books: Books, product: Product, alice_asks: Speaker
) -> None:
    where = f"products/{product.pk}/move"
    body = {"to_status": "terminated", "effective_from": "2025-03-01"}
    body |= {"terminated_on": "2025-03-01"}
    refused = alice_asks.refused(where, **body)
    assert [each["code"] for each in refused["errors"]] == ["document_missing"]
    assert refused["errors"][0]["remedy"]
    assert alice_asks.refused(where, **{**body, "to_status": "liquidated"})["code"] == (
        "forbidden_move"
    )
    answer = alice_asks.client.post(
        f"/api/v1/{where}/",
        {**body, "reason": "ended", "document": SimpleUploadedFile("report.pdf", PDF)},
        format="multipart",
    )
    assert answer.status_code == 201, answer.content
    assert (answer.json()["status"], len(answer.json()["document_sha256"])) == ("terminated", 64)
    Speaker(books.bob).confirm("product-terms", answer.json())


# ---- two times


def test_the_page_shows_the_terms_of_any_day_as_known_on_any_day(
    books: Books, product: Product, alice_sits: Client
) -> None:
    (first,) = ProductTerms.objects.all()
    before = now()
    books.confirm(books.terms(product, benefit_note="monthly", supersedes=first))
    books.confirm(books.terms(product, benefit_note="yearly", effective_from=MAR))
    page = text(alice_sits.get(page_of(product)))
    assert "<ins class='gt-new'>yearly</ins>" in page
    assert "<del class='gt-old'>quarterly</del>" in page
    page = text(alice_sits.get(page_of(product), {"as_of": "2025-02-01"}))
    assert "As of 2025-02-01, as known now" in page
    assert '<dd class="">monthly</dd>' in page
    asked = {"as_of": "2025-03-01", "known_at": before.isoformat()}
    page = text(alice_sits.get(page_of(product), asked))
    assert '<dd class="">quarterly</dd>' in page
    assert "monthly" not in page
    assert "No terms hold" in text(alice_sits.get(page_of(product), {"as_of": "2024-01-01"}))
    for wrong in ({"as_of": "soon"}, {"known_at": "2125-01-01"}):
        assert 'role="alert"' in text(alice_sits.get(page_of(product), wrong))


def test_the_interface_gives_terms_and_history_with_both_times(
    books: Books, product: Product, alice_asks: Speaker
) -> None:
    (first,) = ProductTerms.objects.all()
    before = now()
    later = books.confirm(books.terms(product, benefit_note="monthly", supersedes=first))
    where = f"products/{product.pk}"
    asked = {"as_of": "2025-02-01", "known_at": before.isoformat()}
    assert alice_asks.get(f"{where}/terms", **asked)["terms"]["benefit_note"] == "quarterly"
    assert alice_asks.get(f"{where}/terms")["terms"]["benefit_note"] == "monthly"
    assert alice_asks.get(f"{where}/terms", as_of="2024-12-31")["terms"] is None
    one, two = alice_asks.get(f"{where}/history")
    assert (one["superseded_at"], two["superseded_at"]) == (two["recorded_at"], None)
    assert (two["id"], two["replaces"]) == (later.pk, first.pk)
    changes = {each["field"]: (each["before"], each["after"]) for each in two["changes"]}
    assert changes["benefit_note"] == ("quarterly", "monthly")
    assert changes["term_months"] == (24, None)
    (only,) = alice_asks.get(f"{where}/history", known_at=before.isoformat())
    assert only["superseded_at"] is None


def test_terms_are_narrowed_by_what_is_registered(books: Books, alice_asks: Speaker) -> None:
    department = Department.objects.create(code="green", name_zh="绿色金融部")
    for code, amount in (("T-1", 100), ("T-2", 900)):
        given = {"entrusted_amount": Decimal(amount), "raising": "private", "registered_on": FEB}
        terms = books.terms(books.product(code), department=department, **given)
        books.confirm(terms)

    def found(**asked: Any) -> list[str]:
        rows = alice_asks.get("product-terms", **asked)["results"]
        return sorted(each["product_code"] for each in rows)

    assert found(department=department.pk, as_of="2025-06-01") == ["T-1", "T-2"]
    assert found(entrusted_amount__gte="500") == ["T-2"]
    assert found(registered_on__lt="2025-02-01") == []
    assert found(raising="public") == []
    assert found(kind_code="AM.2", product_code="T-1") == ["T-1"]


# ---- filings


def test_a_change_is_seen_due_filed_from_the_page_and_seen_filed(
    books: Books, product: Product, alice_sits: Client, alice_asks: Speaker
) -> None:
    changed = books.terms(product, effective_from=MAR, term_months=36, benefit_note="quarterly")
    books.confirm(changed)
    where = "/console/registrations/due/"
    page = text(alice_sits.get(where, {"as_of": "2025-03-10"}))
    for shown in ("T-1", "2025-03-14", "due", f"?terms={changed.pk}", "term in months"):
        assert shown in page
    assert "overdue" in text(alice_sits.get(where, {"as_of": "2025-03-15"}))
    form = f"{ROOT}/changeregistration/add/?terms={changed.pk}"
    assert f'value="{changed.pk}"' in text(alice_sits.get(form))
    body = {"terms": changed.pk, "filed_on": "2025-03-12", "receipt_number": "R-1", "reason": "r"}
    receipt = SimpleUploadedFile("receipt.pdf", PDF)
    answer = alice_sits.post(form, {**body, "document": receipt})
    assert answer.status_code == 302, text(answer)
    assert "R-1 already" in text(alice_sits.post(form, body))
    books.confirm(ChangeRegistration.objects.get())
    (due,) = alice_asks.get("registrations-due", as_of="2025-03-20")
    assert (due["state"], due["filed_on"], due["changed"]) == (
        "filed",
        "2025-03-12",
        ["term_months"],
    )
    assert alice_asks.get("registrations-due", code="T-2") == []
    (listed,) = alice_asks.get("change-registrations")["results"]
    assert listed["receipt_number"] == "R-1"
    assert (
        "about one version"
        in alice_asks.refused("change-registrations", filed_on="2025-03-12", receipt_number="R-2")[
            "detail"
        ]
    )


# ---- persons


def test_a_person_is_masked_everywhere_and_read_in_clear_on_record(
    books: Books, alice_sits: Client, alice_asks: Speaker, charlie: User
) -> None:
    body = {"code": "N-1", "party_type": "natural_person", "name_zh": NAME, "name_en": "Ouyang"}
    made = alice_asks.propose("parties", **body, identity_number=NUMBER)
    assert made["name_zh"] == "欧**"
    assert "identity_number" not in made
    where = f"{ROOT}/party/{made['id']}/"
    everywhere = [
        json.dumps(alice_asks.get("parties"), ensure_ascii=False),
        json.dumps(alice_asks.get(f"parties/{made['id']}"), ensure_ascii=False),
        text(alice_sits.get(f"{ROOT}/party/")),
        text(alice_sits.get(f"{where}change/")),
    ]
    assert not any(secret in page for page in everywhere for secret in (NAME, NUMBER))

    refused = alice_sits.post(f"{where}read/", {"reason": " "})
    assert refused.status_code == 400
    assert "Say why" in refused.content.decode()
    answer = alice_sits.post(f"{where}read/", {"reason": "compare with the card"})
    assert NAME in text(answer)
    assert NUMBER in text(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    clear = alice_asks.client.post(f"/api/v1/parties/{made['id']}/reveal/", {"reason": "twice"})
    assert clear.json()["identity_number"] == NUMBER
    assert "no-store" in clear.headers["Cache-Control"]
    looks = Speaker(charlie).client.post(f"/api/v1/parties/{made['id']}/reveal/", {"reason": "x"})
    assert looks.status_code == 403
    assert at_the_desk(charlie).post(f"{where}read/", {"reason": "x"}).status_code == 403
    assert [each.reason for each in PersonalReading.objects.order_by("id")] == [
        "compare with the card",
        "twice",
    ]
    (_second, first) = alice_asks.get("personal-readings")["results"]
    assert (first["party_code"], first["reader"]["display_name"]) == ("N-1", "Alice")
    assert "compare with the card" in text(alice_sits.get(f"{ROOT}/personalreading/"))


def test_a_person_is_proposed_at_the_desk_and_identifiers_are_checked(
    books: Books, alice_sits: Client
) -> None:
    body = {"code": "N-1", "party_type": "natural_person", "name_zh": NAME, "reason": "r"}
    body |= {"name_en": "Ouyang", "identity_number": NUMBER[:-1] + "2"}
    assert "identity card" in text(alice_sits.post(f"{ROOT}/party/add/", body))
    answer = alice_sits.post(f"{ROOT}/party/add/", {**body, "identity_number": NUMBER})
    assert answer.status_code == 302, text(answer)
    company = {**body, "code": "C-1", "party_type": "company", "identity_number": ""}
    faulty = alice_sits.post(f"{ROOT}/party/add/", {**company, "lei": "506700GE1G29325QX364"})
    assert "LEI register" in text(faulty)
    answer = alice_sits.post(f"{ROOT}/party/add/", {**company, "lei": "506700GE1G29325QX363"})
    assert answer.status_code == 302


def test_what_the_rules_of_the_trade_question_stands_on_the_products_page(
    books: Books, alice_sits: Client
) -> None:
    product = books.product()
    kind = queries.kind("AS.1.1", edition="CN-TRUST-2023")
    books.confirm(books.terms(product, kind=kind, form=None, structure="single"))
    page = text(alice_sits.get(page_of(product)))
    for shown in ("warns", "银保监规〔2023〕1号", "confidence B", "10,000,000"):
        assert shown in page
