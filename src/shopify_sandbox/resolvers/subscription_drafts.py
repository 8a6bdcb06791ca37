"""Drafts of subscription contracts, and the delivery options that they could have."""

from __future__ import annotations

from collections.abc import Callable

from shopify_sandbox.offers import ShippingRate
from shopify_sandbox.resolvers.context import Info, world_of
from shopify_sandbox.resolvers.contract_content import (
    content_fields,
    policy_fields,
    shown_discounts,
    shown_lines,
)
from shopify_sandbox.resolvers.registry import derived, fields_of
from shopify_sandbox.state import delivery_options
from shopify_sandbox.state.contract_drafts import Draft
from shopify_sandbox.state.contracts import Content
from shopify_sandbox.state.draft_delivery import mailing_address
from shopify_sandbox.state.errors import Refused
from shopify_sandbox.state.given import Given, mapping
from shopify_sandbox.state.locations import Location
from shopify_sandbox.state.money import Money

_KINDS = {
    "shipping": "SubscriptionShippingOption",
    "local_delivery": "SubscriptionLocalDeliveryOption",
    "pickup": "SubscriptionPickupOption",
}


def find(info: Info, gid: object) -> Draft | None:
    """The draft, whether it is committed or not."""
    return world_of(info).find(Draft, str(gid))


def readable(info: Info, gid: object) -> Draft | None:
    """The draft as long as it isn't committed."""
    draft = find(info, gid)
    return None if draft is None or draft.committed else draft


def content_of(source: object) -> Content:
    """A draft's content."""
    assert isinstance(source, Draft)
    return source.content


def _base(draft: Draft) -> Content:
    return draft.base or draft.content


def _found(draft: Draft, info: Info, given: object) -> delivery_options.Options | None:
    """The options for the address given or the draft's own; one with parts missing is a failure (assumed)."""
    world = world_of(info)
    try:
        address = None if given is None else mailing_address(world, mapping(given), ("deliveryAddress",))
    except Refused as refusal:
        return delivery_options.Options(failure=refusal.errors[0].message)
    return delivery_options.options_for(world, draft, address)


def _delivery_options(draft: Draft, info: Info, **args: object) -> object:
    found = _found(draft, info, args.get("deliveryAddress"))
    if found is None:
        return None
    if found.failure is not None:
        return {"__typename": "SubscriptionDeliveryOptionResultFailure", "message": found.failure}
    options = [_option(each, draft, found.pickup_location) for each in found.rates]
    return {"__typename": "SubscriptionDeliveryOptionResultSuccess", "deliveryOptions": options}


def _shipping_options(draft: Draft, info: Info, **args: object) -> object:
    found = _found(draft, info, args.get("deliveryAddress"))
    if found is None:
        return None
    if found.failure is not None:
        return {"__typename": "SubscriptionShippingOptionResultFailure", "message": found.failure}
    options = [_option(each, draft, None) for each in found.rates if each.kind == "shipping"]
    return {"__typename": "SubscriptionShippingOptionResultSuccess", "shippingOptions": options}


def _option(rate: ShippingRate, draft: Draft, pickup_at: Location | None) -> Given:
    return {
        "__typename": _KINDS[rate.kind],
        "title": rate.title,
        "presentmentTitle": rate.title,
        "description": rate.description,
        "code": rate.code,
        "price": Money(rate.price, draft.currency).rounded(),
        "phoneRequired": rate.phone_required,
        "carrierService": None,
        "location": pickup_at,
        "pickupTime": "Usually ready in 24 hours",
    }


_OWN: dict[str, Callable[[Draft], object]] = {
    "currencyCode": lambda draft: draft.currency,
    "originalContract": lambda draft: draft.contract,
}

FIELDS = {
    **fields_of("QueryRoot", {"subscriptionDraft": lambda _source, info, **args: readable(info, args["id"])}),
    **content_fields("SubscriptionDraft", content_of),
    **policy_fields("SubscriptionDraft", content_of),
    **fields_of("SubscriptionDraft", {name: derived(function) for name, function in _OWN.items()}),
    **fields_of(
        "SubscriptionDraft",
        {
            "deliveryOptions": _delivery_options,
            "shippingOptions": _shipping_options,
            "discounts": lambda draft, _info, **args: shown_discounts(draft.content, draft.content.discounts, args),
            "discountsAdded": lambda draft, _info, **args: shown_discounts(draft.content, draft.discounts_added, args),
            "discountsRemoved": lambda draft, _info, **args: shown_discounts(
                _base(draft), draft.discounts_removed, args
            ),
            "discountsUpdated": lambda draft, _info, **args: shown_discounts(
                draft.content, draft.discounts_updated, args
            ),
            "linesAdded": lambda draft, _info, **args: shown_lines(draft.content, draft.lines_added, args),
            "linesRemoved": lambda draft, _info, **args: shown_lines(_base(draft), draft.lines_removed, args),
        },
    ),
}
