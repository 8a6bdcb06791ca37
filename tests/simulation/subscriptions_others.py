"""What others do in Shopify to contracts and their orders: customers in another portal, staff, apps, warehouses."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.simulation import staff, warehouses
from tests.simulation.asking import Asking
from tests.simulation.subscriptions_offers import address

Shown = dict[str, Any]


@dataclass(frozen=True)
class Others:
    """People who do not use Backhaul; `later` gives an instant so many days ahead, as Shopify writes it."""

    asking: Asking
    random: Random
    locations: list[str]
    later: Callable[[int], str]

    def act(self, contract: Shown) -> None:
        """Somebody does something to the contract, or to one of its orders."""
        if self.random.random() < 0.45 or not contract["orders"]:
            self._to_contract(contract)
        else:
            self._to_order(self.random.choice(contract["orders"][-3:]))

    def _to_contract(self, contract: Shown) -> None:
        weights = [weight for weight, _ in _DEEDS]
        name, given = self.random.choices([deed for _, deed in _DEEDS], weights)[0](self, contract)
        actor = self.random.choice([{}, {"actor": "CUSTOMER"}, {"actor": "MERCHANT"}])
        self.asking.control(
            f"contract {name}", "/sandbox/contracts", contract=contract["id"], do=name, **given, **actor
        )

    def _to_order(self, order: str) -> None:
        weights = [weight for weight, _ in _ACTS]
        self.random.choices([act for _, act in _ACTS], weights)[0](self, order)

    def let_go(self, orders: list[Shown]) -> None:
        """No goods are on hold any more, nor reported to be worked on."""
        for one in (one for order in orders for one in order["fulfillment_orders"]):
            if one["status"] == "ON_HOLD":
                self.asking.ask("release", warehouses.RELEASE, id=one["id"])

    def line(self, contract: Shown) -> str:
        """One of the contract's lines."""
        return str(self.random.choice(contract["lines"])["id"])


Deed = Callable[[Others, Shown], tuple[str, dict[str, Any]]]


def _named(name: str) -> Deed:
    return lambda others, contract: (name, {})


def _move(others: Others, contract: Shown) -> tuple[str, dict[str, Any]]:
    return "address", {"address": address(others.random)}


def _rewrite(others: Others, contract: Shown) -> tuple[str, dict[str, Any]]:
    note = others.random.choice(["Ring twice", "Leave with the neighbours", "Mind the dog"])
    return "update", {"input": {"note": note}}


def _resize(others: Others, contract: Shown) -> tuple[str, dict[str, Any]]:
    line = {"line": others.line(contract), "input": {"quantity": others.random.randint(1, 4)}}
    return "update", {"lines": [line]}


def _price(others: Others, contract: Shown) -> tuple[str, dict[str, Any]]:
    price = f"{others.random.randint(100, 2000) / 100:.2f}"
    return "update", {"lines": [{"line": others.line(contract), "input": {"currentPrice": price}}]}


def _date(others: Others, contract: Shown) -> tuple[str, dict[str, Any]]:
    return "next_billing_date", {"date": others.later(others.random.randint(2, 40))}


def _skip(others: Others, contract: Shown) -> tuple[str, dict[str, Any]]:
    billed = [one["index"] for one in contract["cycles"] if one["billed"]]
    return "skip", {"cycle": max(billed, default=0) + others.random.randint(1, 2)}


def _unskip(others: Others, contract: Shown) -> tuple[str, dict[str, Any]]:
    skipped = [one["index"] for one in contract["cycles"] if one["skipped"]] or [1]
    return "unskip", {"cycle": others.random.choice(skipped)}


def _card(others: Others, contract: Shown) -> tuple[str, dict[str, Any]]:
    return "change_payment_method", {"payment_method": {"last_digits": f"{others.random.randint(0, 9999):04}"}}


_DEEDS: tuple[tuple[int, Deed], ...] = (
    (6, _named("pause")),
    (10, _named("activate")),
    (1, _named("cancel")),
    (1, _named("fail")),
    (6, _move),
    (6, _rewrite),
    (6, _resize),
    (4, _price),
    (4, _date),
    (6, _skip),
    (4, _unskip),
    (4, _card),
)


def _fulfil(others: Others, order: str) -> None:
    warehouses.fulfil(others.asking, others.random, order)


def _correct(others: Others, order: str) -> None:
    warehouses.correct(others.asking, others.random, order)


def _rearrange(others: Others, order: str) -> None:
    at = others.later(others.random.randint(3, 30))
    warehouses.rearrange(others.asking, others.random, order, locations=others.locations, later=at)


def _refund(others: Others, order: str) -> None:
    staff.refund(others.asking, others.random, order)


def _pay_back(others: Others, order: str) -> None:
    """Money and units, as the admin gives them back; all of it now and then."""
    lines = [one for one in others.asking.look(order)["lineItems"]["nodes"] if one["refundableQuantity"] > 0]
    if not lines:
        return
    chosen = lines if others.random.random() < 0.3 else [others.random.choice(lines)]
    given: Any = [
        {"line": one["id"], "quantity": others.random.randint(1, one["refundableQuantity"])} for one in chosen
    ]
    if others.random.random() < 0.3:
        given = "all"
    restock = others.random.choice(["CANCEL", "CANCEL", "NO_RESTOCK"])
    others.asking.control("pay back", "/sandbox/payments", order=order, do="refund", lines=given, restock_type=restock)


def _cancel(others: Others, order: str) -> None:
    refund = others.random.random() < 0.6
    others.asking.control("order cancel", "/sandbox/contracts", order=order, do="cancel", refund=refund)


def _move_order(others: Others, order: str) -> None:
    there = address(others.random)
    others.asking.control("order address", "/sandbox/contracts", order=order, do="address", address=there)


def _rewrite_order(others: Others, order: str) -> None:
    staff.rewrite(others.asking, others.random, order)


_ACTS: tuple[tuple[int, Callable[[Others, str], None]], ...] = (
    (12, _fulfil),
    (2, _correct),
    (8, _rearrange),
    (2, _refund),
    (4, _pay_back),
    (1, _cancel),
    (4, _move_order),
    (2, _rewrite_order),
)
