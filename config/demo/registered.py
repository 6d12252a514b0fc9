"""Step 2, what is registered of the trusts: their life with its papers, changes, a person."""

from __future__ import annotations

import datetime as dt
from typing import Final

from config.accounts.models import Department
from config.archive.models import StoredFile
from config.demo.acts import SAMPLE_REASON, Acts
from config.demo.papers import sample_paper
from config.demo.portfolio import SampleProduct
from config.kernel.working_days import add_working_days
from trusts.register import operations as register
from trusts.register import queries as registered
from trusts.register.models import (
    ChangeRegistration,
    Party,
    PartyRole,
    PersonalReading,
    Product,
    ProductTerms,
)

KIND_EDITION: Final = "CN-TRUST-2023"
FORM_EDITION: Final = "GREEN-FORMS-2024"
SAMPLE_PERSON: Final = "SAMPLE-SETTLOR"


class Registered(Acts):
    """The sample trusts' life in the register."""

    def live(self, sample: SampleProduct, product: Product) -> None:
        """Have the product drafted, pre-registered, established and run, each with its paper."""
        begin = sample.established_on
        if not ProductTerms.objects.filter(product=product).exists():
            self._draft(sample, product, begin - dt.timedelta(days=40))
        for status, day in (
            ("pre_registered", begin - dt.timedelta(days=15)),
            ("established", begin),
            ("in_run", begin + dt.timedelta(days=1)),
        ):
            if ProductTerms.objects.filter(product=product, status=status).exists():
                continue
            is_paper_due = status in {"pre_registered", "established"}
            self._confirm(
                register.propose_move(
                    product=product,
                    to_status=status,
                    effective_from=day,
                    established_on=begin if status == "established" else None,
                    document=_paper(f"{product.code} {status}") if is_paper_due else None,
                    by=self._cast.registrar,
                    reason=SAMPLE_REASON,
                )
            )

    def change_one(self, product: Product) -> None:
        """Have one product pay its benefits otherwise, and the change filed in time."""
        note = "按季分配(示例变更)"
        terms = ProductTerms.objects.filter(product=product, benefit_note=note).first()
        if terms is None:
            standing = registered.latest_terms(product.pk)
            assert standing is not None  # noqa: S101 (it lives)
            content = {**registered.content_of(standing), "benefit_note": note, "document": None}
            day = standing.effective_from + dt.timedelta(days=60)
            terms = register.propose_terms(
                terms=ProductTerms(product=product, effective_from=day, **content),
                by=self._cast.registrar,
                reason=SAMPLE_REASON,
            )
        self._confirm(terms)
        if not ChangeRegistration.objects.filter(terms=terms).exists():
            self._confirm(
                register.propose_change_registration(
                    terms=terms,
                    filed_on=add_working_days(terms.effective_from, 5),
                    receipt_number=f"SAMPLE-{product.code}",
                    document=_paper(f"{product.code} receipt"),
                    by=self._cast.registrar,
                    reason=SAMPLE_REASON,
                )
            )

    def person(self, product: Product, day: dt.date) -> None:
        """Have a natural person among the settlors, read in clear once."""
        party = Party.objects.filter(code=SAMPLE_PERSON).first()
        if party is None:
            party = register.propose_party(
                code=SAMPLE_PERSON,
                name_zh="示例委托人",
                name_en="Sample Settlor",
                party_type="natural_person",
                is_sample=True,
                by=self._cast.registrar,
                reason=SAMPLE_REASON,
            )
        self._confirm(party)
        if not PersonalReading.objects.filter(party=party).exists():
            register.read_person(party=party, by=self._cast.reviewer, reason=SAMPLE_REASON)
        if not PartyRole.objects.filter(product=product, party=party).exists():
            self._confirm(
                register.propose_role(
                    product=product,
                    party=party,
                    role="settlor",
                    effective_from=day,
                    by=self._cast.registrar,
                    reason=SAMPLE_REASON,
                )
            )

    def _draft(self, sample: SampleProduct, product: Product, day: dt.date) -> None:
        department, _made = Department.objects.get_or_create(
            code="green-finance",
            defaults={"name_zh": "绿色金融部(示例)", "name_en": "Green finance (sample)"},
        )
        terms = ProductTerms(
            product=product,
            kind=registered.kind(sample.kind_code, edition=KIND_EDITION),
            form=registered.form(sample.form_code, edition=FORM_EDITION),
            department=department,
            function=sample.function,
            structure=sample.structure,
            raising="private",
            entrusted_amount=sample.paid_in_cny,
            status="draft",
            effective_from=day,
            term_months=sample.term_months,
        )
        self._confirm(
            register.propose_terms(terms=terms, by=self._cast.registrar, reason=SAMPLE_REASON)
        )


def _paper(title: str) -> StoredFile:
    return register.keep_document(content=sample_paper(title), name=f"{title}.pdf")
