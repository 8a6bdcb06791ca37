"""How a customer subscribes, as the body of POST /sandbox/checkout says it.

A line's `selling_plan` is `{"id": "gid://shopify/SellingPlan/…"}`, a plan of this shop with all its policies, or one
made up on the spot: `{"name", "deliveries", "every": "P30D", "first_at", "contract": true}`, without a contract unless
it is asked for. The checkout's `contract_app` is the id of the app that the contracts belong to, `payment_method` what
they are charged with: `{"kind": "card" | "shop_pay", "brand", "last_digits", "expiry_month", "expiry_year", "name"}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from shopify_sandbox import control_input
from shopify_sandbox.control_input import BadControlRequest
from shopify_sandbox.state.contracts import Instrument
from shopify_sandbox.state.given import instant
from shopify_sandbox.state.payment_methods import KINDS

_DAY = timedelta(days=1)
_LAST_MONTH = 12


@dataclass(frozen=True)
class ShopPlan:
    """A selling plan of the shop."""

    gid: str


@dataclass(frozen=True)
class MadeUpPlan:
    """A plan that is known to this purchase alone: so many deliveries, so far from each other."""

    name: str
    deliveries: int
    every: timedelta
    first_at: datetime | None
    contract: bool

    @property
    def days(self) -> int:
        """The days from one delivery to the next."""
        return self.every // _DAY


WantedPlan = ShopPlan | MadeUpPlan


def read_plan(given: object, where: str) -> WantedPlan | None:
    """The plan a line is bought with. Raises BadControlRequest, as all functions here do."""
    if given is None:
        return None
    plan = control_input.mapping(given, f"{where}: selling_plan")
    if "id" in plan:
        control_input.no_others(plan, {"id"}, f"{where}: selling_plan with an id")
        return ShopPlan(str(plan["id"]))
    return _made_up(plan, where)


def _made_up(plan: Mapping[str, object], where: str) -> MadeUpPlan:
    known = {"name", "deliveries", "every", "first_at", "contract"}
    control_input.no_others(plan, known, f"{where}: selling_plan")
    try:
        first_at = instant(plan.get("first_at"))
    except ValueError as error:
        raise BadControlRequest(f"{where}: first_at is not an instant") from error
    made = MadeUpPlan(
        name=control_input.optional_text(plan, "name") or "Subscription",
        deliveries=control_input.count(plan.get("deliveries", 1), f"{where}: deliveries"),
        every=control_input.duration(control_input.optional_text(plan, "every") or "P30D", f"{where}: every"),
        first_at=first_at,
        contract=control_input.truth(plan.get("contract", False), f"{where}: contract"),
    )
    if made.contract and (made.every % _DAY or not made.days):
        raise BadControlRequest(f"{where}: a contract's deliveries are whole days apart")
    return made


def read_app(given: object) -> int | None:
    """The number of the app that the contracts belong to; None for the sandbox's own."""
    if given is None:
        return None
    number = str(given).removeprefix("gid://shopify/App/")
    if not number.isascii() or not number.isdigit():
        raise BadControlRequest("contract_app must be the id of an app")
    return int(number)


def read_instrument(given: object) -> Instrument | None:
    """What is charged; None when nothing is said."""
    if given is None:
        return None
    where = "payment_method"
    wanted = control_input.mapping(given, where)
    known = {"kind", "brand", "last_digits", "expiry_month", "expiry_year", "name"}
    control_input.no_others(wanted, known, where)
    usual = Instrument()
    month = control_input.count(wanted.get("expiry_month", usual.expiry_month), f"{where}: expiry_month")
    if month > _LAST_MONTH:
        raise BadControlRequest(f"{where}: expiry_month must be a month")
    return Instrument(
        kind=KINDS[control_input.one_of(wanted.get("kind", "card"), tuple(KINDS), f"{where}: kind")],
        brand=control_input.optional_text(wanted, "brand") or usual.brand,
        last_digits=control_input.optional_text(wanted, "last_digits") or usual.last_digits,
        expiry_month=month,
        expiry_year=control_input.count(wanted.get("expiry_year", usual.expiry_year), f"{where}: expiry_year"),
        name=control_input.optional_text(wanted, "name") or "",
    )
