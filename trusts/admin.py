"""Front door: the staff pages of the app, for Django to find."""

from trusts.attribution import admin as attribution
from trusts.contracts import admin as contracts
from trusts.intake import admin as intake
from trusts.labels import admin as labels
from trusts.ledger import admin as ledger
from trusts.oversight import admin as oversight
from trusts.own_funds import admin as own_funds
from trusts.register import admin as register
from trusts.statistics import admin as statistics

__all__ = [
    "attribution",
    "contracts",
    "intake",
    "labels",
    "ledger",
    "oversight",
    "own_funds",
    "register",
    "statistics",
]
