"""Tables of disclosures: versions and their files; every other subject in its own module."""

from reporting.disclosures.models.packs import Pack as Pack
from reporting.disclosures.models.versions import ABOUT_FILES as ABOUT_FILES
from reporting.disclosures.models.versions import FORMS as FORMS
from reporting.disclosures.models.versions import LANGUAGES as LANGUAGES
from reporting.disclosures.models.versions import STATE_LABELS as STATE_LABELS
from reporting.disclosures.models.versions import Artefact as Artefact
from reporting.disclosures.models.versions import Disclosure as Disclosure
from reporting.disclosures.models.versions import DisclosureVersion as DisclosureVersion
from reporting.disclosures.models.versions import NotInReview as NotInReview
from reporting.disclosures.models.versions import NumberSeries as NumberSeries
from reporting.disclosures.models.versions import StateChange as StateChange
