"""What the settings decide for all doors, and the address under which a file is fetched."""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path

from django.conf import settings
from django.core import signing
from django.urls import reverse

from config.kernel.errors import DomainError
from reporting.exports.doors.door import MailRelay, Surroundings
from reporting.exports.models import Dispatch

_SALT = "reporting.exports.link"


class LinkOver(DomainError):
    """This address leads nowhere, or no longer; ask who sent it for the file."""

    code = "link_over"
    status = 410


def surroundings() -> Surroundings:
    """Return the time-outs, the trust and the mail server of this installation."""
    security = "none"
    if settings.EMAIL_USE_SSL:
        security = "tls"
    elif settings.EMAIL_USE_TLS:
        security = "starttls"
    return Surroundings(
        relay=MailRelay(
            host=settings.EMAIL_HOST,
            port=settings.EMAIL_PORT,
            user=settings.EMAIL_HOST_USER,
            password=settings.EMAIL_HOST_PASSWORD,
            security=security,
            sender=settings.DEFAULT_FROM_EMAIL,
        ),
        allowed_networks=[ip_network(each) for each in settings.EXPORT_ALLOWED_NETWORKS],
        ca_file=settings.EXPORT_CA_FILE,
        connect_seconds=settings.EXPORT_CONNECT_SECONDS,
        answer_seconds=settings.EXPORT_ANSWER_SECONDS,
        total_seconds=settings.EXPORT_TOTAL_SECONDS,
        outbox=Path(settings.EXPORT_OUTBOX),
    )


def link_to(dispatch: Dispatch, *, days: int) -> str:
    """Return the address under which a file can be fetched for so many days from its sending."""
    token = signing.TimestampSigner(salt=_SALT).sign_object({"id": dispatch.pk, "days": days})
    return settings.PUBLIC_URL + reverse("fetch-delivered", args=[token])


def fetched(token: str) -> Dispatch:
    """
    Return what an address that was sent leads to.

    :raises LinkOver: if nobody sent it, its time is over, or its dispatch was given up.
    """
    signer = signing.TimestampSigner(salt=_SALT)
    try:
        days = signer.unsign_object(token)["days"]
        found = signer.unsign_object(token, max_age=days * 86400)
    except signing.BadSignature:
        raise LinkOver from None
    dispatch: Dispatch | None = (
        Dispatch.objects.select_related("file").filter(pk=found["id"]).exclude(state="dropped")
    ).first()
    if dispatch is None:
        raise LinkOver
    return dispatch
