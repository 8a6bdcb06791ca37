"""One running shop with everything that a reset replaces, and the sandbox that holds it."""

import gc
from collections.abc import Mapping
from datetime import datetime

from shopify_sandbox.clock import SandboxClock
from shopify_sandbox.control_input import BadControlRequest
from shopify_sandbox.domain import Domain
from shopify_sandbox.engine.bucket import Bucket
from shopify_sandbox.engine.documents import Documents
from shopify_sandbox.engine.execute import Engine
from shopify_sandbox.options import Profile
from shopify_sandbox.schema import load_access, load_schema
from shopify_sandbox.webhooks.deliveries import Deliveries

from .faults import Faults
from .log import Log
from .tokens import Tokens


class Shop:
    """A shop as its profile describes it, from its first instant on."""

    def __init__(self, profile: Profile, domain: Domain, *, documents: Documents, start: datetime | None) -> None:
        self.profile = profile
        self.domain = domain
        self.clock = SandboxClock(start)
        self.world = domain.make_world(profile, self.clock)
        self.tokens = Tokens(self.clock, self.world.installation, permanent=profile.token)
        self.faults = Faults()
        self.log = Log()
        # Which customer is signed in to the storefront, by what the browser's cookie holds.
        self.visitors: dict[str, int] = {}
        self.engine = Engine(
            documents,
            load_access(),
            resolve_field=domain.resolve_field,
            resolve_type=domain.resolve_type,
            mutations=domain.mutations,
            bucket=Bucket(self.clock, size=profile.points, per_second=profile.points_per_second),
        )
        self.world.carry_out = self.engine.run_aside
        self.deliveries = Deliveries(self.world, body_for=domain.webhook_body, fault_for=self.faults.for_webhook)


class Sandbox:
    """Holds the present shop; a reset puts a new one in its place."""

    def __init__(self, profile: Profile, domain: Domain) -> None:
        self._profile = profile
        self._domain = domain
        self._documents = Documents(load_schema())
        self.shop = self._open(profile, None)

    async def reset(self, overrides: Mapping[str, object]) -> None:
        """Start anew with the profile of the command line and `overrides`, `now` among them.

        Raises BadControlRequest, and leaves the shop as it is, when they can't be used.
        """
        values = dict(overrides)
        start = parse_instant(values.pop("now")) if "now" in values else None
        profile = self._profile.overridden(values)
        await self.shop.deliveries.close()
        # What many checkouts took out of the collector's sight may go with the old shop.
        gc.unfreeze()
        self.shop = self._open(profile, start)

    def _open(self, profile: Profile, start: datetime | None) -> Shop:
        return Shop(profile, self._domain, documents=self._documents, start=start)


def parse_instant(value: object) -> datetime:
    """An ISO 8601 instant with its offset. Raises BadControlRequest for anything else."""
    try:
        instant = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise BadControlRequest(f"now must be an instant such as 2026-10-01T12:00:00Z, not {value!r}")
    return instant
