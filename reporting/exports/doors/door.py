"""What every door is given, what it gives back, and how it says that it could not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Any, ClassVar, Protocol, runtime_checkable

from config.kernel.errors import InvalidInput
from config.kernel.findings import Finding

Address = Mapping[str, Any]
Receipt = dict[str, Any]
Network = IPv4Network | IPv6Network


class Undelivered(Exception):
    """A file was not handed over, or nobody can say whether it was."""

    def __init__(self, code: str, words: str, *, retry_seconds: int | None = None) -> None:
        super().__init__(words)
        self.code = code
        self.retry_seconds = retry_seconds


class Refused(Undelivered):
    """The other side says no; the same again would be refused again."""


class Unreachable(Undelivered):
    """Surely not handed over, and worth another try."""


class Unanswered(Undelivered):
    """The last byte may have left, and no answer came: received or not, nobody here knows."""


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """One stored file on its way out, under a name, with the id that stays the same for good."""

    key: str
    path: Path
    name: str
    media_type: str
    sha256: str
    size_bytes: int
    title: str
    period: str = ""
    #: Where the file can be fetched for a while, where it is too large to be handed over.
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class MailRelay:
    """The house's own mail server."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    #: ``tls`` from the first byte, ``starttls``, or ``none``.
    security: str = "none"
    sender: str = ""


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What the installation decides for all doors: time-outs, trust, the mail server."""

    relay: MailRelay = MailRelay()
    #: Networks that are entered although they are not public.
    allowed_networks: Sequence[Network] = ()
    #: Certificates of authorities that are trusted besides the system's.
    ca_file: str = ""
    connect_seconds: float = 10
    answer_seconds: float = 30
    #: However it drips, one hand-over takes no longer.
    total_seconds: float = 600
    #: Below it lie the folders that files may be put into.
    outbox: Path | None = None


#: Called right before the step that cannot be taken back; raises where somebody else took over.
HandOver = Callable[[], None]


class Door(Protocol):
    """One way out."""

    #: Whether the other side throws repeats away by the parcel's key.
    is_repeatable: ClassVar[bool]
    needs_secret: ClassVar[bool]

    def read_address(self, given: Address) -> dict[str, Any]:
        """
        Return the address with its defaults.

        :raises InvalidInput: naming each field that does not fit.
        """

    def check_secret(self, secret: str) -> None:
        """
        Refuse a secret that no such door is entered with.

        :raises InvalidInput: saying what is wanted, never what was given.
        """

    def wants_link(self, parcel_bytes: int, address: Address) -> bool:
        """Return whether a link leaves in place of a file of so many bytes."""

    def send(
        self,
        parcel: Parcel,
        address: Address,
        secret: str,
        surroundings: Surroundings,
        hand_over: HandOver,
    ) -> Receipt:
        """
        Hand the parcel over; return what the other side said.

        :raises Undelivered: as one of its kinds.
        """


@runtime_checkable
class Window(Protocol):
    """A door through which one sees what lies at the other side."""

    def look(
        self, parcel: Parcel, address: Address, secret: str, surroundings: Surroundings
    ) -> Receipt | None:
        """
        Return the receipt of a parcel that lies at the other side already; None if it does not.

        :raises Undelivered: as one of its kinds.
        """


@dataclass(frozen=True)
class Item:
    """One field of an address: its name, how it is read, and what it is if not given."""

    name: str
    read: Callable[[Any], Any]
    default: Any = None
    is_required: bool = False


def read_items(given: Address, items: Sequence[Item]) -> dict[str, Any]:
    """
    Return the fields of an address, read one by one.

    :raises InvalidInput: naming each that is unknown, missing or does not fit.
    """
    if not isinstance(given, Mapping):
        raise InvalidInput([_unfit("not_fields", "address", given, "An address has named fields.")])
    findings = [
        _unfit("unknown_field", name, given[name], "Unknown field of an address.")
        for name in sorted(set(given) - {each.name for each in items})
    ]
    found: dict[str, Any] = {}
    for item in items:
        value = given.get(item.name)
        if value in (None, ""):
            if item.is_required:
                findings.append(_unfit("missing", item.name, "", "This field is needed here."))
            elif item.default is not None:
                found[item.name] = item.default
            continue
        try:
            found[item.name] = item.read(value)
        except ValueError as fault:
            findings.append(_unfit("address_unfit", item.name, value, str(fault)))
    if findings:
        raise InvalidInput(findings)
    return found


def unfit_secret(message: str) -> InvalidInput:
    """Return the refusal of a secret, which says what is wanted and not what was given."""
    return InvalidInput([_unfit("secret_unfit", "secret", "", message)])


def _unfit(code: str, field: str, value: object, message: str) -> Finding:
    return Finding(code=code, field=field, value=str(value), message=message)


def text(most: int) -> Callable[[Any], str]:
    """Return a reader of one line of text of at most so many letters."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or len(value) > most or not value.isprintable():
            raise ValueError("One line of text, not too long.")
        return value.strip()

    return read


def whole(low: int, high: int) -> Callable[[Any], int]:
    """Return a reader of whole numbers between two bounds."""

    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError("A whole number within its bounds.")
        return value

    return read


def switch(value: Any) -> bool:
    """
    Return a yes or a no.

    :raises ValueError: for anything else.
    """
    if not isinstance(value, bool):
        raise ValueError("true or false.")  # noqa: TRY004 (what is given is a value)
    return value


def one_of(*choices: str) -> Callable[[Any], str]:
    """Return a reader of one of some words."""

    def read(value: Any) -> str:
        if value not in choices:
            raise ValueError("One of the words that this field takes.")
        return str(value)

    return read
