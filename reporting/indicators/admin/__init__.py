"""Staff pages of the library: lists, frameworks, and the gaps between them."""

from reporting.indicators.admin import lists, pages

__all__ = ["lists", "pages"]
