"""Turns what was read of a subscription contract into core's values; unknown statuses are kept as Shopify wrote them.

Policies and billing attempts have modules of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from backhaul.core.contracts import (
    RemoteAttempt,
    RemoteContract,
    RemoteContractLine,
    RemoteCycle,
    RemoteDeliveryMethod,
    RemoteDiscount,
)
from backhaul.core.payment_words import PAYPAL, bank_account, card, shop_pay
from backhaul.core.remote_customer import RemoteAddress
from backhaul.shopify.customer_mapping import mailing_address_of
from backhaul.shopify.money_mapping import money_of
from backhaul.shopify.operations.queries.contract import ContractSubscriptionContract
from backhaul.shopify.operations.queries.fragments import (
    BillingCycleFields,
    ContractDiscountFields,
    ContractLineFields,
)
from backhaul.shopify.plan_mapping import billing_rhythm, delivery_rhythm

_METHOD = "SubscriptionDeliveryMethod"


@dataclass(frozen=True)
class ContractPages:
    """All pages below a contract, put together, and its cycles."""

    lines: Sequence[RemoteContractLine]
    discounts: Sequence[RemoteDiscount]
    order_gids: Sequence[str]
    attempts: Sequence[RemoteAttempt]
    cycles: Sequence[RemoteCycle]


def contract_of(head: ContractSubscriptionContract, pages: ContractPages, hidden: frozenset[str]) -> RemoteContract:
    """A contract as it was read. An address of which nothing is shown is hidden: a delivery always has one."""
    method = _method_of(head)
    if method is not None and method.address == RemoteAddress():
        hidden |= {"address"}
    return RemoteContract(
        gid=head.id,
        revision=head.revision_id,
        status=head.status.value,
        currency=head.currency_code.value,
        created_at=head.created_at,
        updated_at=head.updated_at,
        lines=tuple(pages.lines),
        billing=billing_rhythm(head.billing_policy),
        delivery=delivery_rhythm(head.delivery_policy),
        delivery_price=money_of(head.delivery_price.amount, head.delivery_price.currency_code.value),
        method=method,
        discounts=tuple(pages.discounts),
        app_gid=head.app.id if head.app else None,
        app_title=head.app.title if head.app else None,
        customer_gid=head.customer.id if head.customer else None,
        next_billing_at=head.next_billing_date,
        note=head.note,
        attributes=tuple((entry.key, entry.value or "") for entry in head.custom_attributes),
        origin_order_gid=head.origin_order.id if head.origin_order else None,
        order_gids=tuple(pages.order_gids),
        payment_method_gid=head.customer_payment_method.id if head.customer_payment_method else None,
        payment_method_words=_payment_method_words(head),
        payment_method_revoked=bool(head.customer_payment_method and head.customer_payment_method.revoked_at),
        last_payment_status=head.last_payment_status.value if head.last_payment_status else None,
        last_billing_error=(
            head.last_billing_attempt_error_type.value if head.last_billing_attempt_error_type else None
        ),
        cycles=tuple(pages.cycles),
        attempts=tuple(pages.attempts),
        hidden=hidden,
    )


def contract_line_of(line: ContractLineFields) -> RemoteContractLine:
    """A line of a contract, at what one unit of it costs now."""
    return RemoteContractLine(
        gid=line.id,
        title=line.title,
        quantity=line.quantity,
        current_price=money_of(line.current_price.amount, line.current_price.currency_code.value),
        sku=line.sku,
        variant_title=line.variant_title,
        variant_gid=line.variant_id,
        product_gid=line.product_id,
        selling_plan_gid=line.selling_plan_id,
        selling_plan_name=line.selling_plan_name,
        requires_shipping=line.requires_shipping,
        attributes=tuple((entry.key, entry.value or "") for entry in line.custom_attributes),
    )


def discount_of(one: ContractDiscountFields, line_gids: Sequence[str]) -> RemoteDiscount:
    """A discount; without any lines it is for all of them."""
    value = one.value
    if value.typename__ == "SubscriptionDiscountPercentageValue":
        text = str(value.percentage)
    else:
        text = str(money_of(value.amount.amount, value.amount.currency_code.value))
    return RemoteDiscount(
        gid=one.id,
        title=one.title,
        is_percentage=value.typename__ == "SubscriptionDiscountPercentageValue",
        value=text,
        line_gids=tuple(line_gids),
        kind=one.target_type.value,
        limit=one.recurring_cycle_limit,
    )


def cycle_of(cycle: BillingCycleFields) -> RemoteCycle:
    """One billing cycle."""
    return RemoteCycle(
        index=cycle.cycle_index,
        starts_at=cycle.cycle_start_at,
        ends_at=cycle.cycle_end_at,
        expected_at=cycle.billing_attempt_expected_date,
        status=cycle.status.value,
        skipped=cycle.skipped,
        edited=cycle.edited,
        contract_edited=cycle.edited_contract is not None,
    )


def _method_of(head: ContractSubscriptionContract) -> RemoteDeliveryMethod | None:
    method = head.delivery_method
    if method is None:
        return None
    kind = method.typename__.removeprefix(_METHOD)
    if method.typename__ == "SubscriptionDeliveryMethodPickup":
        return RemoteDeliveryMethod(kind, None, method.pickup_option.code, method.pickup_option.title)
    address = mailing_address_of(method.address)
    if method.typename__ == "SubscriptionDeliveryMethodShipping":
        return RemoteDeliveryMethod(kind, address, method.shipping_option.code, method.shipping_option.title)
    option = method.local_delivery_option
    return RemoteDeliveryMethod(kind, address, option.code, option.title)


def _payment_method_words(head: ContractSubscriptionContract) -> str:
    """What a person knows the payment method by; nothing that it could be used with."""
    if head.customer_payment_method is None or head.customer_payment_method.instrument is None:
        return ""
    found = head.customer_payment_method.instrument
    if found.typename__ == "CustomerCreditCard":
        return card(found.brand, found.last_digits, f"{found.expiry_month:02}/{found.expiry_year}")
    if found.typename__ == "CustomerShopPayAgreement":
        return shop_pay(found.last_digits)
    if found.typename__ == "BankAccount":
        return bank_account(found.bank_name, found.last_digits)
    return PAYPAL
