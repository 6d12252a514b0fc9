"""Every door there is; adding one is adding a module and a line here."""

from __future__ import annotations

from collections.abc import Mapping

from reporting.exports.doors.door import Door
from reporting.exports.doors.email import EmailDoor
from reporting.exports.doors.folder import FolderDoor
from reporting.exports.doors.s3 import S3Door
from reporting.exports.doors.sftp import SftpDoor
from reporting.exports.doors.webhook import WebhookDoor

DOORS: Mapping[str, Door] = {
    "email": EmailDoor(),
    "sftp": SftpDoor(),
    "s3": S3Door(),
    "webhook": WebhookDoor(),
    "folder": FolderDoor(),
}
