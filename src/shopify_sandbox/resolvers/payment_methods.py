"""Customers' payment methods."""

from __future__ import annotations

from datetime import datetime

from shopify_sandbox.resolvers.connections import connection
from shopify_sandbox.resolvers.context import Info, world_of
from shopify_sandbox.resolvers.registry import fields_of
from shopify_sandbox.state import payment_methods
from shopify_sandbox.state.contracts import Contract, Instrument, PaymentMethod
from shopify_sandbox.state.customers import Customer

_SOON_MONTHS = 1


def readable(info: Info, gid: object, *, revoked: bool = False) -> PaymentMethod | None:
    """The payment method; a revoked one only when those are wanted."""
    found = payment_methods.find(world_of(info), gid)
    return None if found is None or (found.revoked_at is not None and not revoked) else found


def _method(_source: object, info: Info, **args: object) -> PaymentMethod | None:
    return readable(info, args["id"], revoked=bool(args.get("showRevoked")))


def _instrument(method: PaymentMethod, info: Info, **_args: object) -> dict[str, object] | None:
    """The means of payment; none once it was revoked (assumed)."""
    if method.revoked_at is not None:
        return None
    given = method.instrument
    shared: dict[str, object] = {
        "__typename": given.kind,
        "billingAddress": None,
        "expiresSoon": _expires_soon(given, world_of(info).now()),
        "expiryMonth": given.expiry_month,
        "expiryYear": given.expiry_year,
        "isRevocable": True,
        "lastDigits": given.last_digits,
        "maskedNumber": f"•••• •••• •••• {given.last_digits}",
        "name": given.name,
    }
    if given.kind == payment_methods.SHOP_PAY:
        return {**shared, "inactive": False}
    return {**shared, "brand": given.brand, "firstDigits": None, "source": None, "virtualLastDigits": None}


def _expires_soon(given: Instrument, now: datetime) -> bool:
    """In this month or the next (assumed)."""
    months = (given.expiry_year - now.year) * 12 + given.expiry_month - now.month
    return months <= _SOON_MONTHS


def _contracts(method: PaymentMethod, info: Info, **args: object) -> object:
    return connection([each for each in world_of(info).all(Contract) if each.content.payment_method is method], args)


def _of_customer(customer: Customer, info: Info, **args: object) -> object:
    revoked = bool(args.get("showRevoked"))
    return connection(payment_methods.of_customer(world_of(info), customer, revoked=revoked), args)


FIELDS = {
    **fields_of("QueryRoot", {"customerPaymentMethod": _method}),
    **fields_of("Customer", {"paymentMethods": _of_customer}),
    **fields_of("CustomerPaymentMethod", {"instrument": _instrument, "subscriptionContracts": _contracts}),
}
