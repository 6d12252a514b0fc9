"""The front door for rooms: what a staff page is made from."""

from config.console.house import HOUSE
from config.console.lists.bulk import Asked, BulkAct
from config.console.lists.cells import amount
from config.console.pages.base import RoomAdmin, person, reason_of
from config.console.pages.batches import BatchAdmin, UploadForm
from config.console.pages.facts import FactAdmin
from config.console.pages.proposals import ProposedAdmin, StateFilter

__all__ = [
    "HOUSE",
    "Asked",
    "BatchAdmin",
    "BulkAct",
    "FactAdmin",
    "ProposedAdmin",
    "RoomAdmin",
    "StateFilter",
    "UploadForm",
    "amount",
    "person",
    "reason_of",
]
