"""The access tokens of the app: permanent ones, those of client credentials, and expiring ones with a refresh token."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from shopify_sandbox.clock import SandboxClock

CLIENT_CREDENTIALS_LIFE = timedelta(hours=24)
OFFLINE_LIFE = timedelta(hours=1)
REFRESH_LIFE = timedelta(days=90)


@dataclass
class Token:
    """An access token and what it may do. `expires` is None for a permanent one."""

    text: str
    scopes: frozenset[str]
    expires: datetime | None = None
    revoked: bool = False


@dataclass
class RefreshToken:
    """Buys one new access token and its own successor, once."""

    text: str
    scopes: frozenset[str]
    expires: datetime
    used: bool = False


@dataclass(frozen=True)
class Grant:
    """A token just issued."""

    token: Token
    life: timedelta
    refresh: RefreshToken | None = None

    def as_json(self) -> dict[str, object]:
        """The answer of the token endpoint."""
        body: dict[str, object] = {
            "access_token": self.token.text,
            "scope": ",".join(sorted(self.token.scopes)),
            # Shopify's own answers are a second short: 86399 for a day.
            "expires_in": int(self.life.total_seconds()) - 1,
        }
        if self.refresh is not None:
            body["refresh_token"] = self.refresh.text
            body["refresh_token_expires_in"] = int(REFRESH_LIFE.total_seconds()) - 1
        return body


class Tokens:
    """All tokens of one shop. Expiry follows the sandbox's clock."""

    def __init__(self, clock: SandboxClock, *, permanent: str, scopes: frozenset[str]) -> None:
        self._clock = clock
        self._scopes = scopes
        self._tokens = {permanent: Token(permanent, scopes)}
        self._refresh: dict[str, RefreshToken] = {}

    def valid(self, text: str) -> Token | None:
        """The token, unless it is unknown, revoked or expired."""
        token = self._tokens.get(text)
        if token is None or token.revoked or (token.expires is not None and token.expires <= self._clock.now()):
            return None
        return token

    def client_credentials(self) -> Grant:
        """A token for a day, for the app's owner."""
        return Grant(self._issue(CLIENT_CREDENTIALS_LIFE, self._scopes), CLIENT_CREDENTIALS_LIFE)

    def offline(self, life: timedelta = OFFLINE_LIFE, scopes: frozenset[str] | None = None) -> Grant:
        """An expiring offline token with its refresh token."""
        granted = self._scopes if scopes is None else scopes
        refresh = RefreshToken(f"shprt_{secrets.token_hex(16)}", granted, self._clock.now() + REFRESH_LIFE)
        self._refresh[refresh.text] = refresh
        return Grant(self._issue(life, granted), life, refresh)

    def refreshed(self, text: str) -> Grant | None:
        """A new pair for a refresh token that is unused and unexpired; the old one is spent."""
        refresh = self._refresh.get(text)
        if refresh is None or refresh.used or refresh.expires <= self._clock.now():
            return None
        refresh.used = True
        return self.offline(scopes=refresh.scopes)

    def find(self, text: str) -> Token | None:
        """The token, valid or not."""
        return self._tokens.get(text)

    def all(self) -> Iterable[Token]:
        """Every token ever issued."""
        return self._tokens.values()

    def _issue(self, life: timedelta, scopes: frozenset[str]) -> Token:
        token = Token(f"shpat_{secrets.token_hex(16)}", scopes, self._clock.now() + life)
        self._tokens[token.text] = token
        return token
