"""The world: everything a shop holds, its clock, its ids, and who listens to what happens."""

from __future__ import annotations

import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TypeVar

from shopify_sandbox.bulk.plan import BulkPlan
from shopify_sandbox.clock import SandboxClock
from shopify_sandbox.engine.envelopes import Json
from shopify_sandbox.engine.execute import Caller, RootReader
from shopify_sandbox.gateways import Override
from shopify_sandbox.installation import Installation
from shopify_sandbox.options import Profile
from shopify_sandbox.state.billing_plans import BillingDesk
from shopify_sandbox.state.customers import Customer
from shopify_sandbox.state.entities import Entity, numeric_id
from shopify_sandbox.state.jobs import Job
from shopify_sandbox.state.locations import FulfillmentService, Location
from shopify_sandbox.state.staged_files import StagedFile

E = TypeVar("E", bound=Entity)
Listener = Callable[[str, object], None]
# Carries out a request for a background job: the answer's `data` and `errors`.
CarryOut = Callable[[str, Mapping[str, object], Caller, RootReader | None], Json]


def _nobody(text: str, _variables: Mapping[str, object], _caller: Caller, _roots: RootReader | None) -> Json:
    raise RuntimeError(f"nobody carries out requests for this world: {text[:40]!r}")


# Where counting starts: the magnitudes of a store that has been there for some years.
_FIRST_IDS = {
    "Order": 6_104_920_031_538,
    "LineItem": 15_208_331_804_978,
    "FulfillmentOrder": 7_301_448_925_490,
    "FulfillmentOrderLineItem": 15_877_120_655_666,
    "Fulfillment": 5_612_047_802_674,
    "FulfillmentLineItem": 13_320_881_307_954,
    "FulfillmentEvent": 31_120_447_963_442,
    "FulfillmentHold": 210_334_777_650,
    "OrderTransaction": 7_190_226_993_458,
    "Refund": 1_005_312_573_746,
    "Customer": 8_210_034_458_930,
    "Location": 85_104_558_386,
    "Product": 10_120_447_791_410,
    "Metafield": 44_870_310_674_738,
    "MediaImage": 43_012_553_900_338,
    "BulkOperation": 8_010_377_461_042,
    "ProductVariant": 46_120_885_420_338,
}
_FIRST_ID = 990_011_441_458
_STEP = 32_768
_FIRST_ORDER_NUMBER = 1001
SHOP_ID = 63_755_419_881


class World:
    """One shop in memory. Objects are found by their class and id; changes are told to the listeners."""

    def __init__(self, profile: Profile, clock: SandboxClock) -> None:
        self.profile = profile
        self.clock = clock
        self.installation = Installation.of(profile)
        self.listeners: list[Listener] = []
        self.routing_delay = timedelta(0)
        self.job_delay = timedelta(seconds=self.profile.job_seconds)
        self.jobs: list[Job] = []
        # How long a draft's delivery options are being computed.
        self.delivery_options_delay = timedelta(0)
        self.bulk_delay = timedelta(seconds=1)
        # What is wanted of the bulk operations that begin next.
        self.bulk_plans: list[BulkPlan] = []
        # Work that is gone on with whenever nothing else is to be done.
        self.background: deque[Callable[[], None]] = deque()
        self.staged_files: dict[str, StagedFile] = {}
        # What bulk operations have left to be downloaded, by the last part of its address.
        self.outputs: dict[str, bytes] = {}
        # After how many bytes the downloads that come next break off.
        self.cut_downloads: list[int] = []
        self.carry_out: CarryOut = _nobody
        self.payment_overrides: list[Override] = []
        self.billing = BillingDesk()
        self.idempotent: dict[tuple[str, str], object] = {}
        self._next_ids: dict[str, int] = dict(_FIRST_IDS)
        self._tables: dict[type[Entity], dict[int, Entity]] = {}
        self._customers: dict[str, Customer] = {}
        self._next_order_number = _FIRST_ORDER_NUMBER
        self._add_locations()

    def now(self) -> datetime:
        """The instant, cut to whole seconds as Shopify stores it."""
        return self.clock.now().replace(microsecond=0)

    def new_id(self, kind: type[Entity] | str) -> int:
        """An id never given before to an object of that type."""
        name = kind if isinstance(kind, str) else kind.typename
        number = self._next_ids.get(name, _FIRST_ID)
        self._next_ids[name] = number + _STEP
        return number

    def new_order_number(self) -> int:
        """The next order's number."""
        number = self._next_order_number
        self._next_order_number += 1
        return number

    def new_uuid(self) -> str:
        """An id for what has no number."""
        return str(uuid.uuid4())

    def add(self, entity: E) -> E:
        """Keep an object; returns it."""
        self._tables.setdefault(type(entity), {})[entity.id] = entity
        if isinstance(entity, Customer) and entity.email:
            self._customers.setdefault(entity.email.casefold(), entity)
        return entity

    def remove(self, entity: Entity) -> None:
        """Forget an object."""
        self._tables.get(type(entity), {}).pop(entity.id, None)
        if isinstance(entity, Customer) and entity.email:
            self._customers.pop(entity.email.casefold(), None)

    def customer_with(self, email: str) -> Customer | None:
        """The customer with that address, whatever its case."""
        return self._customers.get(email.casefold())

    def all(self, kind: type[E]) -> list[E]:
        """All objects of a class, in order of their ids."""
        return [each for each in self._tables.get(kind, {}).values() if isinstance(each, kind)]

    def get(self, kind: type[E], number: int) -> E | None:
        """The object with that number."""
        entity = self._tables.get(kind, {}).get(number)
        return entity if isinstance(entity, kind) else None

    def find(self, kind: type[E], gid: str) -> E | None:
        """The object with that global id; None when there is none or the id is of another type."""
        number = numeric_id(gid, kind.typename)
        return self.get(kind, number) if number is not None else None

    def kinds(self) -> Iterable[type[Entity]]:
        """The classes of which there are objects."""
        return tuple(self._tables)

    def snapshot(self) -> dict[str, object]:
        """How many objects of each type there are, what orders look like, and what waits for the clock."""
        counts = {kind.typename: len(table) for kind, table in self._tables.items()}
        due = self.clock.next_due()
        return {"now": self.now().isoformat(), "counts": counts, "next_due": due.isoformat() if due else None}

    def emit(self, topic: str, subject: object) -> None:
        """Tell every listener, at once, that something happened."""
        for listener in tuple(self.listeners):
            listener(topic, subject)

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Within it nobody is told what happens."""
        listeners, self.listeners = self.listeners, []
        try:
            yield
        finally:
            self.listeners = listeners

    def later(self, delay: timedelta, callback: Callable[[], None]) -> None:
        """Run a background job when the delay has passed; without delay before the next request."""
        self.clock.schedule(self.clock.now() + delay, callback)

    def work_on(self) -> bool:
        """Go on with one piece of background work; whether there was any."""
        if not self.background:
            return False
        self.clock.before_each()
        self.background.popleft()()
        return True

    @property
    def locations(self) -> list[Location]:
        """All locations, the one new orders are assigned to first."""
        return self.all(Location)

    def _add_locations(self) -> None:
        for position, given in enumerate(self.profile.locations):
            location = Location(
                id=self.new_id(Location),
                name=given.name,
                created_at=self.now(),
                updated_at=self.now(),
                is_primary=position == 0,
                address={"countryCode": given.country_code},
            )
            self.add(location)
            if given.third_party:
                self.add_service(location)

    def add_service(self, location: Location) -> FulfillmentService:
        """Make a location that of a fulfillment service with the same name."""
        handle = "-".join("".join(c if c.isalnum() else " " for c in location.name.lower()).split())
        service = FulfillmentService(
            id=self.new_id(FulfillmentService), name=location.name, handle=handle, location=location
        )
        location.service = service
        return self.add(service)
