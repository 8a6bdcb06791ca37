"""Who may use the API: whoever has the installation's token."""

import hmac

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer

from backhaul.api.refusals import ApiSwitchedOff


class BearerToken(HttpBearer):
    """The token of BACKHAUL_API_TOKEN. An installation without one answers nobody: no door is open by default."""

    def __call__(self, request: HttpRequest) -> bool | None:
        """True for the right token. Raises ApiSwitchedOff, whatever the request carries."""
        if settings.BACKHAUL.api_token is None:
            raise ApiSwitchedOff
        known: bool | None = super().__call__(request)
        return known

    def authenticate(self, _request: HttpRequest, token: str) -> bool:
        """Compare in a time that tells nothing about the right token."""
        configured = settings.BACKHAUL.api_token
        if configured is None:
            raise ApiSwitchedOff
        right = configured.get_secret_value()
        return hmac.compare_digest(token.strip().encode(errors="surrogateescape"), right.encode())
