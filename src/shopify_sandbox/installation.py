"""The app on the shop: whether it is installed, what it was granted, and the secrets it shares with Shopify."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from shopify_sandbox.app_proxy import AppProxy
from shopify_sandbox.options import Profile

INSTALLATION_GID = "gid://shopify/AppInstallation/1"
# After an app was uninstalled, its data of the shop are to be deleted (documentation of the compliance topics).
REDACTED_AFTER = timedelta(hours=48)
# So are its selling plan groups, with all that belongs to them (schema); contracts stay.
PLANS_DELETED_AFTER = timedelta(hours=48)


@dataclass
class Installation:
    """The app's present installation.

    `number` counts installations, as tokens end with theirs. `secrets` are the client secrets in force, oldest first:
    while one is being replaced both open the token endpoint, and webhooks are signed with the oldest that is not
    revoked (Shopify's documentation on rotating client secrets).
    """

    scopes: frozenset[str]
    secrets: list[str]
    compliance_url: str | None = None
    app_proxy: AppProxy | None = None
    installed: bool = True
    number: int = 1

    @classmethod
    def of(cls, profile: Profile) -> Installation:
        """Installed as the profile says."""
        return cls(profile.scopes, [profile.client_secret], profile.compliance_url, profile.app_proxy)

    @property
    def signing_secret(self) -> str:
        """What webhooks and calls of the app proxy are signed with."""
        return self.secrets[0]

    def secret_for(self, given: str) -> str | None:
        """The secret in force that was given; None for any other text."""
        matching = [each for each in self.secrets if hmac.compare_digest(each.encode(), given.encode())]
        return matching[0] if matching else None

    def install(self) -> None:
        """A new installation, unless there is one."""
        if not self.installed:
            self.installed = True
            self.number += 1

    def uninstall(self) -> None:
        """The end of this installation."""
        self.installed = False


@dataclass(frozen=True)
class ScopesChange:
    """The granted scopes were changed."""

    previous: frozenset[str]
    current: frozenset[str]
    at: datetime
