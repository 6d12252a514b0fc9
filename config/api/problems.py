"""A refusal as RFC 9457 puts it: one frozen value, and how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop

from config.api import request_id
from config.kernel.errors import DomainError, fill
from config.kernel.findings import Finding

MEDIA_TYPE = "application/problem+json"

#: The title of every status that the interface answers with.
TITLES: dict[int, str] = {
    400: gettext_noop("The request is malformed"),
    401: gettext_noop("Sign in first"),
    403: gettext_noop("Not allowed"),
    404: gettext_noop("Nothing is here"),
    405: gettext_noop("This address does not take this method"),
    406: gettext_noop("No such representation"),
    409: gettext_noop("Understood and refused"),
    412: gettext_noop("The content is not what you saw"),
    413: gettext_noop("Too large"),
    415: gettext_noop("Unknown kind of content"),
    422: gettext_noop("The content cannot be processed"),
    428: gettext_noop("Say what you saw"),
    429: gettext_noop("Too many requests"),
    500: gettext_noop("Our fault"),
    503: gettext_noop("Not ready"),
}

Text = str | Promise


@dataclass(frozen=True)
class Fault:
    """One fault in the input: where, the word for it, the sentence, and how to mend it."""

    pointer: str
    code: str
    detail: str
    extra: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the fault as the client reads it."""
        return {"pointer": self.pointer, "code": self.code, "detail": self.detail, **self.extra}


@dataclass(frozen=True)
class Problem:
    """One refusal: status, the word a client tests, the sentence it reads, the faults."""

    status: int
    code: str
    detail: Text
    faults: tuple[Fault, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_json(self, *, instance: str) -> dict[str, Any]:
        """Return the body: the members of RFC 9457, then ours."""
        return {
            "type": f"urn:green-trust:problem:{self.code}",
            "title": gettext(TITLES.get(self.status, TITLES[500])),
            "status": self.status,
            "detail": str(self.detail),
            "instance": instance,
            "code": self.code,
            "request_id": request_id.current(),
            "errors": [fault.as_json() for fault in self.faults],
        }


def sentence(error: DomainError) -> str:
    """Return the refusal in the reader's language, its facts filled in."""
    facts = {name: str(value) for name, value in error.facts.items()}
    return fill(gettext(error.sentence), dict(facts))


def finding_sentence(finding: Mapping[str, Any], part: str = "message") -> str:
    """Return a stored finding's ``message`` or ``remedy`` in the reader's language."""
    template = str(finding.get(part) or "")
    return fill(gettext(template), dict(finding.get("facts") or {})) if template else ""


def fault_of(finding: Finding) -> Fault:
    """Return a finding as one fault of a problem."""
    stored = finding.to_json()
    return Fault(
        pointer=f"/{finding.field}" if finding.field else "",
        code=finding.code,
        detail=finding_sentence(stored),
        extra={
            "row": finding.row,
            "value": finding.value,
            "severity": finding.severity.value,
            "remedy": finding_sentence(stored, "remedy"),
        },
    )
