"""How weights, fits and sources are said on a page."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.api.problems import finding_sentence
from config.console.record import Text, badge
from trusts.contracts.rules import AssetClass
from trusts.oversight.queries import Standing
from trusts.oversight.rules import Fit, Rule, Weight

WEIGHTS: dict[Weight, tuple[str, Text]] = {
    Weight.FORBIDDEN: ("bad", gettext_lazy("forbidden")),
    Weight.QUESTIONED: ("waiting", gettext_lazy("questioned")),
}
FITS: dict[Fit, tuple[str, Text]] = {
    Fit.FITS: ("good", gettext_lazy("fits its kind")),
    Fit.MISFITS: ("bad", gettext_lazy("does not fit its kind")),
    Fit.UNDECIDED: ("waiting", gettext_lazy("cannot be judged")),
}
CLASSES: dict[AssetClass, Text] = {
    AssetClass.DEBT: gettext_lazy("debt"),
    AssetClass.EQUITY: gettext_lazy("equity"),
    AssetClass.COMMODITY_DERIVATIVE: gettext_lazy("commodities and derivatives"),
    AssetClass.OTHER: gettext_lazy("other assets"),
}


def weight_badge(weight: Weight) -> SafeString:
    """Return a weight as a badge."""
    tone, words = WEIGHTS[weight]
    return badge(words, tone)


def fit_badge(fit: Fit) -> SafeString:
    """Return whether a mix fits, as a badge."""
    tone, words = FITS[fit]
    return badge(words, tone)


def what(each: Standing) -> SafeString:
    """Return what was found, the rule that it breaks below it."""
    stored = each.finding.to_json()
    return format_html(
        '<span>{}<br><small class="gt-quiet">{}</small></span>',
        finding_sentence(stored),
        _(each.rule.title),
    )


def remedy(each: Standing) -> str:
    """Return what is to be done."""
    return finding_sentence(each.finding.to_json(), "remedy")


def source(rule: Rule, *, confidence: str = "", named: str = "") -> SafeString:
    """Return where a rule stands and how sure that is, in words that promise nothing."""
    if rule.is_of_the_house:
        return format_html("{}", _("the house's own question"))
    read = _("its text was read") if rule.was_read else _("its text was not read")
    return format_html(
        '<span>{}<br><small class="gt-quiet">{}</small></span>',
        named or rule.source,
        _("confidence {grade}; {read}").format(grade=confidence or rule.confidence, read=read),
    )
