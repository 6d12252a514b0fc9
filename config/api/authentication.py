"""Who is calling: a bearer token, hashed and expiring; or the session of the staff pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from knox.auth import TokenAuthentication as KnoxAuthentication
from rest_framework.authentication import BasicAuthentication
from rest_framework.exceptions import AuthenticationFailed


class TokenAuthentication(KnoxAuthentication):  # type: ignore[misc]  # (untyped base)
    """Knox's tokens, refusing in words what is no token at all."""

    def authenticate_credentials(self, token: bytes) -> Any:
        """
        Return the person and the token.

        :raises AuthenticationFailed: for bytes that cannot be a token, and for dead tokens.
        """
        if not token.isalnum() or not token.isascii():
            raise AuthenticationFailed(_("Invalid token."))
        return super().authenticate_credentials(token)


class SilentBasicAuthentication(BasicAuthentication):
    """Name and password at the login address, without the browser's own dialog."""

    def authenticate_header(self, request: Any) -> str:  # noqa: ARG002
        """Return the challenge that no browser answers with a window."""
        return "Bearer"


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Tells the schema how a token is sent."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:  # noqa: ARG002
        """Return the definition of the scheme."""
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "POST /api/v1/auth/login/ answers with a token, once.",
        }
