"""The register's tables."""

from trusts.register.models.base import ALIVE as ALIVE
from trusts.register.models.base import NotConfirmedYet as NotConfirmedYet
from trusts.register.models.base import check_confirmed as check_confirmed
from trusts.register.models.base import choices_of as choices_of
from trusts.register.models.parties import Party as Party
from trusts.register.models.parties import PartyRole as PartyRole
from trusts.register.models.parties import PersonalData as PersonalData
from trusts.register.models.persons import PersonalReading as PersonalReading
from trusts.register.models.products import Product as Product
from trusts.register.models.reference import GreenForm as GreenForm
from trusts.register.models.reference import TrustKind as TrustKind
from trusts.register.models.registrations import ChangeRegistration as ChangeRegistration
from trusts.register.models.terms import ProductTerms as ProductTerms
from trusts.register.models.units import UnitClass as UnitClass
from trusts.register.models.units import UnitRank as UnitRank
