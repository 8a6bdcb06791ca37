"""Subscriptions bought in the sandbox, and what others do to them there."""

from collections.abc import Mapping
from typing import Any

from backhaul.models import Contract, SalesOrder
from tests.support.shop import Shop, run_pending

_OFFER = """mutation Offer($input: SellingPlanGroupInput!) { sellingPlanGroupCreate(input: $input) {
 sellingPlanGroup { id sellingPlans(first: 1) { nodes { id } } } userErrors { field message code } } }"""
_CHANGE = """mutation Begin($id: ID!) { subscriptionContractUpdate(contractId: $id) {
 draft { id } userErrors { field message code } } }"""
_DRAFT = """mutation Draft($id: ID!, $input: SubscriptionDraftInput!) {
 subscriptionDraftUpdate(draftId: $id, input: $input) { draft { id } userErrors { field message code } } }"""
_COMMIT = """mutation Commit($id: ID!) { subscriptionDraftCommit(draftId: $id) {
 contract { id revisionId } userErrors { field message code } } }"""
_SKIP = """mutation Skip($contract: ID!, $index: Int!) { subscriptionBillingCycleSkip(
 billingCycleInput: { contractId: $contract, selector: { index: $index } }) { userErrors { message } } }"""
_CONTRACT = """query Contract($id: ID!) { subscriptionContract(id: $id) { status revisionId note nextBillingDate
 deliveryPrice { amount } deliveryMethod { ... on SubscriptionDeliveryMethodShipping { address { city zip } } }
 lines(first: 10) { nodes { id quantity currentPrice { amount } } } } }"""
_ORDER = """query Order($id: ID!) { order(id: $id) { note cancelledAt shippingAddress { city zip }
 totalRefundedSet { presentmentMoney { amount } }
 fulfillmentOrders(first: 20) { nodes {
  id status fulfillAt lineItems(first: 5) { nodes { remainingQuantity } } } } } }"""
ANNA = {
    "firstName": "Anna",
    "lastName": "Karenina",
    "address1": "Nevsky 7",
    "zip": "9000",
    "city": "Ghent",
    "countryCode": "BE",
}


def offer(shop: Shop, *, billing: int = 3, **given: object) -> str:
    """The gid of a new plan: monthly, so many deliveries paid at a time; `given` is for its delivery policy."""
    shared = {"interval": "MONTH", "anchors": given.pop("anchors", [])}
    plan = {
        "name": "Monthly",
        "options": ["Monthly"],
        "billingPolicy": {"recurring": {**shared, "intervalCount": billing}},
        "deliveryPolicy": {"recurring": {**shared, "intervalCount": 1, **given}},
        "pricingPolicies": [],
    }
    wanted = {"name": "Club", "options": ["Frequency"], "sellingPlansToCreate": [plan]}
    payload = shop.sandbox.graphql(_OFFER, input=wanted)["sellingPlanGroupCreate"]
    assert payload["userErrors"] == []
    return str(payload["sellingPlanGroup"]["sellingPlans"]["nodes"][0]["id"])


def each_time(shop: Shop) -> str:
    """The gid of a new plan that is paid at each delivery, every month."""
    return offer(shop, billing=1)


def buy(shop: Shop, plan: str | None = None, *, line: Mapping[str, object] | None = None, **given: Any) -> SalesOrder:
    """The order of a customer who subscribes to a unit of coffee, prepaid for three months unless told."""
    wanted = {"sku": "coffee", "price": "10.00", "selling_plan": {"id": plan or offer(shop)}, **(line or {})}
    return shop.order(lines=[wanted], **given)


def subscribe(shop: Shop, plan: str | None = None, **given: Any) -> Contract:
    """The same, and everything read that follows from it: the contract as it is mirrored."""
    order = buy(shop, plan, **given)
    run_pending()
    return Contract.objects.get(store=shop.store, orders__order=order)


def skip_elsewhere(shop: Shop, contract: Contract, index: int | None) -> None:
    """Somebody else skips a billing cycle of the contract."""
    payload = shop.sandbox.graphql(_SKIP, contract=contract.gid, index=index)["subscriptionBillingCycleSkip"]
    assert payload["userErrors"] == []


def tea(shop: Shop) -> str:
    """The variant of a product that no contract has yet."""
    document = 'mutation { productCreate(product: {title: "Tea"}) { product { variants(first: 1) { nodes { id } } } } }'
    return str(shop.sandbox.graphql(document)["productCreate"]["product"]["variants"]["nodes"][0]["id"])


def edit_elsewhere(shop: Shop, contract_gid: str, **content: object) -> None:
    """Somebody else edits the contract by a draft, with these fields of SubscriptionDraftInput."""
    begun = shop.sandbox.graphql(_CHANGE, id=contract_gid)["subscriptionContractUpdate"]
    assert begun["userErrors"] == []
    draft = begun["draft"]["id"]
    for document, answer, variables in (
        (_DRAFT, "subscriptionDraftUpdate", {"id": draft, "input": content}),
        (_COMMIT, "subscriptionDraftCommit", {"id": draft}),
    ):
        payload = shop.sandbox.graphql(document, **variables)[answer]
        assert payload["userErrors"] == []


def order_of(contract: Contract) -> SalesOrder:
    """The contract's newest order, as mirrored."""
    return SalesOrder.objects.filter(contracts__contract=contract).order_by("-shopify_created_at")[0]


def shown_contract(shop: Shop, contract: Contract) -> dict[str, Any]:
    """The contract as another client sees it."""
    found: dict[str, Any] = shop.sandbox.graphql(_CONTRACT, id=contract.gid)["subscriptionContract"]
    return found


def shown_order(shop: Shop, order: SalesOrder) -> dict[str, Any]:
    """The order as another client sees it."""
    found: dict[str, Any] = shop.sandbox.graphql(_ORDER, id=order.gid)["order"]
    return found
