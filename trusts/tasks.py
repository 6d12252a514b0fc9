"""Front door: the work of the app, for Celery and the jobs to find."""

from trusts.attribution.tasks import run_attribution
from trusts.intake.tasks import take_import

__all__ = ["run_attribution", "take_import"]
