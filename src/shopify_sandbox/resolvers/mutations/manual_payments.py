"""orderCreateManualPayment."""

from __future__ import annotations

from shopify_sandbox.engine.envelopes import AccessDenied
from shopify_sandbox.resolvers.context import Info, world_of
from shopify_sandbox.resolvers.lookup import mutation, visible
from shopify_sandbox.resolvers.registry import fields_of
from shopify_sandbox.state import capturing, manual_payments
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.given import amount_of, instant, mapping, optional_text
from shopify_sandbox.state.money import Money
from shopify_sandbox.state.orders import Order

_ACCESS = (
    "`write_orders` access scope. Also: The user must have mark_orders_as_paid permission. "
    "The API client must be installed on a Shopify Plus store to use the amount field."
)


@mutation("order")
def _create_manual_payment(info: Info, **args: object) -> dict[str, object]:
    """Paying a part needs a Plus plan (recorded); without an amount the order is marked as paid."""
    world = world_of(info)
    given = mapping(args.get("amount"))
    if given and not world.profile.is_plus:
        raise AccessDenied("orderCreateManualPayment", _ACCESS)
    order = visible(info, Order, args["id"])
    if order is None:
        raise refused("Order does not exist", "id", code="ORDER_NOT_FOUND")
    if not given:
        capturing.mark_paid(world, order)
        return {"order": order}
    wish = manual_payments.ManualPayment(
        amount=Money(amount_of(given), str(given["currencyCode"])),
        method=optional_text(args.get("paymentMethodName")),
        processed_at=instant(args.get("processedAt")),
    )
    manual_payments.record(world, order, wish)
    return {"order": order}


FIELDS = fields_of("Mutation", {"orderCreateManualPayment": _create_manual_payment})
