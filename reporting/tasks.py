"""Front door: every job of the app, for Celery to find."""

from reporting.collection import tasks as collection
from reporting.disclosures import tasks as disclosures
from reporting.disclosures.restating import tasks as restating
from reporting.exports import tasks as exports
from reporting.figures import tasks as figures
from reporting.moves import tasks as moves

__all__ = ["collection", "disclosures", "exports", "figures", "moves", "restating"]
