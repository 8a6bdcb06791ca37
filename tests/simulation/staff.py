"""Staff in Shopify's admin: they change addresses, notes and quantities, cancel, refund, hold, move and split."""

from random import Random
from typing import Any

from tests.simulation.asking import Asking

UPDATE = "mutation($input: OrderInput!) { orderUpdate(input: $input) { userErrors { message } } }"
TAGS_ADD = "mutation($id: ID!, $tags: [String!]!) { tagsAdd(id: $id, tags: $tags) { userErrors { message } } }"
TAGS_REMOVE = "mutation($id: ID!, $tags: [String!]!) { tagsRemove(id: $id, tags: $tags) { userErrors { message } } }"
CANCEL = """mutation($id: ID!, $refund: Boolean!, $restock: Boolean!) { orderCancel(orderId: $id, reason: CUSTOMER,
 refundMethod: {originalPaymentMethodsRefund: $refund}, restock: $restock) { userErrors: orderCancelUserErrors {
 message } } }"""
CLOSE = "mutation($input: OrderCloseInput!) { orderClose(input: $input) { userErrors { message } } }"
OPEN = "mutation($input: OrderOpenInput!) { orderOpen(input: $input) { userErrors { message } } }"
DELETE = "mutation($id: ID!) { orderDelete(orderId: $id) { userErrors { message } } }"
REFUND = """mutation($input: RefundInput!, $key: String!) { refundCreate(input: $input) @idempotent(key: $key) {
 userErrors { message } } }"""
CAPTURE = "mutation($input: OrderCaptureInput!) { orderCapture(input: $input) { userErrors { message } } }"
VOID = "mutation($id: ID!) { transactionVoid(parentTransactionId: $id) { userErrors { message } } }"
RETURN = "mutation($input: ReturnInput!) { returnCreate(returnInput: $input) { return { id } userErrors { message } } }"
EDIT_BEGIN = """mutation($id: ID!) { orderEditBegin(id: $id) { calculatedOrder { id lineItems(first: 20) { nodes { id
 quantity } } } userErrors { message } } }"""
EDIT_QUANTITY = """mutation($id: ID!, $line: ID!, $quantity: Int!) { orderEditSetQuantity(id: $id, lineItemId: $line,
 quantity: $quantity, restock: true) { userErrors { message } } }"""
EDIT_ADD = """mutation($id: ID!, $price: MoneyInput!) { orderEditAddCustomItem(id: $id, title: "Ribbon", quantity: 1,
 price: $price, requiresShipping: true) { userErrors { message } } }"""
EDIT_COMMIT = "mutation($id: ID!) { orderEditCommit(id: $id, notifyCustomer: false) { userErrors { message } } }"


def rewrite(asking: Asking, random: Random, order: str) -> None:
    """Another address, note, e-mail or attribute."""
    street = f"{random.randint(1, 99)} Canal Street"
    address = {"address1": street, "city": "Bruges", "zip": "8000", "countryCode": "BE", "lastName": "Claes"}
    change: dict[str, Any] = random.choice(
        [
            {"shippingAddress": address},
            {"note": random.choice(["Ring twice", "", "Leave with the neighbours"])},
            {"email": f"b{random.randint(1, 9)}@example.org"},
            {"customAttributes": [{"key": "gift", "value": random.choice(["yes", "no"])}]},
        ]
    )
    asking.ask("orderUpdate", UPDATE, input={"id": order, **change})


def tag(asking: Asking, random: Random, order: str) -> None:
    """A tag more or less."""
    tags = random.sample(["vip", "gift", "first", "late"], 1)
    wish, mutation = random.choice([("tagsAdd", TAGS_ADD), ("tagsRemove", TAGS_REMOVE)])
    asking.ask(wish, mutation, id=order, tags=tags)


def cancel(asking: Asking, random: Random, order: str) -> None:
    """The order is off."""
    asking.ask("orderCancel", CANCEL, id=order, refund=random.random() < 0.5, restock=random.random() < 0.5)


def shelve(asking: Asking, random: Random, order: str) -> None:
    """Archived, brought back or, rarely, deleted."""
    draw = random.random()
    if draw < 0.1:
        asking.ask("orderDelete", DELETE, id=order)
    elif draw < 0.55:
        asking.ask("orderClose", CLOSE, input={"id": order})
    else:
        asking.ask("orderOpen", OPEN, input={"id": order})


def refund(asking: Asking, random: Random, order: str) -> None:
    """Units or money are given back."""
    shown = asking.look(order)
    lines = [line for line in shown.get("lineItems", {}).get("nodes", []) if line["refundableQuantity"] > 0]
    if not lines:
        return
    line = random.choice(lines)
    units = {"lineItemId": line["id"], "quantity": random.randint(1, line["refundableQuantity"])}
    units["restockType"] = random.choice(["CANCEL", "NO_RESTOCK"])
    wanted = {"orderId": order, "refundLineItems": [units], "currency": shown["presentmentCurrencyCode"]}
    asking.ask("refundCreate", REFUND, input=wanted, key=f"{order}-{random.getrandbits(64)}")


def move_money(asking: Asking, random: Random, order: str) -> None:
    """An authorisation is captured or voided."""
    shown = asking.look(order)
    found = [one for one in shown.get("transactions", []) if one["kind"] == "AUTHORIZATION"]
    if not found:
        return
    one = random.choice(found)
    left = (one["totalUnsettledSet"] or {}).get("presentmentMoney", {}).get("amount")
    if random.random() < 0.25 or not left:
        asking.ask("transactionVoid", VOID, id=one["id"])
        return
    wanted = {"id": order, "parentTransactionId": one["id"], "amount": left}
    asking.ask("orderCapture", CAPTURE, input={**wanted, "currency": shown["presentmentCurrencyCode"]})


def edit(asking: Asking, random: Random, order: str) -> None:
    """A quantity is changed, or a line added, in one order edit."""
    begun = asking.ask("orderEditBegin", EDIT_BEGIN, id=order)
    if begun is None:
        return
    edited = begun["calculatedOrder"]
    lines = edited["lineItems"]["nodes"]
    if lines and random.random() < 0.7:
        line = random.choice(lines)
        quantity = max(0, line["quantity"] + random.choice([-2, -1, 1]))
        asking.ask("orderEditSetQuantity", EDIT_QUANTITY, id=edited["id"], line=line["id"], quantity=quantity)
    else:
        currency = asking.look(order)["presentmentCurrencyCode"]
        asking.ask("orderEditAddCustomItem", EDIT_ADD, id=edited["id"], price={"amount": "3", "currencyCode": currency})
    asking.ask("orderEditCommit", EDIT_COMMIT, id=edited["id"])


def take_back(asking: Asking, random: Random, order: str) -> None:
    """A customer returns what was shipped."""
    fulfillments = [one for one in asking.look(order).get("fulfillments", []) if one["status"] == "SUCCESS"]
    lines = [line for one in fulfillments for line in one["fulfillmentLineItems"]["nodes"]]
    if lines:
        line = random.choice(lines)
        item = {"fulfillmentLineItemId": line["id"], "quantity": 1, "returnReasonNote": "Too sour"}
        asking.ask("returnCreate", RETURN, input={"orderId": order, "returnLineItems": [item]})
