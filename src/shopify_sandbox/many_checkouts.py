"""Many customers buy: one checkout, a list of them, or thousands spread over the past.

`{"orders": [checkout, …] | …one checkout's own keys…, "count": 10000, "spread": "P60D", "quiet": true}`. With a count
the checkouts are gone through again and again; `{n}` in an e-mail address becomes the number of the order, from 1. With
a spread the orders lie evenly between so long ago and now, and what has fallen due since has happened. Quiet orders
send no webhooks: they were there before anyone listened.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta

from shopify_sandbox import checkout, control_input
from shopify_sandbox.checkout_body import CheckoutBody
from shopify_sandbox.control_input import BadControlRequest
from shopify_sandbox.state.orders import Order
from shopify_sandbox.world import World

MOST = 100_000
_MANY = 1000
_OURS = {"orders", "count", "spread", "quiet"}


def place(world: World, body: Mapping[str, object]) -> dict[str, object]:
    """Place what the body describes: told in full for one checkout, else with id, name and instant of each order.

    Raises BadControlRequest, nothing placed then.
    """
    ours = {key: value for key, value in body.items() if key in _OURS}
    if not ours:
        return checkout.place(world, body)
    wanted = _checkouts(world, body)
    spread = control_input.duration(ours["spread"], "spread") if "spread" in ours else timedelta(0)
    quiet = control_input.truth(ours.get("quiet", False), "quiet")
    count = control_input.count(ours.get("count", len(wanted)), "count")
    if count > MOST:
        raise BadControlRequest(f"count must be at most {MOST}")
    with world.quiet() if quiet else nullcontext():
        orders = list(_placed(world, wanted, count=count, spread=spread))
        world.clock.run_due()
    if count >= _MANY:
        # These orders stay: a collector that walks over all of them again and again would hold requests up.
        gc.freeze()
    return {"count": count, "orders": [_told(order) for order in orders]}


def _checkouts(world: World, body: Mapping[str, object]) -> Sequence[CheckoutBody]:
    rest = {key: value for key, value in body.items() if key not in _OURS}
    given = body.get("orders", [rest])
    if not isinstance(given, list) or not given or ("orders" in body and rest):
        raise BadControlRequest("orders is a list of checkouts, instead of one checkout's own keys")
    return [checkout.checked(world, control_input.mapping(each, "an order")) for each in given]


def _placed(world: World, wanted: Sequence[CheckoutBody], *, count: int, spread: timedelta) -> Iterator[Order]:
    now = world.clock.now()
    for number, instant in enumerate(_instants(now, spread, count), start=1):
        each = wanted[(number - 1) % len(wanted)]
        if each.email is not None and "{n}" in each.email:
            each = replace(each, email=each.email.replace("{n}", str(number)))
        with world.clock.at(instant) if spread else nullcontext():
            world.clock.before_each()
            yield checkout.bought(world, each)


def _instants(now: datetime, spread: timedelta, count: int) -> Iterator[datetime]:
    """The first so long ago, the last now; a single one at the beginning."""
    step = spread / (count - 1) if count > 1 else timedelta(0)
    return (now - spread + step * number for number in range(count))


def _told(order: Order) -> dict[str, object]:
    return {"order": order.gid, "id": order.id, "name": order.name, "created_at": order.created_at.isoformat()}
