"""Movements of money: subscriptions, income, expenses, distributions, drawdowns, repayments."""

from django.utils.translation import gettext_lazy as _

from trusts.intake.rules.movements import COLUMNS
from trusts.intake.subjects.subject import Subject

SUBJECT = Subject(
    name="movements",
    title=_("Movements of money"),
    order=10,
    columns=COLUMNS,
    most_rows=200_000,
    note=_("One batch of ledger entries: posted all at once, or not at all."),
)
