"""Staff pages of recognition."""

from projects.recognition.admin import decisions, rechecks, risks

__all__ = ["decisions", "rechecks", "risks"]
