"""The edits of a contract's draft, as they are sent."""

from collections.abc import Callable

from backhaul.core.contract_calls import EditDraft
from backhaul.core.draft_edits import (
    AddDiscount,
    AddLine,
    Attributes,
    DeliverTo,
    RemoveDiscount,
    RemoveLine,
    SetLine,
    SetNote,
    SetPaymentMethod,
    SetShipping,
)
from backhaul.core.wanted_changes import GivenAddress
from backhaul.flows.effects.prepared import Prepared
from backhaul.shopify.operations import mutations
from backhaul.shopify.operations.mutations.enums import CountryCode


def edit_draft(change: EditDraft) -> Prepared:
    """The mutation for this kind of edit."""
    return _EDITS[type(change.edit)](change.draft_gid, change.edit)


def address_input(address: GivenAddress) -> mutations.MailingAddressInput:
    """The given parts; an empty one clears."""
    named = {
        "first_name": address.first_name,
        "last_name": address.last_name,
        "company": address.company,
        "address_1": address.address1,
        "address_2": address.address2,
        "city": address.city,
        "zip_": address.zip,
        "province_code": address.province_code,
        "phone": address.phone,
    }
    given = {name: value for name, value in named.items() if value is not None}
    country = {"country_code": CountryCode(address.country_code)} if address.country_code else {}
    return mutations.MailingAddressInput.model_validate({**given, **country}, by_name=True)


def attribute_inputs(attributes: Attributes) -> list[mutations.AttributeInput]:
    """All of them: they replace what was there."""
    return [mutations.AttributeInput(key=key, value=value) for key, value in attributes]


def _update(draft_gid: str, given: mutations.SubscriptionDraftInput) -> Prepared:
    return Prepared("subscriptionDraftUpdate", mutations.subscription_draft_update(draft_gid, given))


def _deliver_to(draft_gid: str, edit: DeliverTo) -> Prepared:
    """With the option and the price that were found for it; whoever sends this has made the address whole."""
    shipping = mutations.SubscriptionDeliveryMethodShippingInput(
        address=address_input(edit.address), **_option(edit.option_code, edit.option_title)
    )
    method = mutations.SubscriptionDeliveryMethodInput(shipping=shipping)
    price = {"delivery_price": edit.price.text} if edit.price is not None else {}
    return _update(draft_gid, mutations.SubscriptionDraftInput(delivery_method=method, **price))


def _set_shipping(draft_gid: str, edit: SetShipping) -> Prepared:
    price = {"delivery_price": edit.price.text} if edit.price is not None else {}
    if edit.option_code is None and edit.option_title is None:
        return _update(draft_gid, mutations.SubscriptionDraftInput(**price))
    shipping = mutations.SubscriptionDeliveryMethodShippingInput(**_option(edit.option_code, edit.option_title))
    method = mutations.SubscriptionDeliveryMethodInput(shipping=shipping)
    return _update(draft_gid, mutations.SubscriptionDraftInput(delivery_method=method, **price))


def _option(code: str | None, title: str | None) -> dict[str, mutations.SubscriptionDeliveryMethodShippingOptionInput]:
    named = {"code": code, "title": title}
    given = {name: value for name, value in named.items() if value is not None}
    option = mutations.SubscriptionDeliveryMethodShippingOptionInput(**given)
    return {"shipping_option": option} if given else {}


def _set_line(draft_gid: str, edit: SetLine) -> Prepared:
    named = {
        "quantity": edit.quantity,
        "current_price": edit.price.text if edit.price is not None else None,
        "product_variant_id": edit.variant_gid,
    }
    given = {name: value for name, value in named.items() if value is not None}
    update = mutations.SubscriptionLineUpdateInput.model_validate(given, by_name=True)
    call = mutations.subscription_draft_line_update(draft_gid, edit.line_gid, update)
    return Prepared("subscriptionDraftLineUpdate", call)


def _remove_line(draft_gid: str, edit: RemoveLine) -> Prepared:
    call = mutations.subscription_draft_line_remove(draft_gid, edit.line_gid)
    return Prepared("subscriptionDraftLineRemove", call)


def _add_line(draft_gid: str, edit: AddLine) -> Prepared:
    plan = {"selling_plan_id": edit.selling_plan_gid, "selling_plan_name": edit.selling_plan_name}
    line = mutations.SubscriptionLineInput(
        product_variant_id=edit.variant_gid,
        quantity=edit.quantity,
        current_price=edit.price.text,
        custom_attributes=attribute_inputs(edit.attributes),
        **{name: value for name, value in plan.items() if value is not None},
    )
    return Prepared("subscriptionDraftLineAdd", mutations.subscription_draft_line_add(draft_gid, line))


def _add_discount(draft_gid: str, edit: AddDiscount) -> Prepared:
    """An amount is a float in Shopify's schema, here alone; it is made of the exact text at the last moment."""
    if edit.amount is not None:
        value = mutations.SubscriptionManualDiscountValueInput(
            fixed_amount=mutations.SubscriptionManualDiscountFixedAmountInput(
                amount=float(edit.amount.amount), applies_on_each_item=edit.on_each_item
            )
        )
    else:
        value = mutations.SubscriptionManualDiscountValueInput(percentage=edit.percentage)
    if edit.line_gids:
        lines = mutations.SubscriptionManualDiscountLinesInput(add=list(edit.line_gids))
        entitled = mutations.SubscriptionManualDiscountEntitledLinesInput(lines=lines)
    else:
        entitled = mutations.SubscriptionManualDiscountEntitledLinesInput(all=True)
    limit = {"recurring_cycle_limit": edit.limit} if edit.limit is not None else {}
    discount = mutations.SubscriptionManualDiscountInput(
        title=edit.title, value=value, entitled_lines=entitled, **limit
    )
    return Prepared("subscriptionDraftDiscountAdd", mutations.subscription_draft_discount_add(draft_gid, discount))


def _remove_discount(draft_gid: str, edit: RemoveDiscount) -> Prepared:
    call = mutations.subscription_draft_discount_remove(draft_gid, edit.discount_gid)
    return Prepared("subscriptionDraftDiscountRemove", call)


def _set_payment_method(draft_gid: str, edit: SetPaymentMethod) -> Prepared:
    return _update(draft_gid, mutations.SubscriptionDraftInput(payment_method_id=edit.payment_method_gid))


def _set_note(draft_gid: str, edit: SetNote) -> Prepared:
    note = {"note": edit.note} if edit.note is not None else {}
    attributes = {"custom_attributes": attribute_inputs(edit.attributes)} if edit.attributes is not None else {}
    return _update(draft_gid, mutations.SubscriptionDraftInput(**note, **attributes))


_EDITS: dict[type, Callable[..., Prepared]] = {
    DeliverTo: _deliver_to,
    SetShipping: _set_shipping,
    SetLine: _set_line,
    RemoveLine: _remove_line,
    AddLine: _add_line,
    AddDiscount: _add_discount,
    RemoveDiscount: _remove_discount,
    SetPaymentMethod: _set_payment_method,
    SetNote: _set_note,
}
