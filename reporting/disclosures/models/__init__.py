"""Tables of disclosures: versions and their files; every other subject in its own module."""

from reporting.disclosures.models.narrative import CarriedTextRead as CarriedTextRead
from reporting.disclosures.models.narrative import CommentResolution as CommentResolution
from reporting.disclosures.models.narrative import DraftComment as DraftComment
from reporting.disclosures.models.narrative import NarrativeText as NarrativeText
from reporting.disclosures.models.narrative import ReportingClose as ReportingClose
from reporting.disclosures.models.narrative import SectionAssignment as SectionAssignment
from reporting.disclosures.models.narrative import TypedNumberReason as TypedNumberReason
from reporting.disclosures.models.packs import Pack as Pack
from reporting.disclosures.models.restatements import CAUSE_LABELS as CAUSE_LABELS
from reporting.disclosures.models.restatements import MaterialityPolicy as MaterialityPolicy
from reporting.disclosures.models.restatements import NotPublished as NotPublished
from reporting.disclosures.models.restatements import Restatement as Restatement
from reporting.disclosures.models.restatements import Treatment as Treatment
from reporting.disclosures.models.restatements import check_published as check_published
from reporting.disclosures.models.templates import FigureTemplate as FigureTemplate
from reporting.disclosures.models.templates import WordTemplate as WordTemplate
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
