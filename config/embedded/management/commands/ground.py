"""manage.py ground: is what we stand on fit to keep facts?"""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext

from config.embedded.broker import ensure_broker
from config.embedded.ground import check_broker, check_database, check_disk
from config.embedded.places import home
from config.embedded.trouble import ServerTrouble
from config.kernel.errors import fill


class Command(BaseCommand):
    """Print what is wrong with database, broker and disk, and how to mend it."""

    help = "Check that database, broker and disk are fit to keep facts. Status 1 when they are not."
    requires_system_checks: list[str] = []

    def handle(self, **_options: Any) -> None:
        try:
            connection.ensure_connection()
            url = settings.CELERY_BROKER_URL or ensure_broker()
        except ServerTrouble as trouble:
            raise CommandError(str(trouble)) from trouble
        findings = [
            *check_database(connection.connection),
            *check_broker(url),
            *check_disk(home()),
        ]
        for finding in findings:
            said = fill(gettext(finding.message), dict(finding.facts))
            remedy = fill(gettext(finding.remedy), dict(finding.facts))
            self.stdout.write(f"{finding.severity.value}: {said}\n    {remedy}")
        errors = sum(finding.blocks for finding in findings)
        if errors:
            raise CommandError(f"Bad ground: {errors} to mend before the service may start.")
        self.stdout.write("The ground is good.")
