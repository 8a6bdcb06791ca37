"""Reads what is needed while a contract or its orders are being changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from backhaul.core.contract_content import ContractReading, CycleReading, same_address
from backhaul.core.delivery_choice import Offered
from backhaul.core.wanted_changes import GivenAddress
from backhaul.shopify.content_mapping import contract_reading_of, cycle_reading_of, given_address, money
from backhaul.shopify.exchange import Exchange
from backhaul.shopify.one_reading import not_found
from backhaul.shopify.operations import queries
from backhaul.shopify.operations.queries.cycles_edited import CyclesEditedSubscriptionBillingCycles
from backhaul.shopify.operations.queries.order_cancellation import OrderCancellationNodeOrderCancelJobResult
from backhaul.shopify.pages import all_nodes

ENDED_STATUSES = ("CLOSED", "CANCELLED")
"""Of fulfillment orders that nothing is left of to ship."""


@dataclass(frozen=True)
class DeliveryOptions:
    """The ways to ship to an address; `failure` is Shopify's reason why there are none."""

    shipping: tuple[Offered, ...] = ()
    failure: str = ""


@dataclass(frozen=True)
class Cancellation:
    """How far the cancelling of an order has come; `errors` are Shopify's own words."""

    is_done: bool
    errors: tuple[str, ...] = ()


def read_content(exchange: Exchange, contract_gid: str) -> ContractReading:
    """A contract with all that an edit can change. Raises NotFoundInShopify."""
    reply = exchange.query(queries.contract_content(contract_gid))
    found = reply.data.subscription_contract
    if found is None:
        raise not_found("subscription contract", contract_gid, reply.request_id)
    return contract_reading_of(found)


def read_cycle(exchange: Exchange, contract_gid: str, index: int) -> CycleReading | None:
    """One billing cycle by its index, with the content of its own; None when Shopify does not show it."""
    wanted = queries.SubscriptionBillingCycleInput(
        contract_id=contract_gid, selector=queries.SubscriptionBillingCycleSelector(index=index)
    )
    found = exchange.query(queries.cycle_content(wanted)).data.subscription_billing_cycle
    return cycle_reading_of(found) if found else None


def edited_cycles(exchange: Exchange, contract_gid: str) -> Sequence[int]:
    """The cycles, not billed yet, whose contract was edited for them alone, over all that Shopify shows."""

    def more(after: str) -> CyclesEditedSubscriptionBillingCycles:
        return exchange.query(queries.cycles_edited(contract_gid, after)).data.subscription_billing_cycles

    first = exchange.query(queries.cycles_edited(contract_gid)).data.subscription_billing_cycles
    return [
        node.cycle_index
        for node in all_nodes(first, more)
        if node.edited_contract is not None and node.status.value == "UNBILLED"
    ]


def delivery_options(exchange: Exchange, draft_gid: str, address: GivenAddress) -> DeliveryOptions | None:
    """The ways to ship a draft's goods to an address; None while Shopify is working them out (schema)."""
    reply = exchange.query(queries.draft_delivery_options(draft_gid, _address_input(address)))
    draft = reply.data.subscription_draft
    if draft is None:
        raise not_found("subscription draft", draft_gid, reply.request_id)
    found = draft.delivery_options
    if found is None:
        return None
    if found.typename__ == "SubscriptionDeliveryOptionResultFailure":
        return DeliveryOptions(failure=found.message or "no reason given")
    return DeliveryOptions(
        tuple(
            Offered(option.code, option.title, money(option.price) if option.price else None)
            for option in found.delivery_options
            if option.typename__ == "SubscriptionShippingOption"
        )
    )


def read_contract_address(exchange: Exchange, contract_gid: str) -> GivenAddress | None:
    """Where a contract ships to, whole; None when it does not ship, or when we may not see it."""
    contract = exchange.query(queries.contract_address(contract_gid)).data.subscription_contract
    method = contract.delivery_method if contract else None
    if method is None or method.typename__ != "SubscriptionDeliveryMethodShipping":
        return None
    return given_address(method.address)


def read_order_address(exchange: Exchange, order_gid: str) -> GivenAddress | None:
    """Where an order goes, whole; None when it goes nowhere, or when we may not see it."""
    order = exchange.query(queries.order_address(order_gid)).data.order
    return given_address(order.shipping_address) if order and order.shipping_address else None


def destinations_elsewhere(exchange: Exchange, order_gid: str, address: GivenAddress) -> Sequence[str]:
    """The fulfillment orders, still to be shipped, that go elsewhere than to that address, by gid."""
    order = exchange.query(queries.order_destinations(order_gid)).data.order
    elsewhere = []
    for node in order.fulfillment_orders.nodes if order else []:
        goes = node.destination
        if goes is None or node.status.value in ENDED_STATUSES:
            continue
        shown = GivenAddress(
            address1=goes.address_1,
            address2=goes.address_2,
            zip=goes.zip_,
            city=goes.city,
            country_code=goes.country_code.value if goes.country_code else None,
        )
        if not same_address(shown, address):
            elsewhere.append(node.id)
    return elsewhere


def read_cancellation(exchange: Exchange, job_gid: str) -> Cancellation | None:
    """How far an orderCancel has come, by the id in its reply; None when Shopify has forgotten it."""
    found = exchange.query(queries.order_cancellation(job_gid)).data.node
    if not isinstance(found, OrderCancellationNodeOrderCancelJobResult):
        return None
    return Cancellation(found.done, tuple(error.message for error in found.errors))


def _address_input(address: GivenAddress) -> queries.MailingAddressInput:
    named = {
        "first_name": address.first_name,
        "last_name": address.last_name,
        "company": address.company,
        "address_1": address.address1,
        "address_2": address.address2,
        "city": address.city,
        "zip_": address.zip,
        "province_code": address.province_code,
        "country_code": address.country_code,
        "phone": address.phone,
    }
    return queries.MailingAddressInput.model_validate(
        {name: value for name, value in named.items() if value}, by_name=True
    )
