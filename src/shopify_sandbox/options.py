"""What a sandbox is like: the shop, its app and its limits."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace

from shopify_sandbox import app_proxy, gateways, offers
from shopify_sandbox.api_versions import VERSION
from shopify_sandbox.app_proxy import AppProxy
from shopify_sandbox.control_input import BadControlRequest
from shopify_sandbox.gateways import Gateway
from shopify_sandbox.offers import DiscountCode, ShippingZone
from shopify_sandbox.schema import API_VERSION, load_access

# Points restored per second by plan (Shopify's documentation); a recorded bucket holds twenty seconds' worth.
RESTORE_RATES = {"standard": 100, "advanced": 200, "plus": 1000, "enterprise": 2000}
BUCKET_SECONDS = 20


@dataclass(frozen=True)
class LocationProfile:
    """A location the shop starts with. A third-party one belongs to a fulfillment service."""

    name: str
    country_code: str = "CA"
    third_party: bool = False


@dataclass(frozen=True)
class Profile:
    """The shop, its app and its limits. `scopes` are those of `token`; None stands for every scope there is.

    `webhook_api_version` is set in the app's configuration: subscriptions have it whatever version a request asks for.
    So is `compliance_url`, where the topics go that the law requires; no request can subscribe to them.
    A shop that `fulfils_automatically` fulfils what is paid, but nothing that is scheduled. Jobs take `job_seconds`.
    """

    shop_domain: str = "sandbox.myshopify.com"
    shop_name: str = "Sandbox"
    currency: str = "CAD"
    timezone: str = "America/Toronto"
    plan: str = "standard"
    locations: tuple[LocationProfile, ...] = (LocationProfile("Main Street"), LocationProfile("Warehouse"))
    gateway: str = "manual"
    gateways: tuple[Gateway, ...] = gateways.BUILT_IN
    shipping_zones: tuple[ShippingZone, ...] = offers.BUILT_IN_ZONES
    discount_codes: tuple[DiscountCode, ...] = ()
    app_id: str = "347082227713"
    app_title: str = "Sandbox app"
    webhook_api_version: str = API_VERSION
    scopes: frozenset[str] = field(default_factory=lambda: load_access().all_scopes)
    token: str = "shpat_sandbox"  # noqa: S105 — the documented token of a local stand-in, no secret
    client_id: str = "sandbox-client"
    client_secret: str = "sandbox-secret"  # noqa: S105 — as above
    compliance_url: str | None = None
    app_proxy: AppProxy | None = None
    restore_rate: int | None = None
    bucket_size: int | None = None
    fulfils_automatically: bool = False
    job_seconds: int = 0

    @property
    def is_plus(self) -> bool:
        """Whether the plan has what Shopify gives to Plus stores only."""
        return self.plan in ("plus", "enterprise")

    def gateway_named(self, name: str | None) -> Gateway:
        """The gateway of that name, without a name the shop's default one."""
        return gateways.find(self.gateways, name or self.gateway, plus=self.is_plus)

    @property
    def points_per_second(self) -> int:
        """How fast the cost bucket refills."""
        return self.restore_rate or RESTORE_RATES[self.plan]

    @property
    def points(self) -> int:
        """How many points the full bucket holds."""
        return self.bucket_size or self.points_per_second * BUCKET_SECONDS

    def overridden(self, values: Mapping[str, object]) -> "Profile":
        """This profile with some fields replaced by JSON values. Raises BadControlRequest naming the field."""
        names = {each.name for each in fields(self)}
        unknown = sorted(set(values) - names)
        if unknown:
            raise BadControlRequest(f"unknown option {unknown[0]!r}; there are {', '.join(sorted(names))}")
        return replace(self, **{name: _parsed(name, value) for name, value in values.items()})  # type: ignore[arg-type]


def _parsed(name: str, value: object) -> object:
    reader = _READERS.get(name)
    if reader is not None:
        return reader(value)
    if not isinstance(value, str) or not value:
        raise BadControlRequest(f"{name} must be a text")
    if name == "webhook_api_version" and VERSION.fullmatch(value) is None:
        raise BadControlRequest("webhook_api_version must be a version like 2026-10, or unstable")
    if name == "plan" and value not in RESTORE_RATES:
        raise BadControlRequest(f"plan must be one of {', '.join(RESTORE_RATES)}")
    return value


def _points(name: str) -> Callable[[object], int]:
    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise BadControlRequest(f"{name} must be a whole number of points, at least 1")
        return value

    return read


def _seconds(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise BadControlRequest("job_seconds must be a whole number of seconds")
    return value


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise BadControlRequest("fulfils_automatically must be true or false")
    return value


def compliance_address(value: object) -> str:
    """Where compliance topics go. Raises BadControlRequest for what is no address over HTTP."""
    if not isinstance(value, str) or not value.startswith(("http://", "https://")):
        raise BadControlRequest("compliance_url must be an address that begins with http:// or https://")
    return value


def parse_scopes(value: object) -> frozenset[str]:
    """A list of scopes that exist. Raises BadControlRequest otherwise."""
    if not isinstance(value, list) or not all(isinstance(scope, str) for scope in value):
        raise BadControlRequest("scopes must be a list of texts")
    unknown = sorted(set(value) - load_access().all_scopes)
    if unknown:
        raise BadControlRequest(f"no such scope: {unknown[0]!r}")
    return frozenset(value)


def _locations(value: object) -> tuple[LocationProfile, ...]:
    if not isinstance(value, list) or not value:
        raise BadControlRequest("locations must be a list with at least one location")
    return tuple(_location(each) for each in value)


def _location(value: object) -> LocationProfile:
    if isinstance(value, str) and value:
        return LocationProfile(value)
    if not isinstance(value, dict) or not set(value) <= {"name", "country_code", "third_party"}:
        raise BadControlRequest("a location is a name, or an object with name, country_code and third_party")
    name, country, third_party = value.get("name"), value.get("country_code", "CA"), value.get("third_party", False)
    if not isinstance(name, str) or not name or not isinstance(country, str) or not isinstance(third_party, bool):
        raise BadControlRequest("a location needs a name; country_code is a text, third_party true or false")
    return LocationProfile(name, country, third_party)


_READERS: dict[str, Callable[[object], object]] = {
    "locations": _locations,
    "gateways": gateways.parse,
    "shipping_zones": offers.parse_zones,
    "discount_codes": offers.parse_codes,
    "scopes": parse_scopes,
    "restore_rate": _points("restore_rate"),
    "bucket_size": _points("bucket_size"),
    "compliance_url": compliance_address,
    "app_proxy": app_proxy.parse,
    "fulfils_automatically": _truth,
    "job_seconds": _seconds,
}
