"""Every door against a real server on loopback: what arrives, what is refused, what is unsure."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncssh
import boto3
import botocore.auth
import pytest
from botocore.awsrequest import AWSResponse
from botocore.client import Config
from standardwebhooks import Webhook

from config.kernel.errors import InvalidInput
from reporting.exports.doors import network, s3
from reporting.exports.doors.door import (
    Parcel,
    Refused,
    Surroundings,
    Unanswered,
    Undelivered,
    Unreachable,
    Window,
)
from reporting.exports.doors.table import DOORS
from tests import receivers
from tests.receivers import MailServer, Receiver, S3Server, SftpServer, near

CONTENT = ("[" + ",".join(3000 * ['{"总量": "1.5", "unit": "tCO₂e"}']) + "]\r\n").encode()
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def nothing() -> None:
    """Take no note of the last step."""


def parcel_of(folder: Path, content: bytes = CONTENT, **changes: Any) -> Parcel:
    """Return a file on its way out."""
    path = folder / "content"
    path.write_bytes(content)
    facts: dict[str, Any] = {
        "key": "0d2f7f0c-9f1c-4b0e-8f5e-000000000001",
        "path": path,
        "name": "GTA-2025-0001 披露.json",
        "media_type": "application/json",
        "sha256": receivers.digest(content),
        "size_bytes": len(content),
        "title": "季度披露",
        "period": "2025Q1",
    }
    return Parcel(**facts | changes)


@pytest.fixture
def parcel(tmp_path: Path) -> Parcel:
    return parcel_of(tmp_path)


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with receivers.mail_server() as here:
        yield here


@pytest.fixture
def sftp(tmp_path: Path) -> Iterator[SftpServer]:
    with receivers.sftp_server(tmp_path / "sftp") as here:
        yield here


@pytest.fixture(scope="module")
def store() -> Iterator[S3Server]:
    with receivers.s3_server() as here:
        yield here


@pytest.fixture
def ca_file(tmp_path: Path) -> Path:
    return tmp_path / "ca.pem"


@pytest.fixture
def hook(ca_file: Path) -> Iterator[Receiver]:
    with receivers.https_receiver(ca_file) as here:
        yield here


def mailed(**changes: Any) -> dict[str, Any]:
    return DOORS["email"].read_address({"to": ["ada@example.com"], **changes})


def posted(hook: Receiver, **changes: Any) -> dict[str, Any]:
    return DOORS["webhook"].read_address({"url": hook.url, **changes})


def put(sftp: SftpServer, **changes: Any) -> dict[str, Any]:
    return DOORS["sftp"].read_address(sftp.address(**changes))


# ---- e-mail


def test_a_mail_carries_the_file_byte_for_byte(mail: MailServer, parcel: Parcel) -> None:
    address = mailed(cc=["grace@example.com"])
    receipt = DOORS["email"].send(parcel, address, "", near(mail=mail), nothing)
    message = mail.mails[0]
    (attached,) = message.iter_attachments()
    assert attached.get_payload(decode=True) == CONTENT
    assert attached.get_filename() == parcel.name
    assert message["Subject"] == "季度披露 2025Q1"
    assert parcel.sha256 in message.get_body().get_content()
    assert receipt["message_id"] == message["Message-ID"]
    assert receipt["to"] == ["ada@example.com", "grace@example.com"]


def test_a_large_file_leaves_as_a_link(mail: MailServer, parcel: Parcel) -> None:
    address = mailed(attach_up_to_mb=0)
    assert DOORS["email"].wants_link(parcel.size_bytes, address)
    linked = dataclasses.replace(parcel, link="https://house.example/delivered/token/")
    DOORS["email"].send(linked, address, "", near(mail=mail), nothing)
    text = mail.mails[0].get_content()
    assert linked.link in text
    assert not mail.mails[0].is_multipart()


@pytest.mark.parametrize(("person", "kind"), [("nobody", Refused), ("later", Unreachable)])
def test_one_refused_mailbox_keeps_the_mail_from_all(
    mail: MailServer, parcel: Parcel, person: str, kind: type[Undelivered]
) -> None:
    address = mailed(to=["ada@example.com", f"{person}@example.com"])
    with pytest.raises(kind) as refusal:
        DOORS["email"].send(parcel, address, "", near(mail=mail), nothing)
    assert (refusal.value.code, mail.mails) == ("recipient_refused", [])


def test_a_mail_server_that_says_no_or_not_now_has_not_taken_it(
    mail: MailServer, parcel: Parcel
) -> None:
    mail.plan.extend(["451", "554"])
    for kind in (Unreachable, Refused):
        with pytest.raises(kind):
            DOORS["email"].send(parcel, mailed(), "", near(mail=mail), nothing)
    assert mail.mails == []


@pytest.mark.parametrize("act", ["take and drop", "take and hang"])
def test_a_mail_without_an_answer_is_unsure(mail: MailServer, parcel: Parcel, act: str) -> None:
    mail.plan.append(act)
    around = near(mail=mail, answer_seconds=0.3)
    with pytest.raises(Unanswered):
        DOORS["email"].send(parcel, mailed(), "", around, nothing)
    assert len(mail.mails) == 1


def test_without_a_mail_server_nothing_is_mailed(parcel: Parcel) -> None:
    with pytest.raises(Refused, match="EMAIL_HOST"):
        DOORS["email"].send(parcel, mailed(), "", near(), nothing)


# ---- SFTP


def test_a_file_is_put_whole_and_read_back(sftp: SftpServer, parcel: Parcel) -> None:
    receipt = DOORS["sftp"].send(parcel, put(sftp), receivers.PASSWORD, near(), nothing)
    assert (sftp.folder / "in" / parcel.name).read_bytes() == CONTENT
    assert [each.name for each in (sftp.folder / "in").iterdir()] == [parcel.name]
    assert (receipt["read_back_sha256"], receipt["was_there"]) == (parcel.sha256, False)


def test_the_same_file_is_found_and_another_is_never_written_over(
    sftp: SftpServer, parcel: Parcel, tmp_path: Path
) -> None:
    door, address = DOORS["sftp"], put(sftp)
    assert door.look(parcel, address, receivers.PASSWORD, near()) is None
    door.send(parcel, address, receivers.PASSWORD, near(), nothing)
    again = door.send(parcel, address, receivers.PASSWORD, near(), nothing)
    assert again["was_there"]
    assert len(sftp.renamed) == 1
    other = parcel_of(tmp_path, b"something else")
    with pytest.raises(Refused) as refusal:
        door.send(other, address, receivers.PASSWORD, near(), nothing)
    assert refusal.value.code == "name_taken"
    assert (sftp.folder / "in" / parcel.name).read_bytes() == CONTENT


def test_a_server_with_another_key_is_not_entered(sftp: SftpServer, parcel: Parcel) -> None:
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    address = put(sftp, host_key=" ".join(other.split()[:2]))
    with pytest.raises(Refused) as refusal:
        DOORS["sftp"].send(parcel, address, receivers.PASSWORD, near(), nothing)
    assert refusal.value.code == "other_host_key"
    assert list((sftp.folder / "in").iterdir()) == []


def test_a_private_key_opens_and_a_wrong_password_does_not(
    sftp: SftpServer, parcel: Parcel
) -> None:
    key = sftp.client_key.export_private_key().decode()
    DOORS["sftp"].check_secret(key)
    DOORS["sftp"].send(parcel, put(sftp), key, near(), nothing)
    with pytest.raises(Refused) as refusal:
        DOORS["sftp"].send(parcel, put(sftp), "wrong", near(), nothing)
    assert refusal.value.code == "not_let_in"


def test_a_folder_that_is_not_there_is_a_refusal(sftp: SftpServer, parcel: Parcel) -> None:
    with pytest.raises(Refused) as refusal:
        DOORS["sftp"].send(parcel, put(sftp, folder="nowhere"), receivers.PASSWORD, near(), nothing)
    assert refusal.value.code == "no_folder"


def test_what_is_cut_off_before_its_name_is_given_lies_aside(
    sftp: SftpServer, parcel: Parcel
) -> None:
    def killed() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        DOORS["sftp"].send(parcel, put(sftp), receivers.PASSWORD, near(), killed)
    assert [each.name for each in (sftp.folder / "in").iterdir()] == [
        f".{parcel.name}.{parcel.key}.part"
    ]
    DOORS["sftp"].send(parcel, put(sftp), receivers.PASSWORD, near(), nothing)
    assert [each.name for each in (sftp.folder / "in").iterdir()] == [parcel.name]


# ---- S3


def test_an_object_is_put_once_and_its_hash_is_checked(
    store: S3Server, parcel: Parcel, tmp_path: Path
) -> None:
    door = DOORS["s3"]
    address = door.read_address(store.address(prefix="once/"))
    assert door.look(parcel, address, receivers.SECRET_KEY, near()) is None
    receipt = door.send(parcel, address, receivers.SECRET_KEY, near(), nothing)
    again = door.send(parcel, address, receivers.SECRET_KEY, near(), nothing)
    assert (receipt["was_there"], again["was_there"]) == (False, True)
    assert store.objects()[f"once/{parcel.name}"] == CONTENT
    with pytest.raises(Refused) as refusal:
        door.send(
            parcel_of(tmp_path, b"something else"), address, receivers.SECRET_KEY, near(), nothing
        )
    assert refusal.value.code == "name_taken"


def test_the_store_itself_refuses_a_second_object_of_the_name(
    store: S3Server, parcel: Parcel, tmp_path: Path
) -> None:
    """Another worker's object comes between the look and the put."""
    door = DOORS["s3"]
    address = door.read_address(store.address(prefix="race/"))

    def overtaken() -> None:
        door.send(parcel, address, receivers.SECRET_KEY, near(), nothing)

    with pytest.raises(Unanswered) as refusal:
        door.send(parcel, address, receivers.SECRET_KEY, near(), overtaken)
    assert refusal.value.code == "name_taken"
    assert door.look(parcel, address, receivers.SECRET_KEY, near()) is not None
    assert store.objects()[f"race/{parcel.name}"] == CONTENT


def test_a_bucket_that_is_not_there_is_a_refusal(store: S3Server, parcel: Parcel) -> None:
    address = DOORS["s3"].read_address(store.address(bucket="nowhere"))
    with pytest.raises(Refused):
        DOORS["s3"].send(parcel, address, receivers.SECRET_KEY, near(), nothing)


def test_what_a_store_is_asked_is_signed_as_the_stores_own_client_signs_it(
    parcel: Parcel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same question, signed by the makers' client for the same moment, carries the same."""
    moment = dt.datetime(2026, 1, 5, 8, 30, tzinfo=dt.UTC)
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda **_: moment)
    address = DOORS["s3"].read_address(
        {
            "endpoint": "https://s3.example.com",
            "bucket": "reports",
            "prefix": "2026/",
            "access_key_id": "AKIAEXAMPLE",
        }
    )

    class Silence(io.BytesIO):
        def stream(self) -> Iterator[bytes]:
            return iter(())

    asked: list[Any] = []
    client = boto3.client(
        "s3",
        endpoint_url="https://s3.example.com",
        region_name="us-east-1",
        aws_access_key_id="AKIAEXAMPLE",
        aws_secret_access_key="secret",
        config=Config(s3={"addressing_style": "path"}),
    )

    def keep(request: Any, **_kwargs: Any) -> AWSResponse:
        asked.append(request)
        return AWSResponse(request.url, 200, {}, Silence())

    client.meta.events.register("before-send.s3", keep)
    client.head_object(Bucket="reports", Key=f"2026/{parcel.name}")
    ours = s3._signed("HEAD", parcel, address, "secret")
    theirs = asked[0]
    assert ours.url == theirs.url
    signed = "SignedHeaders=host;x-amz-content-sha256;x-amz-date"
    assert signed in ours.headers["Authorization"]
    assert ours.headers["Authorization"] == theirs.headers["Authorization"].decode()


def test_the_store_is_called_at_the_address_that_was_judged(
    store: S3Server, parcel: Parcel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that leads elsewhere at each look is called where it led when it was judged."""
    door, port = DOORS["s3"], store.port
    address = door.read_address(
        store.address(endpoint=f"http://localhost:{port}", prefix="judged/")
    )
    real, called = socket.create_connection, []
    answers = iter(["127.0.0.1", "127.0.0.1", "169.254.169.254"])

    def resolve(host: str, number: int, *_args: Any, **_kwargs: Any) -> Any:
        assert host == "localhost", "an address is looked up like a name"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), number))]

    def call(place: Any, *args: Any, **kwargs: Any) -> socket.socket:
        called.append(place[0])
        with monkeypatch.context() as patch:
            patch.setattr(socket, "getaddrinfo", getaddrinfo)
            return real(place, *args, **kwargs)

    getaddrinfo = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", call)
    door.send(parcel, address, receivers.SECRET_KEY, near(), nothing)
    assert called == ["127.0.0.1", "127.0.0.1"]
    with pytest.raises(Refused) as refusal:
        door.send(parcel, address, receivers.SECRET_KEY, near(), nothing)
    assert (refusal.value.code, len(called)) == ("address_not_allowed", 2)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("403 Forbidden", Refused),
        ("412 Precondition Failed", Unanswered),
        ("503 Slow Down", Unanswered),
        ("", Unanswered),
    ],
)
def test_a_store_that_does_not_take_it_is_understood(
    parcel: Parcel, said: str, kind: type[Undelivered]
) -> None:
    """It has nothing under the name, and answers the file itself with ``said``."""
    with receivers.http_script([b"HTTP/1.1 404 Not Found\r\n\r\n", _status(said)]) as port:
        address = DOORS["s3"].read_address(
            {
                "endpoint": f"http://127.0.0.1:{port}",
                "bucket": "b",
                "access_key_id": "k",
            }
        )
        with pytest.raises(kind):
            DOORS["s3"].send(parcel, address, "secret", near(), nothing)


def _status(said: str) -> bytes:
    return f"HTTP/1.1 {said}\r\nContent-Length: 0\r\n\r\n".encode() if said else b""


# ---- folders


def test_a_file_is_put_into_a_folder_whole_and_never_over_another(
    parcel: Parcel, tmp_path: Path
) -> None:
    door = DOORS["folder"]
    assert isinstance(door, Window)
    address = door.read_address({"folder": "filings/monthly"})
    around = dataclasses.replace(near(), outbox=tmp_path / "outbox")
    assert door.look(parcel, address, "", around) is None
    receipt = door.send(parcel, address, "", around, nothing)
    folder = tmp_path / "outbox" / "filings" / "monthly"
    assert [each.name for each in folder.iterdir()] == [parcel.name]
    assert (folder / parcel.name).read_bytes() == CONTENT
    assert not receipt["was_there"]
    assert door.send(parcel, address, "", around, nothing)["was_there"]
    other = parcel_of(tmp_path, b"something else")
    with pytest.raises(Refused) as refusal:
        door.send(other, address, "", around, nothing)
    assert refusal.value.code == "name_taken"

    def overtaken() -> None:
        (folder / "second").write_bytes(b"another's")

    named = dataclasses.replace(other, name="second")
    with pytest.raises(Unanswered):
        door.send(named, address, "", around, overtaken)
    assert (folder / "second").read_bytes() == b"another's"


def test_no_folder_leads_out_of_the_outbox(parcel: Parcel, tmp_path: Path) -> None:
    door, outbox = DOORS["folder"], tmp_path / "outbox"
    for folder in ("/etc", "../up", "a/../../up", "..", "", "a\\..\\b"):
        with pytest.raises(InvalidInput):
            door.read_address({"folder": folder})
    outbox.mkdir()
    (outbox / "out").symlink_to(tmp_path)
    address = door.read_address({"folder": "out"})
    for around in (dataclasses.replace(near(), outbox=outbox), near()):
        with pytest.raises(Refused):
            door.send(parcel, address, "", around, nothing)


# ---- webhooks


def test_a_webhook_carries_the_file_and_a_standard_signature(
    hook: Receiver, parcel: Parcel, ca_file: Path
) -> None:
    receipt = DOORS["webhook"].send(parcel, posted(hook), SECRET, near(ca_file=ca_file), nothing)
    headers, body = hook.heard[0]
    assert body == CONTENT
    Webhook(SECRET).verify(body, headers)
    assert headers["webhook-id"] == f"msg_{parcel.key}" == receipt["webhook_id"]
    assert receipt["status"] == 200
    with pytest.raises(Exception, match="signature"):
        Webhook(SECRET).verify(body + b" ", headers)


def test_a_notice_is_the_same_however_often_it_is_sent(
    hook: Receiver, parcel: Parcel, ca_file: Path
) -> None:
    linked = dataclasses.replace(parcel, link="https://house.example/delivered/token/")
    for _ in range(2):
        DOORS["webhook"].send(
            linked, posted(hook, body="notice"), SECRET, near(ca_file=ca_file), nothing
        )
    assert len(hook.heard) == 2
    assert len(hook.processed) == 1
    assert hook.heard[0][1] == hook.heard[1][1]
    data = Webhook(SECRET).verify(*hook.heard[0][::-1])["data"]
    assert (data["sha256"], data["link"]) == (parcel.sha256, linked.link)


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        ("500", Unreachable),
        ("503", Unreachable),
        ("429", Unreachable),
        ("404", Refused),
        ("410", Refused),
        ("302", Refused),
        ("hang", Unanswered),
        ("drop", Unanswered),
        ("drip", Unanswered),
    ],
)
def test_a_receiver_that_misbehaves_is_understood(
    hook: Receiver, parcel: Parcel, ca_file: Path, act: str, kind: type[Undelivered]
) -> None:
    hook.plan.append(act)
    around = near(ca_file=ca_file, answer_seconds=0.5, total_seconds=1)
    with pytest.raises(kind) as refusal:
        DOORS["webhook"].send(parcel, posted(hook), SECRET, around, nothing)
    if act in {"429", "503"}:
        assert refusal.value.retry_seconds == 120


def test_a_receiver_that_nobody_vouches_for_gets_nothing(hook: Receiver, parcel: Parcel) -> None:
    with pytest.raises(Unreachable) as refusal:
        DOORS["webhook"].send(parcel, posted(hook), SECRET, near(), nothing)
    assert (refusal.value.code, hook.heard) == ("tls_failed", [])


# ---- where webhooks may go


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "0x7f.1", "0177.0.0.1", "2130706433", "0.0.0.0", "localhost",  # noqa: S104 (what is refused)
        "localhost.", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "10.0.0.1", "172.16.0.1", "192.168.1.1",
        "169.254.169.254", "[fe80::1]", "[fd00::1]", "100.100.100.200", "100.64.0.1",
        "[::ffff:169.254.169.254]", "224.0.0.1", "255.255.255.255", "[ff02::1]",
        "198.18.0.1", "192.0.2.1", "240.0.0.1",
    ],
)  # fmt: skip
def test_a_webhook_enters_no_private_address(host: str, parcel: Parcel) -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        port = canary.getsockname()[1]
        address = DOORS["webhook"].read_address({"url": f"https://{host}:{port}/"})
        with pytest.raises(Undelivered) as refusal:
            DOORS["webhook"].send(
                parcel, address, SECRET, Surroundings(connect_seconds=0.2), nothing
            )
        assert refusal.value.code in {"address_not_allowed", "host_unknown"}
        canary.settimeout(0)
        with pytest.raises(BlockingIOError):
            canary.accept()


def test_the_address_that_was_judged_is_the_one_that_is_called(
    hook: Receiver, parcel: Parcel, ca_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that leads elsewhere at the second look is looked up once only."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def resolve(host: str, *args: Any, **kwargs: Any) -> Any:
        if host == "localhost":
            asked.append(host)
        return real("127.0.0.1" if len(asked) < 2 else "127.9.9.9", *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    DOORS["webhook"].send(parcel, posted(hook), SECRET, near(ca_file=ca_file), nothing)
    assert asked == ["localhost"]


def test_a_companys_own_network_is_open_to_its_servers_and_not_this_machine() -> None:
    house = Surroundings()
    assert network.may_be_entered("10.1.2.3", house, private_ok=True)
    assert network.may_be_entered("93.184.215.14", house)
    for each in ("127.0.0.1", "169.254.169.254", "::1", "fe80::1%eth0", "0.0.0.0"):  # noqa: S104 (what is refused)
        assert not network.may_be_entered(each, house, private_ok=True)


# ---- addresses and secrets


@pytest.mark.parametrize(
    ("door", "address", "fields"),
    [
        ("email", {}, {"to"}),
        ("email", {"to": ["a@b.example\r\nBcc: c@d.example"]}, {"to"}),
        ("email", {"to": "ada@example.com"}, {"to"}),
        ("email", {"to": ["ada@example.com"], "subject": "a\nb"}, {"subject"}),
        ("webhook", {"url": "http://example.com/"}, {"url"}),
        ("webhook", {"url": "https://user:pass@example.com/"}, {"url"}),
        ("webhook", {"url": "file:///etc/passwd"}, {"url"}),
        ("webhook", {"url": "https://example.com/", "body": "half"}, {"body"}),
        ("sftp", {"host": "h", "user": "u", "host_key": "ssh-ed25519 ?"}, {"host_key"}),
        ("sftp", {"host": "h", "port": 0}, {"port", "user", "host_key"}),
        ("s3", {"endpoint": "https://s3.example", "bucket": "b", "colour": 1},
         {"colour", "access_key_id"}),
    ],
)  # fmt: skip
def test_an_unfit_address_is_refused_by_field(
    door: str, address: dict[str, Any], fields: set[str]
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        DOORS[door].read_address(address)
    assert {each.field for each in refusal.value.findings} == fields


def test_an_unfit_secret_is_refused_and_not_repeated() -> None:
    for door, secret in (("webhook", "whsec_c2hvcnQ="), ("sftp", "-----BEGIN NOTHING-----")):
        with pytest.raises(InvalidInput) as refusal:
            DOORS[door].check_secret(secret)
        assert secret not in str(refusal.value)
    DOORS["webhook"].check_secret(SECRET)
    DOORS["sftp"].check_secret("a password")


def test_a_mail_server_that_is_not_there_is_worth_another_try(parcel: Parcel) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    gone = near()
    gone = dataclasses.replace(
        gone, relay=dataclasses.replace(gone.relay, host="127.0.0.1", port=port)
    )
    with pytest.raises(Unreachable):
        DOORS["email"].send(parcel, mailed(), "", gone, nothing)
    assert io.BytesIO(parcel.path.read_bytes()).read() == CONTENT
