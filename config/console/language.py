"""The language switch: remembered by the browser, and by the account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from config.accounts.models import User


@require_POST
def choose_language(request: HttpRequest) -> HttpResponseBase:
    """Set the language of this browser, and of the account if somebody is signed in."""
    answer = set_language(request)
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and check_for_language(chosen):
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    return answer
