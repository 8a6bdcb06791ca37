"""Customers' stored means of payment: made at checkout, asked to be updated, revoked.

The texts are assumed.
"""

from __future__ import annotations

from dataclasses import replace

from shopify_sandbox.state.contracts import Instrument, PaymentMethod
from shopify_sandbox.state.customers import Customer
from shopify_sandbox.state.errors import refused
from shopify_sandbox.world import World

CARD = "CustomerCreditCard"
SHOP_PAY = "CustomerShopPayAgreement"
KINDS = {"card": CARD, "shop_pay": SHOP_PAY}
_PREFIX = "gid://shopify/CustomerPaymentMethod/"


def find(world: World, gid: object) -> PaymentMethod | None:
    """The payment method with that global id."""
    token = str(gid).removeprefix(_PREFIX)
    return next((each for each in world.all(PaymentMethod) if each.token == token), None)


def of_customer(world: World, customer: Customer, *, revoked: bool = False) -> list[PaymentMethod]:
    """The customer's, without the revoked ones unless they are wanted."""
    own = [each for each in world.all(PaymentMethod) if each.customer is customer]
    return own if revoked else [each for each in own if each.revoked_at is None]


def for_purchase(world: World, customer: Customer, instrument: Instrument | None = None) -> PaymentMethod:
    """The one that a purchase is made with: a new one of that kind, else the customer's last, else a card."""
    known = of_customer(world, customer)
    if known and instrument is None:
        return known[-1]
    given = instrument or Instrument()
    made = PaymentMethod(
        id=world.new_id(PaymentMethod),
        token=world.new_uuid().replace("-", ""),
        customer=customer,
        created_at=world.now(),
        instrument=given if given.name else replace(given, name=customer.display_name),
    )
    world.add(made)
    world.emit("customer_payment_methods/create", made)
    return made


def change(world: World, method: PaymentMethod, instrument: Instrument) -> None:
    """The customer gives new details of the same means of payment."""
    method.instrument = instrument
    world.emit("customer_payment_methods/update", method)


def revoke(world: World, method: PaymentMethod, *, reason: str = "MANUALLY_REVOKED") -> None:
    """From now on nothing can be charged with it."""
    if method.revoked_at is None:
        method.revoked_at, method.revoked_reason = world.now(), reason
        world.emit("customer_payment_methods/revoke", method)


def usable(method: PaymentMethod | None) -> PaymentMethod:
    """The method, when there is one that isn't revoked. Raises Refused."""
    if method is None or method.revoked_at is not None:
        code = "PAYMENT_METHOD_DOES_NOT_EXIST"
        raise refused("Payment method doesn't exist.", "customerPaymentMethodId", code=code)
    return method


def send_update_email(method: PaymentMethod) -> None:
    """Ask the customer for new details."""
    method.update_emails += 1


def update_url(world: World, method: PaymentMethod) -> str:
    """Where the customer gives new details; for Shop Pay alone (schema). Raises Refused with INVALID_INSTRUMENT."""
    if method.instrument.kind != SHOP_PAY:
        raise refused("Invalid payment instrument.", "customerPaymentMethodId", code="INVALID_INSTRUMENT")
    return f"https://{world.profile.shop_domain}/account/payment_methods/{method.token}/update"
