"""What POST /sandbox/payments does: a person acts in the admin, a gateway settles, or is told how to answer next.

`{"order": gid | id | name, "do": "capture" | "void" | "refund" | "mark_as_paid" | "authorise" | "pay" | "settle" |
"fail" | "expire", "transaction": gid, "amount": "12.50", "currency", "final", "error_code"}`; `authorise` and `pay`
take the keys of a payment (see payment_body). Without a transaction the first one that it can be done to is meant,
without an amount all of it; amounts are in the customer's currency. Instead of an amount `refund` takes `"lines": "all"
| [{"line": gid, "quantity"}]` with a `"restock_type"`: units, of any number of lines, and what they are worth.

`{"next_capture": "failure" | {"answer", "settle_after", "settles_as", "error_code", "order", "gateway"}}`, likewise
`next_void`, `next_refund` and `next_sale`: how the next one is answered, once, whatever its gateway is like; several
are used up in the order given. `{"forget": true}` takes back those not used. They may stand beside a `do`, and hold for
it already.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from shopify_sandbox import control_input, gateways, payment_body, receiving
from shopify_sandbox.control_input import BadControlRequest
from shopify_sandbox.gateways import Answer, Override
from shopify_sandbox.state import capturing, display, payments, quantities, refunding, suggesting, totals
from shopify_sandbox.state.errors import Refused
from shopify_sandbox.state.money import Money
from shopify_sandbox.state.orders import LineItem, Order
from shopify_sandbox.state.refunds import RestockType
from shopify_sandbox.state.transactions import Transaction
from shopify_sandbox.world import World

_NEXT = tuple(f"next_{name}" for name in gateways.BEHAVIOURS)
_KEYS = {
    "order",
    "do",
    "transaction",
    "currency",
    "final",
    "forget",
    "lines",
    "restock_type",
    *_NEXT,
    *payment_body.KEYS,
}
_PAYING = {"authorise": "authorised", "pay": "paid"}

Deed = Callable[[World, Order, Mapping[str, object]], None]


def act(world: World, body: Mapping[str, object]) -> dict[str, object]:
    """Do it and tell the order's transactions. Raises BadControlRequest, nothing changed then."""
    control_input.no_others(body, _KEYS, "payments")
    overrides = [_override(world, key, body[key]) for key in _NEXT if key in body]
    order = _order(world, body["order"]) if "order" in body else None
    before = list(world.payment_overrides)
    kept = [] if control_input.truth(body.get("forget", False), "forget") else before
    world.payment_overrides = [*kept, *overrides]
    try:
        if "do" in body:
            _do(world, order, body)
    except (Refused, BadControlRequest) as error:
        world.payment_overrides = before
        raise BadControlRequest(str(error)) from error
    return _told(world, order)


def _do(world: World, order: Order | None, body: Mapping[str, object]) -> None:
    deed = _DEEDS[control_input.one_of(body["do"], tuple(_DEEDS), "do")]
    if order is None:
        raise BadControlRequest("do needs an order")
    if unread := set(body) - {"do"} - _TAKES[deed] - {"order", "forget", *_NEXT}:
        raise BadControlRequest(f"{body['do']} does not take {sorted(unread)[0]!r}")
    deed(world, order, body)


def _told(world: World, order: Order | None) -> dict[str, object]:
    waiting = [
        {"next": each.name, "answer": each.behaviour.answer.value, "gateway": each.gateway, "order": each.order_id}
        for each in world.payment_overrides
    ]
    if order is None:
        return {"overrides": waiting}
    return {
        "order": order.gid,
        "name": order.name,
        "financial_status": display.financial_status(order),
        "transactions": [receiving.told(order, each) for each in order.transactions],
        "overrides": waiting,
    }


def _override(world: World, key: str, value: object) -> Override:
    given = {"answer": value} if isinstance(value, str) else dict(control_input.mapping(value, key))
    wanted_order, gateway = given.pop("order", None), given.pop("gateway", None)
    order = None if wanted_order is None else _order(world, wanted_order)
    return Override(
        name=key.removeprefix("next_"),
        behaviour=gateways.behaviour(given, key),
        order_id=order.id if order else None,
        gateway=None if gateway is None else str(gateway),
    )


def _order(world: World, wanted: object) -> Order:
    for order in world.all(Order):
        if wanted in (order.gid, order.name, str(order.id), order.id):
            return order
    raise BadControlRequest(f"there is no order {wanted!r}")


def _transaction(order: Order, body: Mapping[str, object], fits: Callable[[Transaction], bool]) -> Transaction:
    """The one named, whatever it is like; else the first that fits."""
    wanted = body.get("transaction")
    for each in order.transactions:
        if wanted in (each.gid, str(each.id), each.id) or (wanted is None and fits(each)):
            return each
    if wanted is not None:
        raise BadControlRequest(f"{order.name} has no transaction {wanted!r}")
    raise BadControlRequest(f"{order.name} has no transaction to {body['do']}")


def _amount(body: Mapping[str, object], whole: Money) -> Decimal:
    if body.get("amount") is None:
        return whole.amount
    return control_input.price(body["amount"], "amount", whole.currency)


def _capture(world: World, order: Order, body: Mapping[str, object]) -> None:
    parent = _transaction(order, body, lambda each: totals.left_to_capture(order, each).positive)
    amount = _amount(body, totals.left_to_capture(order, parent).presentment)
    final = None if body.get("final") is None else control_input.truth(body["final"], "final")
    currency = control_input.optional_text(body, "currency") or order.currencies.presentment
    capturing.capture(world, order, parent, capturing.CaptureWish(amount, currency, final))


def _void(world: World, order: Order, body: Mapping[str, object]) -> None:
    capturing.void(world, order, _transaction(order, body, lambda each: capturing.voidable(order, each)))


def _refund(world: World, order: Order, body: Mapping[str, object]) -> None:
    if "lines" in body:
        _refund_lines(world, order, body)
        return
    parent = _transaction(order, body, lambda each: totals.left_to_refund(order, each).positive)
    amount = _amount(body, totals.left_to_refund(order, parent).presentment)
    money = refunding.MoneyWish("REFUND", amount, parent)
    refunding.create(world, order, refunding.Wish(money=(money,), currency=order.currencies.presentment))


def _refund_lines(world: World, order: Order, body: Mapping[str, object]) -> None:
    """What the units are worth goes back to the payments they were made with."""
    if unread := {"transaction", "amount"} & set(body):
        raise BadControlRequest(f"a refund of lines does not take {sorted(unread)[0]!r}")
    restock = RestockType(
        control_input.one_of(body.get("restock_type", "NO_RESTOCK"), tuple(RestockType), "restock_type")
    )
    lines = [refunding.LineWish(line, quantity, restock) for line, quantity in _units(order, body["lines"])]
    asked = [suggesting.AskedLine(each.line, each.quantity, restock) for each in lines]
    money = [
        refunding.MoneyWish("REFUND", each.amount.presentment.amount, each.parent)
        for each in suggesting.suggest(order, suggesting.Ask(asked)).transactions
        if each.amount.positive
    ]
    refunding.create(world, order, refunding.Wish(lines, money, currency=order.currencies.presentment))


def _units(order: Order, given: object) -> list[tuple[LineItem, int]]:
    if given == "all":
        return [(line, quantities.current(line)) for line in order.lines if quantities.current(line)]
    if not isinstance(given, list) or not given:
        raise BadControlRequest('lines is "all", or a list of line and quantity')
    return [_unit(order, control_input.mapping(each, "lines")) for each in given]


def _unit(order: Order, given: Mapping[str, object]) -> tuple[LineItem, int]:
    control_input.no_others(given, {"line", "quantity"}, "lines")
    line = next((each for each in order.lines if given.get("line") in (each.gid, each.id)), None)
    if line is None:
        raise BadControlRequest(f"{order.name} has no line {given.get('line')!r}")
    return line, control_input.count(given.get("quantity", quantities.current(line)), "lines: quantity")


def _mark_paid(world: World, order: Order, _body: Mapping[str, object]) -> None:
    capturing.mark_paid(world, order)


def _pay(world: World, order: Order, body: Mapping[str, object]) -> None:
    given = {key: body[key] for key in payment_body.KEYS if key in body}
    payment = payment_body.read({"kind": _PAYING[str(body["do"])], **given}, world.profile)
    if payment is None:
        raise BadControlRequest("a payment of the kind none is no payment")
    if payment.amount is not None:
        control_input.price(payment.amount, "amount", order.currencies.presentment)
    amount = receiving.amount_of(order, payment, totals.outstanding(order))
    if not amount.positive:
        raise BadControlRequest(f"nothing of {order.name} is left to pay: give an amount")
    with payments.moving_money(world, order):
        number = len(order.transactions) + 1
        made = receiving.transaction(world, order, payment, amount=amount, number=number)
        payments.announce(world, payments.keep(world, order, made))


def _settle(world: World, order: Order, body: Mapping[str, object]) -> None:
    payments.settle(world, _pending(order, body), Answer.SUCCESS)


def _fail(world: World, order: Order, body: Mapping[str, object]) -> None:
    code = None if body.get("error_code") is None else gateways.error_code(body["error_code"], "error_code")
    payments.settle(world, _pending(order, body), Answer.FAILURE, error_code=code)


def _pending(order: Order, body: Mapping[str, object]) -> Transaction:
    found = _transaction(order, body, lambda each: each.unsettled)
    if not found.unsettled:
        raise BadControlRequest(f"{found.gid} is not pending")
    return found


def _expire(world: World, order: Order, body: Mapping[str, object]) -> None:
    found = _transaction(order, body, lambda each: totals.left_to_capture(order, each).positive)
    if not found.authorises or not found.succeeded:
        raise BadControlRequest(f"{found.gid} is no successful authorisation")
    payments.expire(world, found)


_DEEDS: dict[str, Deed] = {
    "capture": _capture,
    "void": _void,
    "refund": _refund,
    "mark_as_paid": _mark_paid,
    "authorise": _pay,
    "pay": _pay,
    "settle": _settle,
    "fail": _fail,
    "expire": _expire,
}
_TAKES: dict[Deed, set[str]] = {
    _capture: {"transaction", "amount", "currency", "final"},
    _void: {"transaction"},
    _refund: {"transaction", "amount", "lines", "restock_type"},
    _mark_paid: set(),
    _pay: payment_body.KEYS,
    _settle: {"transaction"},
    _fail: {"transaction", "error_code"},
    _expire: {"transaction"},
}
