"""The other side of every door, on loopback: mail, SFTP, S3 and HTTPS servers that misbehave."""

from __future__ import annotations

import asyncio
import email
import email.policy
import hashlib
import http.server
import socket
import ssl
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from ipaddress import ip_network
from pathlib import Path
from typing import Any, cast

import asyncssh
import trustme
from aiosmtpd.smtp import SMTP

from reporting.exports.doors.door import MailRelay, Surroundings

LOOPBACK = "127.0.0.1"
USER, PASSWORD = "green-trust", "loopback only"
BUCKET, KEY_ID, SECRET_KEY = "reports", "AKIALOOPBACK", "loopback only"
#: The longest that a misbehaving server keeps a connection by itself, should nobody end it.
PATIENCE_SECONDS = 30


class Loop:
    """An event loop in a thread of its own, for the servers that want one."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Any) -> Any:
        """Run a coroutine there, and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(PATIENCE_SECONDS)

    def close(self) -> None:
        """End what is left, and the loop."""
        self.run(_cancel_all())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()


async def _cancel_all() -> None:
    others = [each for each in asyncio.all_tasks() if each is not asyncio.current_task()]
    for each in others:
        each.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    for _ in range(5):  # what was aborted is closed in the loop's next rounds
        await asyncio.sleep(0)


class MailServer:
    """Keeps every mail; ``plan`` names what it does with the next ones instead of taking them."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.plan: deque[str] = deque()
        #: So long it keeps who sent waiting once it has taken what was sent.
        self.pause_seconds = 0.0
        self.port = 0
        self.sessions: list[SMTP] = []

    def session(self, loop: asyncio.AbstractEventLoop) -> SMTP:
        """Return what speaks with one client."""
        found = SMTP(self, loop=loop, hostname="loopback")
        self.sessions.append(found)
        return found

    @property
    def message_ids(self) -> list[str]:
        """Return the id of each mail that was kept."""
        return [str(each["Message-ID"]) for each in self.mails]

    async def handle_RCPT(  # noqa: N802 (the library's name)
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Take everybody but those who are nobody here."""
        if address.startswith("nobody"):
            return "550 no such mailbox"
        if address.startswith("later"):
            return "451 come again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (the library's name)
        """Keep the mail, and answer as planned."""
        act = self.plan.popleft() if self.plan else "take"
        if act in {"451", "554"}:
            return f"{act} not now"
        parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append(cast(EmailMessage, parsed))
        await asyncio.sleep(self.pause_seconds)
        if act == "take and drop":
            server.transport.abort()
        if act == "take and hang":
            await asyncio.sleep(PATIENCE_SECONDS)
        return "250 kept"


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Start a mail server on a free port of loopback."""
    here, loop = MailServer(), Loop()

    async def start() -> asyncio.Server:
        return await loop.loop.create_server(lambda: here.session(loop.loop), LOOPBACK, 0)

    async def end() -> None:
        server.close()
        for each in here.sessions:
            if each.transport is not None:
                each.transport.abort()

    server = loop.run(start())
    here.port = server.sockets[0].getsockname()[1]
    try:
        yield here
    finally:
        loop.run(end())
        loop.close()


class SftpServer:
    """An SFTP server whose root is a folder; counts what was renamed into place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.renamed: list[str] = []
        self.pause_seconds = 0.0
        self.port = 0
        self.key = asyncssh.generate_private_key("ssh-ed25519")
        self.client_key = asyncssh.generate_private_key("ssh-ed25519")

    @property
    def host_key(self) -> str:
        """Return the key by which it is known."""
        return self.key.export_public_key().decode().strip()

    def address(self, **changes: Any) -> dict[str, Any]:
        """Return the address of a destination that leads here."""
        known = " ".join(self.host_key.split()[:2])
        return {
            "host": LOOPBACK,
            "port": self.port,
            "user": USER,
            "folder": "in",
            "host_key": known,
        } | changes


@contextmanager
def sftp_server(folder: Path) -> Iterator[SftpServer]:  # noqa: C901 (the server's parts, each short)
    """Start an SFTP server on a free port of loopback; ``folder``/in is where files go."""
    (folder / "in").mkdir(parents=True, exist_ok=True)
    here, loop = SftpServer(folder), Loop()

    connections: list[asyncssh.SSHServerConnection] = []

    class Door(asyncssh.SSHServer):
        def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
            connections.append(conn)

        def begin_auth(self, username: str) -> bool:  # noqa: ARG002 (the library's signature)
            return True

        def password_auth_supported(self) -> bool:
            return True

        def public_key_auth_supported(self) -> bool:
            return True

        def validate_password(self, username: str, password: str) -> bool:
            return (username, password) == (USER, PASSWORD)

        def validate_public_key(self, username: str, key: Any) -> bool:
            return bool(username == USER and key == here.client_key.convert_to_public())

    class Files(asyncssh.SFTPServer):
        def __init__(self, channel: Any) -> None:
            super().__init__(channel, chroot=str(folder))

        def rename(self, oldpath: bytes, newpath: bytes) -> None:
            if Path(self.map_path(newpath).decode()).exists():
                raise asyncssh.SFTPFailure("there is one")
            super().rename(oldpath, newpath)
            here.renamed.append(newpath.decode())
            time.sleep(here.pause_seconds)

    async def start() -> Any:
        return await asyncssh.create_server(
            Door, LOOPBACK, 0, server_host_keys=[here.key], sftp_factory=Files
        )

    async def end() -> None:
        server.close()
        await server.wait_closed()
        for each in connections:
            each.abort()
            await each.wait_closed()

    server = loop.run(start())
    here.port = server.get_port()
    try:
        yield here
    finally:
        loop.run(end())
        loop.close()


class S3Server:
    """An S3-compatible store on loopback with one bucket."""

    def __init__(self, port: int) -> None:
        self.port = port

    def address(self, **changes: Any) -> dict[str, Any]:
        """Return the address of a destination that leads here."""
        return {
            "endpoint": f"http://{LOOPBACK}:{self.port}",
            "region": "us-east-1",
            "bucket": BUCKET,
            "prefix": "in/",
            "access_key_id": KEY_ID,
        } | changes

    def client(self) -> Any:
        """Return a client of the store."""
        import boto3

        return boto3.client(
            "s3",
            endpoint_url=f"http://{LOOPBACK}:{self.port}",
            region_name="us-east-1",
            aws_access_key_id=KEY_ID,
            aws_secret_access_key=SECRET_KEY,
        )

    def objects(self) -> dict[str, bytes]:
        """Return everything that lies in the bucket, every version of it by its name."""
        client = self.client()
        found = client.list_object_versions(Bucket=BUCKET).get("Versions", [])
        assert len({each["Key"] for each in found}) == len(found), "something was written over"
        return {
            each["Key"]: client.get_object(Bucket=BUCKET, Key=each["Key"])["Body"].read()
            for each in found
        }


@contextmanager
def s3_server() -> Iterator[S3Server]:
    """Start an S3-compatible store on a free port of loopback, which keeps every version."""
    from moto.server import ThreadedMotoServer  # the longest import of them all

    server = ThreadedMotoServer(ip_address=LOOPBACK, port=0, verbose=False)
    server.start()
    here = S3Server(server.get_host_and_port()[1])
    client = here.client()
    client.create_bucket(Bucket=BUCKET)
    client.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    try:
        yield here
    finally:
        for version in client.list_object_versions(Bucket=BUCKET).get("Versions", []):
            client.delete_object(Bucket=BUCKET, Key=version["Key"], VersionId=version["VersionId"])
        client.delete_bucket(Bucket=BUCKET)
        server.stop()


class Receiver:
    """An HTTPS receiver of webhooks; ``plan`` names how it answers the next ones."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.pause_seconds = 0.0
        self.plan: deque[str] = deque()
        self.port = 0
        self.ended = threading.Event()

    @property
    def url(self) -> str:
        """Return its address."""
        return f"https://localhost:{self.port}/in?from=house"

    @property
    def processed(self) -> dict[str, bytes]:
        """Return what it took: each webhook-id once, however often it came."""
        found: dict[str, bytes] = {}
        for headers, body in self.heard:
            found.setdefault(headers["webhook-id"], body)
        return found


@contextmanager
def https_receiver(ca_file: Path) -> Iterator[Receiver]:  # noqa: C901 (its parts, each short)
    """Start an HTTPS receiver on a free port of loopback; its authority goes into ``ca_file``."""
    here = Receiver()
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(ca_file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            act = here.plan.popleft() if here.plan else "200"
            if act != "refuse":
                here.heard.append(({k.lower(): v for k, v in self.headers.items()}, body))
            time.sleep(here.pause_seconds)
            if act == "hang":
                here.ended.wait(PATIENCE_SECONDS)
            if act in {"hang", "drop"}:
                self.close_connection = True
                return
            if act == "drip":
                self._drip()
                return
            status = int(act) if act.isdigit() else 400
            self.send_response(status)
            self.send_header("Location", "https://localhost/elsewhere")
            self.send_header("Retry-After", "120")
            self.send_header("Content-Length", "6")
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(b"heard.")

        def _drip(self) -> None:
            with suppress(OSError):
                while not here.ended.wait(0.05):
                    self.wfile.write(b"H")

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    class Server(http.server.ThreadingHTTPServer):
        daemon_threads = True

        def finish_request(self, request: Any, client_address: Any) -> None:
            with suppress(OSError):
                tls = context.wrap_socket(request, server_side=True)
                with tls:
                    super().finish_request(tls, client_address)

        def handle_error(self, request: Any, client_address: Any) -> None:
            """Say nothing."""

    server = Server((LOOPBACK, 0), Handler)
    here.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield here
    finally:
        here.ended.set()
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def http_script(answers: list[bytes]) -> Iterator[int]:
    """Give one raw answer after the other on loopback, one a connection; yield the port."""

    def serve(listening: socket.socket) -> None:
        for answer in answers:
            with suppress(OSError):
                connection, _place = listening.accept()
                with connection, connection.makefile("rb") as heard:
                    length = 0
                    while (line := heard.readline().strip()) != b"":
                        name, _colon, value = line.partition(b":")
                        length = int(value) if name.lower() == b"content-length" else length
                    heard.read(length)
                    connection.sendall(answer)

    with socket.create_server((LOOPBACK, 0)) as listening:
        thread = threading.Thread(target=serve, args=(listening,), daemon=True)
        thread.start()
        yield listening.getsockname()[1]
    thread.join(PATIENCE_SECONDS)


def near(
    *, mail: MailServer | None = None, ca_file: Path | None = None, **more: Any
) -> Surroundings:
    """Return surroundings that may enter loopback, with time-outs of a test."""
    return Surroundings(
        relay=MailRelay(
            host=LOOPBACK if mail else "",
            port=mail.port if mail else 25,
            sender="报告 <gt@example.com>",
        ),
        allowed_networks=[ip_network("127.0.0.0/8"), ip_network("::1/128")],
        ca_file=str(ca_file or ""),
        **{"connect_seconds": 10, "answer_seconds": 10, "total_seconds": 20, **more},
    )


def digest(content: bytes) -> str:
    """Return the hash of a content."""
    return hashlib.sha256(content).hexdigest()
