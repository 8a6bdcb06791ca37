"""Orders that are refunded: what tests of refunds say to the sandbox."""

from __future__ import annotations

from typing import Any

from tests.shopify_sandbox.resolvers.payment_story import Story

REFUND = """mutation($input: RefundInput!, $key: String!) { refundCreate(input: $input) @idempotent(key: $key) {
  refund { id totalRefundedSet { presentmentMoney { amount } } transactions(first: 10) { nodes { status errorCode } }
    refundLineItems(first: 10) { nodes { quantity restocked subtotalSet { presentmentMoney { amount } }
      totalTaxSet { presentmentMoney { amount } } } }
    refundShippingLines(first: 5) { nodes { subtotalAmountSet { presentmentMoney { amount } } } } }
  userErrors { field message } } }"""
LINES = "query($id: ID!) { order(id: $id) { lineItems(first: 10) { nodes { id } } } }"
MONEY = "{ presentmentMoney { amount } }"
SUGGESTED = f"""query($id: ID!, $lines: [RefundLineItemInput!], $shipping: Boolean, $amount: Money, $all: Boolean,
    $allocation: RefundMethodAllocation) {{ order(id: $id) {{ suggestedRefund(refundLineItems: $lines,
    refundShipping: $shipping, shippingAmount: $amount, suggestFullRefund: $all, refundMethodAllocation: $allocation) {{
  amountSet {MONEY} maximumRefundableSet {MONEY} subtotalSet {MONEY} discountedSubtotalSet {MONEY} totalTaxSet {MONEY}
  totalCartDiscountAmountSet {MONEY} totalDutiesSet {MONEY} amount subtotal totalTaxes maximumRefundable
  refundDuties {{ originalDuty {{ id }} }} shipping {{ amountSet {MONEY} maximumRefundableSet {MONEY} taxSet {MONEY} }}
  refundLineItems {{ id quantity restockType restocked lineItem {{ id }} location {{ id }} price
    subtotalSet {MONEY} totalTaxSet {MONEY} }}
  suggestedRefundMethods {{ __typename amount {MONEY} maximumRefundable {MONEY} }}
  suggestedTransactions {{ kind gateway formattedGateway amountSet {MONEY} maximumRefundableSet {MONEY}
    parentTransaction {{ id }} accountNumber paymentDetails {{ __typename }} }} }} }} }}"""


class RefundStory(Story):
    """A story whose order is refunded."""

    def line(self, number: int = 0) -> str:
        """The gid of one of the order's lines."""
        nodes = self.shop.send(LINES, {"id": self.order})["order"]["lineItems"]["nodes"]
        return str(nodes[number]["id"])

    def units(self, quantity: int, *, line: int = 0, restock_type: str = "NO_RESTOCK") -> list[dict[str, object]]:
        """Units of a line as refundLineItems."""
        return [{"lineItemId": self.line(line), "quantity": quantity, "restockType": restock_type}]

    def money(self, amount: str, *, parent: int = 0) -> dict[str, object]:
        """Money to be given back on a payment, as one of the input's transactions."""
        paid = self.transaction(parent)
        same = {"orderId": self.order, "parentId": paid["id"], "gateway": paid["gateway"]}
        return {**same, "kind": "REFUND", "amount": amount}

    def refund(self, *transactions: dict[str, object], key: str = "key", **given: object) -> dict[str, Any]:
        """refundCreate's payload."""
        wanted = {"orderId": self.order, "transactions": list(transactions), **given}
        payload: dict[str, Any] = self.shop.send(REFUND, {"input": wanted, "key": key})["refundCreate"]
        return payload

    def refund_refusal(self, *transactions: dict[str, object], **given: Any) -> dict[str, Any]:
        """The one error a refund is refused with."""
        payload = self.refund(*transactions, **given)
        assert payload["refund"] is None
        error: dict[str, Any] = payload["userErrors"][0]
        return error

    def suggested(self, **asked: object) -> dict[str, Any]:
        """Order.suggestedRefund, its bags as amounts in the presentment currency."""
        found = self.shop.send(SUGGESTED, {"id": self.order, **asked})["order"]["suggestedRefund"]
        told: dict[str, Any] = plain(found)
        return told


def plain(value: Any) -> Any:
    """The value with each bag replaced by its presentment amount."""
    if isinstance(value, list):
        return [plain(each) for each in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"presentmentMoney"}:
        return value["presentmentMoney"]["amount"]
    return {key: plain(each) for key, each in value.items()}
