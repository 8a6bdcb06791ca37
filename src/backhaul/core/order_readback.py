"""Finds out from an order as read now whether a call for its subscription's sake, whose reply was lost, had its effect.

Each of these calls asks for a state, and asking for the same state twice does no harm: what is not shown is absent.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from backhaul.core.errors import BadReference
from backhaul.core.readback import Absent, Finding, Found, Unsure
from backhaul.core.remote import FulfillmentOrderStatus, RemoteFulfillmentOrder, RemoteOrder
from backhaul.core.remote_customer import RemoteAddress
from backhaul.core.stored_call import list_of, object_of, text_of

Variables = Mapping[str, object]


def read_back_order(operation: str, variables: Variables, remote: RemoteOrder) -> Finding:
    """Find the effect of a stored orderUpdate, orderCancel, or fulfillmentOrderReschedule or -Hold."""
    try:
        return _FIND[operation](variables, remote)
    except BadReference as error:
        return Unsure((), error.message)


def goes_to(wanted: Mapping[str, object], shown: RemoteAddress | None) -> bool:
    """Whether an order's address shows what a MailingAddressInput has given, without regard to case and blanks."""
    if shown is None:
        return False
    name = " ".join(str(wanted[part]) for part in ("firstName", "lastName") if wanted.get(part))
    pairs = [(wanted[part], value) for part, value in _parts(shown).items() if part in wanted]
    if "firstName" in wanted and "lastName" in wanted:
        pairs.append((name, shown.name))
    return all(_plain(one) == _plain(other) for one, other in pairs)


def is_at(one: RemoteFulfillmentOrder, date: datetime) -> bool:
    """Whether it is due at that date; Shopify has been seen to cut dates of fulfillment orders to the hour."""
    return one.fulfill_at is not None and one.fulfill_at in (date, date.replace(minute=0, second=0, microsecond=0))


def _parts(shown: RemoteAddress) -> dict[str, str | None]:
    return {
        "company": shown.company,
        "address1": shown.address1,
        "address2": shown.address2,
        "zip": shown.zip,
        "city": shown.city,
        "provinceCode": shown.province_code,
        "countryCode": shown.country_code,
        "phone": shown.phone,
    }


def _plain(part: object) -> str:
    return "".join(str(part or "").split()).casefold()


def _find_update(variables: Variables, remote: RemoteOrder) -> Finding:
    given = object_of(variables.get("input"))
    address = given.get("shippingAddress")
    attributes = [object_of(one) for one in list_of(given.get("customAttributes"))]
    wanted = sorted((str(one.get("key")), str(one.get("value") or "")) for one in attributes)
    is_so = (
        (address is None or goes_to(object_of(address), remote.shipping_address))
        and ("note" not in given or given["note"] == (remote.note or ""))
        and ("customAttributes" not in given or wanted == sorted(remote.attributes))
    )
    return Found((remote.gid,)) if is_so else Absent()


def _find_reschedule(variables: Variables, remote: RemoteOrder) -> Finding:
    """One that has gone was merged into another one of that very date (schema)."""
    gid = text_of(variables.get("id"))
    try:
        date = datetime.fromisoformat(text_of(variables.get("fulfillAt")))
    except ValueError as error:
        raise BadReference("The stored call has no date.") from error
    own = remote.fulfillment_order(gid)
    is_alive = own is not None and own.status == FulfillmentOrderStatus.SCHEDULED
    candidates = [own] if own is not None and is_alive else remote.fulfillment_orders
    at_date = [one for one in candidates if one.status == FulfillmentOrderStatus.SCHEDULED and is_at(one, date)]
    return Found((at_date[0].gid,)) if at_date else Absent()


def _find_hold(variables: Variables, remote: RemoteOrder) -> Finding:
    own = remote.fulfillment_order(text_of(variables.get("id")))
    handle = text_of(object_of(variables.get("fulfillmentHold")).get("handle"))
    holds = [hold.gid for hold in own.holds if hold.handle == handle and hold.held_by_us] if own else []
    return Found(tuple(holds)) if holds else Absent()


def _find_cancellation(_: Variables, remote: RemoteOrder) -> Finding:
    return Found((remote.gid,)) if remote.cancelled_at else Absent()


_FIND: dict[str, Callable[[Variables, RemoteOrder], Finding]] = {
    "orderUpdate": _find_update,
    "fulfillmentOrderReschedule": _find_reschedule,
    "fulfillmentOrderHold": _find_hold,
    "orderCancel": _find_cancellation,
}

ORDER_OPERATIONS = frozenset(_FIND)
DONE_BY_JOBS = frozenset({"orderCancel"})
"""Shopify answers these before they are done: what does not show yet may still come (schema)."""
