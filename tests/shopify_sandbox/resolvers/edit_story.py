"""An order that is edited: what tests of order editing say to the sandbox."""

from __future__ import annotations

from typing import Any

from tests.shopify_sandbox.resolvers.refund_story import RefundStory, plain

BAG = "{ presentmentMoney { amount } }"
LINE = f"""id title quantity editableQuantity editableQuantityBeforeChanges restockable restocking sku variantTitle
  hasStagedLineItemDiscount discountedUnitPriceSet {BAG} editableSubtotalSet {BAG} uneditableSubtotalSet {BAG}
  calculatedDiscountAllocations {{ allocatedAmountSet {BAG} discountApplication {{ __typename id description }} }}
  stagedChanges {{ __typename }}"""
CALCULATED = f"""calculatedOrder {{ id committed subtotalLineItemsQuantity subtotalPriceSet {BAG} totalPriceSet {BAG}
    totalOutstandingSet {BAG} cartDiscountAmountSet {BAG} taxLines {{ title priceSet {BAG} }} originalOrder {{ id }}
    lineItems(first: 50) {{ nodes {{ {LINE} }} }} addedLineItems(first: 50) {{ nodes {{ {LINE} }} }}
    shippingLines {{ id title stagedStatus price {BAG} }}
    addedDiscountApplications(first: 5) {{ nodes {{ __typename id description }} }}
    stagedChanges(first: 50) {{ nodes {{ __typename
      ... on OrderStagedChangeAddVariant {{ quantity variant {{ id }} }}
      ... on OrderStagedChangeAddCustomItem {{ quantity title originalUnitPrice {{ amount }} }}
      ... on OrderStagedChangeIncrementItem {{ delta lineItem {{ id }} }}
      ... on OrderStagedChangeDecrementItem {{ delta restock lineItem {{ id }} }}
      ... on OrderStagedChangeAddLineItemDiscount {{ description value {{ __typename }} }}
      ... on OrderStagedChangeRemoveDiscount {{ discountApplication {{ __typename index }} }}
      ... on OrderStagedChangeAddShippingLine {{ shipping: title price {{ amount }} }}
      ... on OrderStagedChangeRemoveShippingLine {{ shippingLine {{ title }} }} }} }} }}
  orderEditSession {{ id }}"""
CUSTOM_ITEM = """$title: String!, $quantity: Int!, $price: MoneyInput!, $taxable: Boolean,
  $requiresShipping: Boolean, $locationId: ID"""
# The arguments of each mutation, the fields of its payload beside the calculated order, and whether errors have codes.
MUTATIONS = {
    "Begin": ("", "", ""),
    "AddVariant": (
        "$variantId: ID!, $quantity: Int!, $allowDuplicates: Boolean, $locationId: ID",
        f"calculatedLineItem {{ {LINE} }}",
        "",
    ),
    "AddCustomItem": (
        CUSTOM_ITEM,
        f"calculatedLineItem {{ {LINE} }}",
        "",
    ),
    "SetQuantity": (
        "$lineItemId: ID!, $quantity: Int!, $restock: Boolean, $locationId: ID",
        f"calculatedLineItem {{ {LINE} }}",
        "",
    ),
    "AddLineItemDiscount": (
        "$lineItemId: ID!, $discount: OrderEditAppliedDiscountInput!",
        f"calculatedLineItem {{ {LINE} }} addedDiscountStagedChange {{ id description value {{ __typename }} }}",
        "",
    ),
    "RemoveLineItemDiscount": ("$discountApplicationId: ID!", f"calculatedLineItem {{ {LINE} }}", ""),
    "RemoveDiscount": ("$discountApplicationId: ID!", "", " code"),
    "UpdateDiscount": ("$discountApplicationId: ID!, $discount: OrderEditAppliedDiscountInput!", "", " code"),
    "AddShippingLine": (
        "$shippingLine: OrderEditAddShippingLineInput!",
        f"calculatedShippingLine {{ id title stagedStatus price {BAG} }}",
        " code",
    ),
    "UpdateShippingLine": ("$shippingLineId: ID!, $shippingLine: OrderEditUpdateShippingLineInput!", "", " code"),
    "RemoveShippingLine": ("$shippingLineId: ID!", "", " code"),
}
COMMIT = """mutation($id: ID!, $notifyCustomer: Boolean, $staffNote: String) {
  orderEditCommit(id: $id, notifyCustomer: $notifyCustomer, staffNote: $staffNote) {
    order { id edited } successMessages userErrors { field message } } }"""
ORDER = f"""query($id: ID!) {{ order(id: $id) {{ edited merchantEditable merchantEditableErrors updatedAt
  displayFinancialStatus displayFulfillmentStatus originalTotalPriceSet {BAG} totalPriceSet {BAG}
  currentTotalPriceSet {BAG} subtotalPriceSet {BAG} currentSubtotalPriceSet {BAG} totalOutstandingSet {BAG}
  totalTaxSet {BAG} currentTotalTaxSet {BAG} totalShippingPriceSet {BAG} currentShippingPriceSet {BAG}
  totalDiscountsSet {BAG} currentTotalDiscountsSet {BAG} currentSubtotalLineItemsQuantity subtotalLineItemsQuantity
  shippingLines(first: 5) {{ nodes {{ title isRemoved }} }}
  allShippingLines: shippingLines(first: 5, includeRemovals: true) {{ nodes {{ title isRemoved }} }}
  lineItems(first: 50) {{ nodes {{ id title quantity currentQuantity unfulfilledQuantity merchantEditable
    discountedTotalSet {BAG} totalDiscountSet {BAG} discountAllocations {{ allocatedAmountSet {BAG} }}
    taxLines {{ title priceSet {BAG} }} }} }}
  refunds {{ id totalRefundedSet {BAG} transactions(first: 5) {{ nodes {{ id }} }}
    refundLineItems(first: 50) {{ nodes {{ quantity restockType restocked lineItem {{ id }} subtotalSet {BAG} }} }} }}
  fulfillmentOrders(first: 50) {{ nodes {{ id status assignedLocation {{ name }}
    lineItems(first: 50) {{ nodes {{ remainingQuantity totalQuantity lineItem {{ id title }} }} }} }} }} }} }}"""


class EditStory(RefundStory):
    """A story whose order is edited, by one edit after another."""

    session = ""

    def edit(self, name: str, **given: object) -> dict[str, Any]:
        """The payload of orderEdit<name>, its bags as amounts in the presentment currency."""
        arguments, fields, code = MUTATIONS[name]
        named = [each.split(":")[0].strip() for each in arguments.split(",") if each]
        passed = "".join(f", {each[1:]}: {each}" for each in named)
        declared = f"$id: ID!{', ' if arguments else ''}{arguments}"
        document = (
            f"mutation({declared}) {{ payload: orderEdit{name}(id: $id{passed})"
            f" {{ {CALCULATED} {fields} userErrors {{ field message{code} }} }} }}"
        )
        given.setdefault("id", self.session)
        payload: dict[str, Any] = plain(self.shop.send(document, given)["payload"])
        return payload

    def begin(self) -> dict[str, Any]:
        """The calculated order of a new edit."""
        payload = self.edit("Begin", id=self.order)
        assert payload["userErrors"] == [], payload["userErrors"]
        self.session = payload["calculatedOrder"]["id"]
        calculated: dict[str, Any] = payload["calculatedOrder"]
        return calculated

    def staged(self, name: str, **given: object) -> dict[str, Any]:
        """The payload of a change that is not refused."""
        payload = self.edit(name, **given)
        assert payload["userErrors"] == [], payload["userErrors"]
        return payload

    def refused(self, name: str, **given: object) -> dict[str, Any]:
        """The one error of a change that is refused, with nothing else in its payload."""
        payload = self.edit(name, **given)
        (error,) = payload.pop("userErrors")
        assert set(payload.values()) == {None}
        told: dict[str, Any] = error
        return told

    def commit(self, **given: object) -> dict[str, Any]:
        """orderEditCommit's payload."""
        given.setdefault("id", self.session)
        payload: dict[str, Any] = self.shop.send(COMMIT, given)["orderEditCommit"]
        return payload

    def committed(self, **given: object) -> dict[str, Any]:
        """The order once the edit is committed."""
        payload = self.commit(**given)
        assert payload["userErrors"] == [], payload["userErrors"]
        return self.seen()

    def seen(self) -> dict[str, Any]:
        """The order as an app reads it, bags as amounts in the presentment currency."""
        told: dict[str, Any] = plain(self.shop.send(ORDER, {"id": self.order})["order"])
        return told

    def edited_line(self, number: int = 0) -> str:
        """The id of one of the order's lines in an edit."""
        return self.line(number).replace("LineItem", "CalculatedLineItem")


def cad(amount: str) -> dict[str, str]:
    """A MoneyInput in the shop's currency."""
    return {"amount": amount, "currencyCode": "CAD"}
