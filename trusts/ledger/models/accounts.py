"""The chart of accounts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from config.kernel.models import Fact
from trusts.ledger import rules
from trusts.register.models import choices_of

NATURE_LABELS = {
    rules.AccountNature.ASSET: _("asset"),
    rules.AccountNature.LIABILITY: _("liability"),
    rules.AccountNature.EQUITY: _("equity"),
    rules.AccountNature.INCOME: _("income"),
    rules.AccountNature.EXPENSE: _("expense"),
}


class Account(Fact):
    """One account of the chart that every product's books are kept by."""

    edition = models.CharField(_("edition"), max_length=20)
    code = models.CharField(_("code"), max_length=40, unique=True)
    nature = models.CharField(_("nature"), max_length=10, choices=choices_of(NATURE_LABELS))
    name_zh = models.CharField(_("Chinese name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=200)
    source = models.TextField(_("source"))
    confidence = models.CharField(_("confidence"), max_length=1)

    class Meta:
        app_label = "trusts"
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"
