"""Who an order is for and where it goes, as read at one moment. Null may mean “not permitted”, never “cleared”."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RemoteAddress:
    """A mailing address; every part may be missing. `name` is the first and the last name together."""

    name: str | None = None
    company: str | None = None
    address1: str | None = None
    address2: str | None = None
    zip: str | None = None
    city: str | None = None
    province_code: str | None = None
    country_code: str | None = None
    phone: str | None = None
    first_name: str | None = None
    last_name: str | None = None


@dataclass(frozen=True)
class RemoteCustomer:
    """The customer of an order, if it still has one and we may see it."""

    gid: str
    display_name: str | None = None
