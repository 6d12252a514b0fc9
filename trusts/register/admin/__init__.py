"""Staff pages of the register."""

from django.utils.translation import gettext_lazy as _

from config.console import navigation
from trusts.register.admin import parties as parties
from trusts.register.admin import reference as reference
from trusts.register.admin import registrations as registrations
from trusts.register.admin import terms as terms
from trusts.register.admin.common import list_of as list_of
from trusts.register.admin.products import ProductAdmin as ProductAdmin

navigation.room("trusts.register", title=_("Register"), order=10)
