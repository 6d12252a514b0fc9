"""Front door: the staff pages of the app, for Django to find."""

from trusts.attribution import admin as attribution
from trusts.contracts import admin as contracts
from trusts.intake import admin as intake
from trusts.ledger import admin as ledger
from trusts.register import admin as register

__all__ = ["attribution", "contracts", "intake", "ledger", "register"]
