"""What a page may load: ourselves and nothing else; staff pages a little more."""

from __future__ import annotations

from typing import Any

from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE

#: Every page: scripts, styles, pictures, fonts and requests from this host alone.
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

#: Staff pages: Alpine, which Unfold is built on, evaluates its attributes and styles elements.
CONSOLE_POLICY: dict[str, Any] = {
    "script-src": [SELF, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
}

#: The pages of the interface's documentation: Swagger UI styles elements, and evaluates nothing.
DOCS_POLICY: dict[str, Any] = {"style-src": [SELF, UNSAFE_INLINE]}
