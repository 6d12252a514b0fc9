"""Staff pages of the collection."""

from reporting.collection.admin import board, entering, footprint, lists

__all__ = ["board", "entering", "footprint", "lists"]
