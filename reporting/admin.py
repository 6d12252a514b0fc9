"""Front door: the staff pages of the app's rooms, for Django to find."""

from reporting.disclosures import admin as disclosures
from reporting.disclosures import dashboard
from reporting.disclosures import template_admin as disclosure_templates
from reporting.disclosures.drafting import admin as drafting
from reporting.disclosures.restating import admin as restating
from reporting.exports import admin as exports
from reporting.figures import admin as figures
from reporting.moves import admin as moves

__all__ = [
    "dashboard",
    "disclosure_templates",
    "disclosures",
    "drafting",
    "exports",
    "figures",
    "moves",
    "restating",
]
