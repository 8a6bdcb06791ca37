"""Refunds and returns as an app reads them: all of it, in both currencies, page by page, and when it changed."""

from __future__ import annotations

from typing import Any

from tests.shopify_sandbox.resolvers.refund_story import RefundStory, plain
from tests.shopify_sandbox.resolvers.shop import whole

BAG = "{ shopMoney { amount } presentmentMoney { amount } }"
REFUNDS = f"""query($id: ID!, $first: Int!, $after: String, $only: Int) {{ order(id: $id) {{
  transactionsCount {{ count }} fulfillmentsCount {{ count }} refundDiscrepancySet {BAG}
  currentTotalDutiesSet {BAG} currentTotalPriceSet {BAG}
  refunds(first: $only) {{ id createdAt updatedAt note totalRefundedSet {BAG} return {{ id }}
    refundLineItems(first: $first, after: $after) {{ nodes {{ id quantity restockType lineItem {{ id }}
      location {{ id }} subtotalSet {BAG} totalTaxSet {BAG} }} pageInfo {{ hasNextPage endCursor }} }}
    duties {{ amountSet {BAG} originalDuty {{ id }} }}
    transactions(first: 5) {{ nodes {{ id status }} }} refundShippingLines(first: 5) {{ nodes {{ id }} }}
    orderAdjustments(first: 5) {{ nodes {{ id reason amountSet {BAG} taxAmountSet {BAG} }} }} }} }} }}"""
RETURNS = f"""query($id: ID!, $first: Int!, $after: String) {{ order(id: $id) {{ returnStatus
  returns(first: $first, after: $after) {{ pageInfo {{ hasNextPage endCursor }} nodes {{ id name status totalQuantity
    createdAt closedAt refunds(first: 5) {{ nodes {{ id }} }} transactions(first: 5) {{ nodes {{ kind }} }}
    returnLineItems(first: 5) {{ nodes {{ ... on ReturnLineItem {{ quantity refundableQuantity refundedQuantity
      processedQuantity unprocessedQuantity withCodeDiscountedTotalPriceSet {BAG} }} }} }} }} }}
  lineItems(first: 5) {{ nodes {{ currentQuantity quantity }} }} }} }}"""
MAKE_RETURN = """mutation($input: ReturnInput!) { returnCreate(returnInput: $input) {
  return { id returnLineItems(first: 5) { nodes { id } } } userErrors { message } } }"""
RETURN_REFUND = """mutation($input: ReturnRefundInput!) { returnRefund(returnRefundInput: $input) {
  refund { id return { id } } userErrors { field message code } } }"""
PROCESS = """mutation($input: ReturnProcessInput!) { returnProcess(input: $input) {
  return { id status } userErrors { field message code } } }"""
DUTIES = """query($id: ID!) { order(id: $id) {
  lineItems(first: 5) { nodes { duties { id price { shopMoney { amount } } } } } } }"""


class ReadingStory(RefundStory):
    """A story whose refunds and returns are read."""

    def refunds(self, **given: object) -> dict[str, Any]:
        """The order with its refunds."""
        read: dict[str, Any] = self.shop.send(REFUNDS, {"id": self.order, "first": 10, **given})["order"]
        return read

    def returns(self, **given: object) -> dict[str, Any]:
        """The order with its returns."""
        read: dict[str, Any] = self.shop.send(RETURNS, {"id": self.order, "first": 10, **given})["order"]
        return read

    def send_back(self, quantity: int) -> tuple[str, str]:
        """A return of units of the first line, and its line."""
        line = self.shop.send(
            "query($id: ID!) { order(id: $id) { fulfillments { fulfillmentLineItems(first: 5) { nodes { id } } } } }",
            {"id": self.order},
        )["order"]["fulfillments"][0]["fulfillmentLineItems"]["nodes"][0]
        wanted = {"fulfillmentLineItemId": line["id"], "quantity": quantity, "returnReason": "DEFECTIVE"}
        payload = self.shop.send(MAKE_RETURN, {"input": {"orderId": self.order, "returnLineItems": [wanted]}})
        made = payload["returnCreate"]["return"]
        return made["id"], made["returnLineItems"]["nodes"][0]["id"]


def shipped() -> ReadingStory:
    """Three units at 10.00 each, paid and shipped."""
    story = ReadingStory(lines=[{"sku": "A", "price": "10", "quantity": 3}], payment="paid")
    story.shop.fulfill(whole(story.shop.fulfillment_orders({"id": story.order})[0]))
    return story


def test_the_lines_of_a_refund_are_read_page_by_page() -> None:
    lines = [{"sku": str(number), "price": "1"} for number in range(5)]
    story = ReadingStory(lines=lines, payment="paid")
    units = [each for number in range(5) for each in story.units(1, line=number)]
    story.refund(refundLineItems=units)

    pages, after, more = [], None, True
    while more:
        page = story.refunds(first=2, after=after)["refunds"][0]["refundLineItems"]
        pages.append([each["lineItem"]["id"] for each in page["nodes"]])
        more, after = page["pageInfo"]["hasNextPage"], page["pageInfo"]["endCursor"]

    assert [len(each) for each in pages] == [2, 2, 1]
    assert [each for page in pages for each in page] == [story.line(number) for number in range(5)]


def test_a_refund_changes_when_its_money_moves() -> None:
    story = ReadingStory(payment="paid")
    story.next(next_refund={"answer": "pending", "settle_after": "PT2H"})
    story.refund(story.money("5.00"))
    before = story.refunds()["refunds"][0]
    story.wait(hours=2)

    after = story.refunds()["refunds"][0]

    assert plain(before["totalRefundedSet"]["presentmentMoney"]["amount"]) == "0.0"
    assert after["totalRefundedSet"]["presentmentMoney"]["amount"] == "5.0"
    assert before["updatedAt"] == before["createdAt"] == after["createdAt"]
    assert after["updatedAt"] > before["updatedAt"]


def test_a_refund_is_told_in_both_currencies() -> None:
    story = ReadingStory(
        lines=[{"sku": "A", "price": "10", "quantity": 2}],
        payment="paid",
        presentment_currency="USD",
        rate="0.75",
    )
    story.refund(story.money("7.50"), refundLineItems=story.units(1), currency="USD")

    refund = story.refunds()["refunds"][0]

    assert refund["totalRefundedSet"] == {"shopMoney": {"amount": "10.0"}, "presentmentMoney": {"amount": "7.5"}}
    assert refund["refundLineItems"]["nodes"][0]["subtotalSet"] == refund["totalRefundedSet"]
    assert refund["orderAdjustments"]["nodes"] == []


def test_money_beside_what_a_refund_names_is_an_adjustment() -> None:
    story = ReadingStory(lines=[{"sku": "A", "price": "10", "quantity": 2}], payment="paid")
    story.refund(story.money("3.00"), key="a")
    story.refund(story.money("8.00"), key="b", refundLineItems=story.units(1), discrepancyReason="DAMAGE")

    order = story.refunds()

    adjustments = [each for refund in order["refunds"] for each in refund["orderAdjustments"]["nodes"]]
    assert [(each["reason"], each["amountSet"]["shopMoney"]["amount"]) for each in adjustments] == [
        ("REFUND_DISCREPANCY", "-3.0"),
        ("DAMAGE", "2.0"),
    ]
    assert order["refundDiscrepancySet"]["shopMoney"]["amount"] == "-1.0"


def test_a_refund_without_money_waits_for_it() -> None:
    story = ReadingStory(payment="paid")
    story.refund(refundLineItems=story.units(1))

    (adjustment,) = story.refunds()["refunds"][0]["orderAdjustments"]["nodes"]

    assert (adjustment["reason"], adjustment["amountSet"]["shopMoney"]["amount"]) == (
        "PENDING_REFUND_DISCREPANCY",
        "20.0",
    )


def test_a_duty_is_refunded_in_whole_or_with_its_units() -> None:
    story = ReadingStory(lines=[{"sku": "A", "price": "10", "quantity": 4, "duty": "6.00"}], payment="paid")
    duty = story.shop.send(DUTIES, {"id": story.order})["order"]["lineItems"]["nodes"][0]["duties"][0]

    proportional = {"dutyId": duty["id"], "refundType": "PROPORTIONAL"}
    story.refund(key="a", refundLineItems=story.units(1), refundDuties=[proportional])
    first = story.refunds()
    story.refund(key="b", refundDuties=[{"dutyId": duty["id"], "refundType": "FULL"}])

    assert duty["price"]["shopMoney"]["amount"] == "6.0"
    assert first["refunds"][0]["duties"][0]["amountSet"]["shopMoney"]["amount"] == "1.5"
    assert first["currentTotalDutiesSet"]["shopMoney"]["amount"] == "4.5"
    assert first["currentTotalPriceSet"]["shopMoney"]["amount"] == "34.5"
    assert story.refunds()["currentTotalDutiesSet"]["shopMoney"]["amount"] == "0.0"


def test_a_suggestion_counts_the_duties_asked_for() -> None:
    story = ReadingStory(lines=[{"sku": "A", "price": "10", "quantity": 4, "duty": "6.00"}], payment="paid")
    duty = story.shop.send(DUTIES, {"id": story.order})["order"]["lineItems"]["nodes"][0]["duties"][0]
    read = """query($id: ID!, $duties: [RefundDutyInput!]!) { order(id: $id) { suggestedRefund(refundDuties: $duties) {
      amountSet { presentmentMoney { amount } } totalDutiesSet { presentmentMoney { amount } }
      refundDuties { originalDuty { id } } } } }"""

    wanted = {"id": story.order, "duties": [{"dutyId": duty["id"], "refundType": "FULL"}]}
    suggested = plain(story.shop.send(read, wanted)["order"]["suggestedRefund"])

    assert suggested == {
        "amountSet": "6.0",
        "totalDutiesSet": "6.0",
        "refundDuties": [{"originalDuty": {"id": duty["id"]}}],
    }
    assert story.suggested(all=True)["amountSet"] == "46.0"


def test_an_unknown_duty_is_refused() -> None:
    story = ReadingStory(payment="paid")

    error = story.refund_refusal(refundDuties=[{"dutyId": "gid://shopify/Duty/1", "refundType": "FULL"}])

    assert error["field"] == ["refundDuties"]


def test_counts_and_truncated_lists() -> None:
    story = shipped()
    for number in range(3):
        story.refund(story.money("1.00"), key=str(number))

    order = story.refunds(only=2)

    assert (order["transactionsCount"]["count"], order["fulfillmentsCount"]["count"]) == (4, 1)
    assert len(order["refunds"]) == 2
    assert len(story.refunds()["refunds"]) == 3


def test_refunding_a_return_ties_the_two_together() -> None:
    story = shipped()
    gid, line = story.send_back(2)
    parent = story.transaction()["id"]
    money = {"parentId": parent, "transactionAmount": {"amount": "10.00", "currencyCode": "CAD"}}
    wanted = {"returnId": gid, "returnRefundLineItems": [{"returnLineItemId": line, "quantity": 1}]}

    payload = story.shop.send(RETURN_REFUND, {"input": {**wanted, "orderTransactions": [money]}})["returnRefund"]

    assert payload["userErrors"] == []
    assert payload["refund"]["return"] == {"id": gid}
    order = story.returns()
    (made,) = order["returns"]["nodes"]
    assert made["refunds"]["nodes"] == [{"id": payload["refund"]["id"]}]
    assert made["transactions"]["nodes"] == [{"kind": "REFUND"}]
    (returned,) = made["returnLineItems"]["nodes"]
    assert (returned["quantity"], returned["refundedQuantity"], returned["refundableQuantity"]) == (2, 1, 1)
    assert order["lineItems"]["nodes"] == [{"currentQuantity": 2, "quantity": 3}]
    assert story.refunds()["refunds"][0]["refundLineItems"]["nodes"][0]["restockType"] == "RETURN"


def test_processing_a_return_takes_its_goods_in() -> None:
    story = shipped()
    gid, line = story.send_back(2)

    wanted = {"returnId": gid, "returnLineItems": [{"id": line, "quantity": 2}]}
    payload = story.shop.send(PROCESS, {"input": wanted})["returnProcess"]
    again = story.shop.send(PROCESS, {"input": wanted})["returnProcess"]

    assert payload == {"return": {"id": gid, "status": "OPEN"}, "userErrors": []}
    assert again["userErrors"][0]["code"] == "INVALID"
    (returned,) = story.returns()["returns"]["nodes"][0]["returnLineItems"]["nodes"]
    assert (returned["processedQuantity"], returned["unprocessedQuantity"]) == (2, 0)
    assert "returns/process" in story.heard


def test_returns_are_read_page_by_page() -> None:
    story = shipped()
    made = [story.send_back(1)[0] for _ in range(3)]

    first = story.returns(first=2)["returns"]
    rest = story.returns(first=2, after=first["pageInfo"]["endCursor"])["returns"]

    assert [each["id"] for each in (*first["nodes"], *rest["nodes"])] == made
    assert (first["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]) == (True, False)
    assert story.returns()["returnStatus"] == "IN_PROGRESS"
