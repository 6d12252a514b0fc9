"""Staff pages of the ledger."""

from django.utils.translation import gettext_lazy as _

from config.console import navigation
from trusts.ledger.admin import books as books
from trusts.ledger.admin import closing as closing
from trusts.ledger.admin import entries as entries
from trusts.ledger.admin import months as months
from trusts.ledger.admin import units as units

navigation.room("trusts.ledger", title=_("Ledger"), order=20)
