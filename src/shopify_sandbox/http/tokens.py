"""The access tokens of the app: permanent ones, those of client credentials, and expiring ones with a refresh token."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from shopify_sandbox.clock import SandboxClock
from shopify_sandbox.installation import Installation

CLIENT_CREDENTIALS_LIFE = timedelta(hours=24)
OFFLINE_LIFE = timedelta(hours=1)
REFRESH_LIFE = timedelta(days=90)


@dataclass
class Token:
    """An access token and what it may do. `expires` is None for a permanent one.

    It ends with the installation it belongs to and, when a client secret bought it, with that (documentation on
    rotating client secrets); a permanent one is there again as soon as the app is.
    """

    text: str
    scopes: frozenset[str]
    expires: datetime | None = None
    revoked: bool = False
    installation: int | None = None
    bought_with: str | None = None


@dataclass
class RefreshToken:
    """Buys one new access token and its own successor, once."""

    text: str
    scopes: frozenset[str]
    expires: datetime
    installation: int
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

    def __init__(self, clock: SandboxClock, installation: Installation, *, permanent: str) -> None:
        self._clock = clock
        self._installation = installation
        self._tokens = {permanent: Token(permanent, installation.scopes)}
        self._refresh: dict[str, RefreshToken] = {}

    def valid(self, text: str) -> Token | None:
        """The token, unless it is unknown, revoked or expired, or its installation or secret is gone."""
        token = self._tokens.get(text)
        if token is None or token.revoked or (token.expires is not None and token.expires <= self._clock.now()):
            return None
        return token if self._stands(token) else None

    def client_credentials(self, secret: str) -> Grant:
        """A token for a day, for the app's owner."""
        token = self._issue(CLIENT_CREDENTIALS_LIFE, self._installation.scopes, secret)
        return Grant(token, CLIENT_CREDENTIALS_LIFE)

    def offline(
        self, life: timedelta = OFFLINE_LIFE, scopes: frozenset[str] | None = None, *, secret: str | None = None
    ) -> Grant:
        """An expiring offline token with its refresh token, bought with that secret or the one that signs."""
        granted = self._installation.scopes if scopes is None else scopes
        until = self._clock.now() + REFRESH_LIFE
        refresh = RefreshToken(f"shprt_{secrets.token_hex(16)}", granted, until, self._installation.number)
        self._refresh[refresh.text] = refresh
        return Grant(self._issue(life, granted, secret or self._installation.signing_secret), life, refresh)

    def refreshed(self, text: str, secret: str) -> Grant | None:
        """A new pair for a refresh token of this installation, unused and unexpired; the old one is spent."""
        refresh = self._refresh.get(text)
        if refresh is None or refresh.used or refresh.expires <= self._clock.now():
            return None
        if refresh.installation != self._installation.number:
            return None
        refresh.used = True
        return self.offline(scopes=refresh.scopes, secret=secret)

    def grant(self, scopes: frozenset[str]) -> None:
        """From now on every token, and what a refresh token buys, has these scopes."""
        for token in self._tokens.values():
            token.scopes = scopes
        for refresh in self._refresh.values():
            refresh.scopes = scopes

    def find(self, text: str) -> Token | None:
        """The token, valid or not."""
        return self._tokens.get(text)

    def all(self) -> Iterable[Token]:
        """Every token ever issued."""
        return self._tokens.values()

    def _stands(self, token: Token) -> bool:
        here = self._installation
        return (
            here.installed
            and token.installation in (None, here.number)
            and (token.bought_with is None or token.bought_with in here.secrets)
        )

    def _issue(self, life: timedelta, scopes: frozenset[str], secret: str) -> Token:
        token = Token(
            f"shpat_{secrets.token_hex(16)}",
            scopes,
            self._clock.now() + life,
            installation=self._installation.number,
            bought_with=secret,
        )
        self._tokens[token.text] = token
        return token
