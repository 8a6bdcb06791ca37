"""Contracts whose cycles are read, edited and billed: what tests of billing say to the sandbox."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from shopify_sandbox import billing_control
from shopify_sandbox.state.contracts import Content, Contract, ManualDiscount
from shopify_sandbox.state.orders import Order
from tests.shopify_sandbox.resolvers.shop import Shop
from tests.shopify_sandbox.resolvers.subscription_story import Subscriptions, a_plan

CYCLE = """cycleIndex cycleStartAt cycleEndAt billingAttemptExpectedDate skipped edited status
  sourceContract { id } editedContract { note lines(first: 9) { nodes { id quantity concatenatedOriginContract { id }
    lineDiscountedPrice { amount } } } orders(first: 9) { nodes { id } } billingCycles(first: 9) { nodes { cycleIndex
    sourceContract { id } } } createdAt updatedAt } billingAttempts(first: 9) { nodes { id } }"""
ATTEMPT = """id idempotencyKey ready createdAt completedAt originTime errorCode errorMessage nextActionUrl
  respectInventoryPolicy subscriptionContract { id status } order { id } state { __typename
    ... on SubscriptionBillingAttemptSuccessState { order { id } }
    ... on SubscriptionBillingAttemptFailedState { error { __typename
      ... on SubscriptionBillingAttemptPaymentError { code }
      ... on SubscriptionBillingAttemptGeneralError { generalCode: code }
      ... on SubscriptionBillingAttemptInventoryError { inventoryCode: code
        insufficientStockProductVariants(first: 5) { nodes { sku } } }
      ... on SubscriptionBillingAttemptUnexpectedError { message } } }
    ... on SubscriptionBillingAttemptActionRequiredState { action {
      ... on SubscriptionBillingAttemptPaymentChallenge { nextActionUrl status } } } }
  processingError { __typename code message } transactions(first: 5) { nodes { kind status gateway amountSet {
    presentmentMoney { amount } } } }"""
CYCLES = f"""query($id: ID!, $first: Int = 40, $indices: SubscriptionBillingCyclesIndexRangeSelector,
    $dates: SubscriptionBillingCyclesDateRangeSelector, $reverse: Boolean) {{
  subscriptionBillingCycles(contractId: $id, first: $first, billingCyclesIndexRangeSelector: $indices,
    billingCyclesDateRangeSelector: $dates, reverse: $reverse) {{ nodes {{ {CYCLE} }} }} }}"""
ONE = f"""query($given: SubscriptionBillingCycleInput!) {{
  subscriptionBillingCycle(billingCycleInput: $given) {{ {CYCLE} }} }}"""
CREATE = f"""mutation($id: ID!, $given: SubscriptionBillingAttemptInput!) {{
  subscriptionBillingAttemptCreate(subscriptionContractId: $id, subscriptionBillingAttemptInput: $given) {{
    subscriptionBillingAttempt {{ {ATTEMPT} }} userErrors {{ field message code }} }} }}"""
CHARGE = f"""mutation($id: ID!, $selector: SubscriptionBillingCycleSelector!) {{
  subscriptionBillingCycleCharge(subscriptionContractId: $id, billingCycleSelector: $selector) {{
    subscriptionBillingAttempt {{ {ATTEMPT} }} userErrors {{ field message code }} }} }}"""
READ = f"query($id: ID!) {{ subscriptionBillingAttempt(id: $id) {{ {ATTEMPT} }} }}"
SCHEDULE = f"""mutation($cycle: SubscriptionBillingCycleInput!, $given: SubscriptionBillingCycleScheduleEditInput!) {{
  subscriptionBillingCycleScheduleEdit(billingCycleInput: $cycle, input: $given) {{
    billingCycle {{ {CYCLE} }} userErrors {{ field message code }} }} }}"""
EDIT = """mutation($cycle: SubscriptionBillingCycleInput!) {
  subscriptionBillingCycleContractEdit(billingCycleInput: $cycle) {
    draft { id billingCycle { cycleIndex } lines(first: 9) { nodes { id quantity } }
    concatenatedBillingCycles(first: 9) { nodes { cycleIndex } } } userErrors { field message code } } }"""
COMMIT = """mutation($id: ID!) { subscriptionBillingCycleContractDraftCommit(draftId: $id) {
  contract { note lines(first: 9) { nodes { quantity } } } userErrors { field message code } } }"""
CONCATENATE = """mutation($id: ID!, $cycles: [SubscriptionBillingCycleInput!]!) {
  subscriptionBillingCycleContractDraftConcatenate(draftId: $id, concatenatedBillingCycleContracts: $cycles) {
    draft { id lines(first: 9) { nodes { id } } concatenatedBillingCycles(first: 9) { nodes { cycleIndex
      sourceContract { id } } } } userErrors { field message code } } }"""
UPDATE = """mutation($id: ID!, $given: SubscriptionDraftInput!) { subscriptionDraftUpdate(draftId: $id, input: $given) {
  draft { id } userErrors { field message code } } }"""
UPDATE_LINE = """mutation($id: ID!, $line: ID!, $given: SubscriptionLineUpdateInput!) {
  subscriptionDraftLineUpdate(draftId: $id, lineId: $line, input: $given) { draft { id } userErrors { code } } }"""


@dataclass
class Billing(Subscriptions):
    """A shop with subscriptions, and what its listeners were told."""

    told: list[tuple[str, object]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.shop.world.listeners.append(lambda topic, subject: self.told.append((topic, subject)))

    def topics(self, beginning: str = "subscription_billing") -> list[str]:
        """The topics told until now that begin like this."""
        return [topic for topic, _ in self.told if topic.startswith(beginning)]

    def monthly(self, **given: Any) -> Contract:
        """A contract of a customer who pays for each month."""
        return self.contract(self.buy(self.offer(a_plan(billing=1)), **given))

    def prepaid(self, **given: Any) -> Contract:
        """A contract of a customer who pays for three months at once."""
        return self.contract(self.buy(**given))

    def cycles(self, contract: Contract, **given: object) -> list[dict[str, Any]]:
        """The contract's billing cycles."""
        found = self.shop.send(CYCLES, {"id": contract.gid, **given})["subscriptionBillingCycles"]
        nodes: list[dict[str, Any]] = found["nodes"]
        return nodes

    def cycle(self, contract: Contract, index: int = 1) -> dict[str, Any]:
        """One of them."""
        found: dict[str, Any] = self.shop.send(ONE, {"given": named(contract, index)})["subscriptionBillingCycle"]
        return found

    def attempt(self, contract: Contract, *, key: str = "one", **given: object) -> dict[str, Any]:
        """The payload of subscriptionBillingAttemptCreate."""
        wanted = {"idempotencyKey": key, **given}
        payload = self.shop.send(CREATE, {"id": contract.gid, "given": wanted})["subscriptionBillingAttemptCreate"]
        return dict(payload)

    def charge(self, contract: Contract, index: int = 1) -> dict[str, Any]:
        """The payload of subscriptionBillingCycleCharge."""
        payload = self.shop.send(CHARGE, {"id": contract.gid, "selector": {"index": index}})
        return dict(payload["subscriptionBillingCycleCharge"])

    def ended(self, payload: dict[str, Any]) -> dict[str, Any]:
        """The attempt of a payload as it is by now."""
        assert payload["userErrors"] == [], payload
        gid = payload["subscriptionBillingAttempt"]["id"]
        found: dict[str, Any] = self.shop.send(READ, {"id": gid})["subscriptionBillingAttempt"]
        return found

    def renew(self, contract: Contract, index: int = 1) -> Order:
        """The order of a cycle that is billed on its date."""
        self.until(self.cycle(contract, index)["billingAttemptExpectedDate"])
        attempt = self.ended(
            self.attempt(contract, key=f"{contract.id}/{index}", billingCycleSelector={"index": index})
        )
        order = self.shop.world.find(Order, attempt["order"]["id"])
        assert order is not None
        return order

    def half_price(self, contract: Contract) -> None:
        """Give the contract a discount of half the price on all lines."""
        discount = ManualDiscount(uuid="half", title="Half", percentage=50)
        contract.content = replace(contract.content, discounts=(discount,))

    def with_most_cycles(self, contract: Contract, number: int) -> Content:
        """The contract's content when it is to end after so many cycles."""
        return replace(contract.content, billing=replace(contract.content.billing, max_cycles=number))

    def control(self, **body: object) -> dict[str, Any]:
        """POST /sandbox/billing."""
        return dict(billing_control.act(self.shop.world, body))

    def edit_schedule(self, contract: Contract, index: int = 1, **given: object) -> dict[str, Any]:
        """The payload of subscriptionBillingCycleScheduleEdit."""
        wanted = {"reason": "BUYER_INITIATED", **given}
        payload = self.shop.send(SCHEDULE, {"cycle": named(contract, index), "given": wanted})
        return dict(payload["subscriptionBillingCycleScheduleEdit"])

    def change(self, name: str, contract: Contract, index: int = 1) -> dict[str, Any]:
        """The payload of Skip or Unskip."""
        mutation = f"subscriptionBillingCycle{name}"
        document = f"""mutation($cycle: SubscriptionBillingCycleInput!) {{ {mutation}(billingCycleInput: $cycle) {{
          billingCycle {{ {CYCLE} }} userErrors {{ field message code }} }} }}"""
        return dict(self.shop.send(document, {"cycle": named(contract, index)})[mutation])

    def delete_edit(self, contract: Contract, index: int = 1) -> dict[str, Any]:
        """The payload of subscriptionBillingCycleEditDelete."""
        document = f"""mutation($cycle: SubscriptionBillingCycleInput!) {{
          subscriptionBillingCycleEditDelete(billingCycleInput: $cycle) {{
            billingCycles {{ {CYCLE} }} userErrors {{ field message code }} }} }}"""
        payload = self.shop.send(document, {"cycle": named(contract, index)})
        return dict(payload["subscriptionBillingCycleEditDelete"])

    def draft(self, contract: Contract, index: int = 1) -> dict[str, Any]:
        """The payload of subscriptionBillingCycleContractEdit."""
        payload = self.shop.send(EDIT, {"cycle": named(contract, index)})["subscriptionBillingCycleContractEdit"]
        return dict(payload)

    def commit(self, draft: str) -> dict[str, Any]:
        """The payload of subscriptionBillingCycleContractDraftCommit."""
        return dict(self.shop.send(COMMIT, {"id": draft})["subscriptionBillingCycleContractDraftCommit"])

    def concatenate(self, draft: str, *cycles: dict[str, object]) -> dict[str, Any]:
        """The payload of subscriptionBillingCycleContractDraftConcatenate."""
        payload = self.shop.send(CONCATENATE, {"id": draft, "cycles": list(cycles)})
        return dict(payload["subscriptionBillingCycleContractDraftConcatenate"])

    def edit_content(self, contract: Contract, index: int = 1, *, quantity: int = 5) -> None:
        """Bill another quantity in one cycle."""
        draft = self.draft(contract, index)["draft"]
        variables = {"id": draft["id"], "line": draft["lines"]["nodes"][0]["id"], "given": {"quantity": quantity}}
        assert self.shop.send(UPDATE_LINE, variables)["subscriptionDraftLineUpdate"]["userErrors"] == []
        assert self.commit(draft["id"])["userErrors"] == []


def named(contract: Contract, index: int = 1) -> dict[str, object]:
    """A SubscriptionBillingCycleInput."""
    return {"contractId": contract.gid, "selector": {"index": index}}


def codes(payload: dict[str, Any]) -> list[tuple[list[str] | None, str]]:
    """Where and with what code a payload refuses."""
    return [(each["field"], each["code"]) for each in payload["userErrors"]]


def a_billing_shop() -> Billing:
    """A shop of its own."""
    return Billing(Shop())
