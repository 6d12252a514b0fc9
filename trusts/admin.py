"""Front door: the staff pages of the app, for Django to find."""

from trusts.attribution import admin as attribution
from trusts.contracts import admin as contracts
from trusts.ledger import admin as ledger
from trusts.register import admin as register
from trusts.statistics import admin as statistics

__all__ = ["attribution", "contracts", "ledger", "register", "statistics"]
