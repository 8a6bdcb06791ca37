"""customerPaymentMethod*: asking the customer for new details, revoking. Texts are assumed."""

from __future__ import annotations

from shopify_sandbox.resolvers.context import Info, world_of
from shopify_sandbox.resolvers.lookup import mutation
from shopify_sandbox.resolvers.registry import fields_of
from shopify_sandbox.state import payment_methods
from shopify_sandbox.state.contracts import PaymentMethod


def _usable(info: Info, args: dict[str, object]) -> PaymentMethod:
    return payment_methods.usable(payment_methods.find(world_of(info), args["customerPaymentMethodId"]))


@mutation("customer")
def _send_update_email(info: Info, **args: object) -> dict[str, object]:
    method = _usable(info, args)
    payment_methods.send_update_email(method)
    return {"customer": method.customer}


@mutation("updatePaymentMethodUrl")
def _get_update_url(info: Info, **args: object) -> dict[str, object]:
    return {"updatePaymentMethodUrl": payment_methods.update_url(world_of(info), _usable(info, args))}


@mutation("revokedCustomerPaymentMethodId")
def _revoke(info: Info, **args: object) -> dict[str, object]:
    method = _usable(info, args)
    payment_methods.revoke(world_of(info), method)
    return {"revokedCustomerPaymentMethodId": method.gid}


FIELDS = fields_of(
    "Mutation",
    {
        "customerPaymentMethodGetUpdateUrl": _get_update_url,
        "customerPaymentMethodRevoke": _revoke,
        "customerPaymentMethodSendUpdateEmail": _send_update_email,
    },
)
