"""What Shopify shows of contracts and their orders, in the form in which our mirror is held against it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from backhaul.models import Contract
from tests.simulation.truth import Facts
from tests.support.sandbox import Sandbox

Shown = dict[str, Any]
GONE = ("CLOSED", "CANCELLED")


@dataclass(frozen=True)
class Truth:
    """The whole shop at one moment."""

    contracts: dict[str, Shown]
    orders: dict[str, Shown]

    def subscription_lines(self) -> Iterator[tuple[Shown, Shown]]:
        """Each order with each of its lines that a contract has brought about."""
        for order in self.orders.values():
            for line in order["lines"]:
                if line["contract"]:
                    yield order, line


def truth_of(sandbox: Sandbox) -> Truth:
    """The shop as it is now."""
    state = sandbox.state()
    return Truth(
        {one["id"]: one for one in state["contracts"]},
        {one["id"]: one for one in state["orders"]},
    )


@dataclass(frozen=True)
class Counted:
    """What became of the units of one order line that were paid for, by counting what Shopify shows."""

    ordered: int
    fulfilled: int
    removed: int
    remaining: int


def counted(order: Shown, line: Shown) -> Counted:
    """Units in fulfillments that stand, in refunds that took them out, and in fulfillment orders that live."""
    gid = line["id"]
    fulfilled = sum(
        one["quantity"]
        for each in order["fulfillments"]
        if each["status"] != "CANCELLED"
        for one in each["lines"]
        if one["line_item"] == gid
    )
    removed = sum(
        one["quantity"]
        for each in order["refunds"]
        for one in each["lines"]
        if one["line_item"] == gid and one["restock_type"] == "CANCEL"
    )
    remaining = sum(
        one["remaining"]
        for each in order["fulfillment_orders"]
        if each["status"] not in GONE
        for one in each["lines"]
        if one["line_item"] == gid
    )
    if order["cancelled"]:
        removed = line["ordered"] - fulfilled
    return Counted(line["ordered"], fulfilled, removed, remaining)


def money_of(order: Shown) -> tuple[Decimal, Decimal]:
    """What was received and what was given back, or is being given back, in the customer's currency."""
    sums: Counter[str] = Counter()
    for one in order["transactions"]:
        if one["status"] in ("SUCCESS", "PENDING"):
            sums["back" if one["kind"] == "REFUND" else one["kind"]] += Decimal(one["amount"])  # type: ignore[assignment]
    return Decimal(sums["SALE"] + sums["CAPTURE"]), Decimal(sums["back"])


def shown_contract(contract: Shown) -> Facts:
    """A contract as Shopify shows it."""
    method = contract["payment_method"]
    return {
        "status": contract["status"],
        "revision": int(contract["revision"]),
        "note": contract["note"] or "",
        "street": ((contract["method"] or {}).get("address") or {}).get("address1") or "",
        "delivery price": Decimal(contract["delivery_price"]),
        "payment method": method["id"] if method else "",
        "revoked": bool(method and method["revoked"]),
        "orders": sorted(contract["orders"]),
        "lines": {
            one["id"]: (one["quantity"], Decimal(one["current_price"]), one["variant"] or "")
            for one in contract["lines"]
        },
        "attempts": {one["id"]: (one["completed"], one["order"] or "") for one in contract["attempts"]},
        **_cycles(
            [one["index"] for one in contract["cycles"] if one["billed"]],
            skipped=[one["index"] for one in contract["cycles"] if one["skipped"]],
        ),
    }


def held_contract(contract: Contract) -> Facts:
    """The same contract as our mirror has it."""
    cycles = list(contract.cycles.all())
    return {
        "status": contract.status,
        "revision": int(contract.revision),
        "note": contract.content.get("note", ""),
        "street": contract.content.get("delivery/address/address1", ""),
        "delivery price": contract.delivery_price,
        "payment method": contract.payment_method_gid,
        "revoked": contract.payment_method_revoked,
        "orders": sorted(contract.orders.values_list("order_gid", flat=True)),
        "lines": {one.gid: (one.quantity, one.current_price, one.variant_gid) for one in contract.lines.all()},
        "attempts": {one.gid: (one.completed_at is not None, one.order_gid) for one in contract.attempts.all()},
        **_cycles(
            [one.index for one in cycles if one.status == "BILLED"],
            skipped=[one.index for one in cycles if one.skipped],
        ),
    }


def _cycles(billed: Sequence[int], *, skipped: Sequence[int]) -> Facts:
    """The last billed cycle and which of those after it are skipped: earlier ones are not read."""
    last = max(billed, default=0)
    return {"last billed": last, "skipped": sorted(index for index in skipped if index > last)}
