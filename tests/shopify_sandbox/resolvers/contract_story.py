"""A shop with a product and a customer's subscription, and words for what tests do with contracts and drafts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from shopify_sandbox import checkout
from shopify_sandbox.state import payment_methods
from shopify_sandbox.state.contracts import Contract
from shopify_sandbox.state.customers import Customer
from shopify_sandbox.state.placing import customer_for
from tests.shopify_sandbox.resolvers.shop import Shop

Json = dict[str, Any]

LINES = """lines(first: 20) { nodes { id title sku quantity variantId currentPrice { amount currencyCode }
  lineDiscountedPrice { amount } discountAllocations { amount { amount } } sellingPlanId sellingPlanName
  customAttributes { key value } requiresShipping
  pricingPolicy { basePrice { amount } cycleDiscounts { afterCycle adjustmentType computedPrice { amount }
    adjustmentValue { ... on SellingPlanPricingPolicyPercentageValue { percentage }
      ... on MoneyV2 { amount } } } } } }"""
METHOD = """deliveryMethod { __typename
  ... on SubscriptionDeliveryMethodShipping { address { address1 city countryCodeV2 }
    shippingOption { title code presentmentTitle } }
  ... on SubscriptionDeliveryMethodLocalDelivery { address { city } localDeliveryOption { title phone } }
  ... on SubscriptionDeliveryMethodPickup { pickupOption { title location { name } } } }"""
DISCOUNT = """id title type targetType recurringCycleLimit usageCount
  entitledLines { all lines(first: 5) { nodes { id } } }
  value { ... on SubscriptionDiscountPercentageValue { percentage }
    ... on SubscriptionDiscountFixedAmountValue { amount { amount } appliesOnEachItem } }"""
CONTRACT = f"""id revisionId status nextBillingDate note currencyCode deliveryPrice {{ amount }} linesCount {{ count }}
  customAttributes {{ key value }} customerPaymentMethod {{ id }} billingPolicy {{ interval intervalCount maxCycles }}
  deliveryPolicy {{ interval intervalCount anchors {{ day }} }} originOrder {{ id }}
  orders(first: 5) {{ nodes {{ id }} }}
  app {{ id }} discounts(first: 10) {{ nodes {{ {DISCOUNT} }} }} {LINES} {METHOD}"""
DRAFT = f"""id note nextBillingDate status deliveryPrice {{ amount }} originalContract {{ id }} {LINES} {METHOD}
  customAttributes {{ key value }} customer {{ id }} currencyCode billingPolicy {{ interval intervalCount }}
  deliveryPolicy {{ interval intervalCount }}
  discounts(first: 10) {{ nodes {{ ... on SubscriptionManualDiscount {{ {DISCOUNT} }}
    ... on SubscriptionAppliedCodeDiscount {{ id redeemCode rejectionReason }} }} }}
  linesAdded(first: 9) {{ nodes {{ id }} }} linesRemoved(first: 9) {{ nodes {{ id }} }}
  discountsAdded(first: 9) {{ nodes {{ __typename }} }} discountsRemoved(first: 9) {{ nodes {{ __typename }} }}
  discountsUpdated(first: 9) {{ nodes {{ __typename }} }}"""
ERRORS = "userErrors { field message code }"
MONTHLY = {"interval": "MONTH", "intervalCount": 1}
HOME = {
    "firstName": "Ada", "lastName": "Example", "address1": "7 Harbour Lane", "city": "Halifax",
    "provinceCode": "NS", "countryCode": "CA", "zip": "B3H 0A1",
}  # fmt: skip
NEXT = "2026-12-02T09:30:00Z"
_PRODUCT = """mutation($product: ProductCreateInput!) { productCreate(product: $product) {
  product { variants(first: 1) { nodes { id } } } userErrors { message } } }"""


@dataclass
class Story:
    """One shop; `heard` are the topics since the story began."""

    shop: Shop = field(default_factory=Shop)
    heard: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.shop.world.listeners.append(lambda topic, _subject: self.heard.append(topic))

    def bought(self, **given: object) -> Json:
        """The contract of a customer who subscribed at checkout: two units at 10.00 every thirty days."""
        plan = {"name": "Monthly", "every": "P30D", "contract": True}
        line = {"sku": "TEA", "price": "10.00", "quantity": 2, "selling_plan": plan}
        placed = checkout.place(self.shop.world, {"lines": [line], "payment": "paid", "shipping": "5.00", **given})
        contracts = placed["contracts"]
        assert isinstance(contracts, list)
        return self.contract(contracts[0])

    def contract(self, gid: object) -> Json:
        """A contract as it is now."""
        document = f"query($id: ID!) {{ subscriptionContract(id: $id) {{ {CONTRACT} }} }}"
        shown: Json = self.shop.send(document, {"id": gid})["subscriptionContract"]
        return shown

    def entity(self, contract: Json) -> Contract:
        """The contract in the world."""
        found = self.shop.world.find(Contract, contract["id"])
        assert found is not None
        return found

    def renewed(self, contract: Json) -> None:
        """The app bills the cycle that has come and leaves the next billing date; the money is there soon."""
        document = """mutation($id: ID!) { subscriptionBillingAttemptCreate(subscriptionContractId: $id,
          subscriptionBillingAttemptInput: {idempotencyKey: "first", billingCycleSelector: {index: 1}}) {
          userErrors { message } } }"""
        self.shop.world.clock.advance(timedelta(days=30))
        assert self.shop.send(document, {"id": contract["id"]})["subscriptionBillingAttemptCreate"]["userErrors"] == []
        self.shop.world.clock.advance(timedelta(minutes=1))

    def variant(self, title: str = "Coffee") -> str:
        """The variant of a new product."""
        payload = self.shop.send(_PRODUCT, {"product": {"title": title}})["productCreate"]
        return str(payload["product"]["variants"]["nodes"][0]["id"])

    def customer(self, email: str = "ada@example.com") -> Customer:
        """A customer of the shop with a payment method."""
        made = customer_for(self.shop.world, email, first_name="Ada")
        assert made is not None
        payment_methods.for_purchase(self.shop.world, made)
        return made

    def payment_method(self, customer: Customer) -> str:
        """The customer's payment method."""
        return payment_methods.of_customer(self.shop.world, customer)[-1].gid

    def changed(self, name: str, contract: Json, *, argument: str = "subscriptionContractId", **args: str) -> Json:
        """The payload of a mutation of a contract as a whole; further arguments are written as they are."""
        given = "".join(f", {key}: {value}" for key, value in args.items())
        document = f"""mutation($id: ID!) {{ {name}({argument}: $id{given}) {{
          contract {{ {CONTRACT} }} {ERRORS} }} }}"""
        payload: Json = self.shop.send(document, {"id": contract["id"]})[name]
        return payload

    def draft(self, contract: Json) -> Json:
        """A draft of the contract."""
        payload = self.drafted(contract)
        assert payload["userErrors"] == []
        draft: Json = payload["draft"]
        return draft

    def drafted(self, contract: Json, actor: str = "MERCHANT") -> Json:
        """subscriptionContractUpdate's payload."""
        document = f"""mutation($id: ID!, $actor: SubscriptionActor) {{
          subscriptionContractUpdate(contractId: $id, actor: $actor) {{ draft {{ {DRAFT} }} {ERRORS} }} }}"""
        variables = {"id": contract["id"], "actor": actor}
        payload: Json = self.shop.send(document, variables)["subscriptionContractUpdate"]
        return payload

    def created(self, **given: object) -> Json:
        """subscriptionContractCreate's payload for a monthly contract of a customer of the shop."""
        customer = self.customer()
        contract = {
            "billingPolicy": MONTHLY,
            "deliveryPolicy": MONTHLY,
            "paymentMethodId": self.payment_method(customer),
            "deliveryMethod": {"shipping": {"address": HOME, "shippingOption": {"title": "Standard"}}},
        }
        wanted = {
            "customerId": customer.gid,
            "currencyCode": "CAD",
            "nextBillingDate": NEXT,
            **given,
            "contract": {**contract, **(given.get("contract") or {})},  # type: ignore[dict-item]
        }
        document = f"""mutation($input: SubscriptionContractCreateInput!) {{
          subscriptionContractCreate(input: $input) {{ draft {{ {DRAFT} }} {ERRORS} }} }}"""
        payload: Json = self.shop.send(document, {"input": wanted})["subscriptionContractCreate"]
        return payload

    def staged(self, name: str, draft: Json, given: object = None, *, payload: str = "", **ids: str) -> Json:
        """The payload of subscriptionDraft<name>; `ids` are further arguments, `payload` further fields."""
        kind = {
            "Update": "SubscriptionDraftInput",
            "LineAdd": "SubscriptionLineInput",
            "LineUpdate": "SubscriptionLineUpdateInput",
        }.get(name, "SubscriptionFreeShippingDiscountInput" if "Free" in name else "SubscriptionManualDiscountInput")
        declared = "" if given is None else f", $input: {kind}!"
        passed = "" if given is None else ", input: $input"
        further = "".join(f', {key}: "{value}"' for key, value in ids.items())
        mutation = f"subscriptionDraft{name}"
        document = f"""mutation($id: ID!{declared}) {{ {mutation}(draftId: $id{passed}{further}) {{
          draft {{ {DRAFT} }} {payload} {ERRORS} }} }}"""
        variables = {"id": draft["id"], **({} if given is None else {"input": given})}
        answer: Json = self.shop.send(document, variables)[mutation]
        return answer

    def committed(self, draft: Json) -> Json:
        """subscriptionDraftCommit's payload."""
        document = f"""mutation($id: ID!) {{ subscriptionDraftCommit(draftId: $id) {{
          contract {{ {CONTRACT} }} {ERRORS} }} }}"""
        payload: Json = self.shop.send(document, {"id": draft["id"]})["subscriptionDraftCommit"]
        return payload


def codes(payload: Json) -> list[tuple[str, str]]:
    """What a payload refuses: fields joined by dots, and codes."""
    return [(".".join(each["field"] or []), each["code"]) for each in payload["userErrors"]]
