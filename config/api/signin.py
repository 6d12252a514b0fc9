"""The addresses of signing in: a token once, the list of one's tokens, taking one back."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from knox.models import AuthToken
from knox.settings import knox_settings
from rest_framework import serializers, status
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from config.accounts.models import User
from config.api.authentication import SilentBasicAuthentication
from config.api.permissions import EVERYONE, SIGNED_IN
from config.api.serializers import PersonSerializer, StrictSerializer
from config.kernel.errors import DomainError, NotFoundHere


class TooManyTokens(DomainError):
    """This account has {count} living tokens already; take one back first."""

    code = "too_many_tokens"


class LoginThrottle(SimpleRateThrottle):
    """Counts attempts to sign in by address and by account, the stricter one holding."""

    scope = "login"

    def get_cache_key(self, request: Request, view: APIView) -> str:  # noqa: ARG002
        """Return the key under which an attempt is counted."""
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


class AccountLoginThrottle(LoginThrottle):
    """Counts attempts on one account, from wherever they come."""

    def get_cache_key(self, request: Request, view: APIView) -> str:  # noqa: ARG002
        """Return the key of the account that the attempt names."""
        data = request.data
        name = str(data.get("username", "")) if isinstance(data, dict) else ""
        return self.cache_format % {"scope": "login-account", "ident": name.lower()[:150]}


class LoginSerializer(StrictSerializer):
    """Name and password; empty when they come by HTTP Basic."""

    username = serializers.CharField(required=False, max_length=150)
    password = serializers.CharField(
        required=False, max_length=200, trim_whitespace=False, style={"input_type": "password"}
    )


class TokenSerializer(serializers.Serializer[AuthToken]):
    """One of one's own tokens; the secret itself is shown once, at login."""

    token_key = serializers.CharField(read_only=True)
    created_at = serializers.DateTimeField(source="created", read_only=True)
    expires_at = serializers.DateTimeField(source="expiry", read_only=True, allow_null=True)
    is_current = serializers.SerializerMethodField()

    def get_is_current(self, token: AuthToken) -> bool:
        """Return whether this request was made with the token."""
        current = self.context["request"].auth
        return isinstance(current, AuthToken) and current.digest == token.digest


class NewTokenSerializer(TokenSerializer):
    """A token just made, with its secret."""

    token = serializers.CharField(read_only=True)
    user = PersonSerializer(read_only=True)


class MeSerializer(PersonSerializer):
    """The account behind the request."""

    username = serializers.CharField(read_only=True)
    roles = serializers.SerializerMethodField()

    def get_roles(self, user: User) -> list[str]:
        """Return the roles that the account holds."""
        return sorted(user.role_names)


class LoginView(APIView):
    """Signs in: name and password in, a token out."""

    open_to = EVERYONE
    authentication_classes = [SilentBasicAuthentication]
    throttle_classes = [LoginThrottle, AccountLoginThrottle]

    @extend_schema(request=LoginSerializer, responses={201: NewTokenSerializer}, auth=[])
    def post(self, request: Request) -> Response:
        """Return a token for name and password, sent as JSON or by HTTP Basic."""
        user = self._person(request)
        count = _living(user).count()
        if count >= knox_settings.TOKEN_LIMIT_PER_USER:
            raise TooManyTokens(count=count)
        token, secret = AuthToken.objects.create(user=user, prefix=knox_settings.TOKEN_PREFIX)
        user_logged_in.send(sender=type(user), request=request._request, user=user)  # noqa: SLF001
        token.token = secret
        answer = NewTokenSerializer(token, context={"request": request})
        return Response(
            answer.data, status=status.HTTP_201_CREATED, headers={"Cache-Control": "no-store"}
        )

    def _person(self, request: Request) -> User:
        if request.user.is_authenticated:
            return request.user
        given = LoginSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        words: dict[str, Any] = given.validated_data
        user = authenticate(
            request._request,  # noqa: SLF001 (DRF has no other way to it)
            username=words.get("username", ""),
            password=words.get("password", ""),
        )
        if user is None:
            raise AuthenticationFailed(_("Name or password is wrong."))
        return user


class LogoutView(APIView):
    """Signs out."""

    open_to = SIGNED_IN

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        """Take back the token that this request is made with."""
        if isinstance(request.auth, AuthToken):
            request.auth.delete()
        return Response(status=status.HTTP_204_NO_CONTENT)


class TokensView(APIView):
    """One's own living tokens."""

    open_to = SIGNED_IN

    @extend_schema(responses=TokenSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List one's own living tokens, without their secrets."""
        rows = _living(cast(User, request.user)).order_by("created", "digest")
        return Response(TokenSerializer(rows, many=True, context={"request": request}).data)


class TokenView(APIView):
    """One of one's own tokens."""

    open_to = SIGNED_IN

    @extend_schema(responses={204: None})
    def delete(self, request: Request, token_key: str) -> Response:
        """Take back one of one's own tokens."""
        gone, _by_model = _living(cast(User, request.user)).filter(token_key=token_key).delete()
        if not gone:
            raise NotFoundHere(what=_("token"), key=token_key)
        return Response(status=status.HTTP_204_NO_CONTENT)


class MeView(APIView):
    """The account behind the request."""

    open_to = SIGNED_IN

    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        """Say who is signed in, and with which roles."""
        return Response(MeSerializer(request.user).data)


def _living(user: User) -> Any:
    return AuthToken.objects.filter(user=user, expiry__gt=timezone.now())  # noqa: TID251 (an interface)
