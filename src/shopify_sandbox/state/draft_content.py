"""SubscriptionDraftInput: what it changes of a draft, all of it or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from shopify_sandbox.state import draft_policies, payment_methods
from shopify_sandbox.state.contract_changes import TERMINATED
from shopify_sandbox.state.contract_drafts import Draft
from shopify_sandbox.state.contracts import Content, ContractStatus, PaymentMethod
from shopify_sandbox.state.customers import Customer
from shopify_sandbox.state.draft_delivery import delivery_method
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.given import Given, decimal, instant, mapping, mappings
from shopify_sandbox.state.money import Money
from shopify_sandbox.world import World

# That of an order's note (assumed).
LONGEST_NOTE = 5000
Path = tuple[str, ...]


def change(world: World, draft: Draft, given: Given, *, path: Path = ("input",)) -> None:
    """Stage what is given. Raises Refused with SubscriptionDraftErrorCode and leaves the draft as it was."""
    _check_policies_may_change(draft, given, path)
    content = _content(world, draft.content, given, draft.customer, path=path)
    date = _next_billing_date(world, given, path)
    status = _status(draft, given, path)
    draft.content = content
    draft.status = status
    draft.next_billing_date = date or draft.next_billing_date


def first(world: World, given: Given, customer: Customer, *, currency: str, path: Path) -> Content:
    """The content of a contract that is yet to be. Raises Refused, without its two policies too."""
    for name in ("billingPolicy", "deliveryPolicy"):
        if given.get(name) is None:
            raise refused("Input value is not present.", *path, name, code="PRESENCE")
    empty = Content(
        billing=draft_policies.rhythm(mapping(given["billingPolicy"]), (*path, "billingPolicy")),
        delivery=draft_policies.rhythm(mapping(given["deliveryPolicy"]), (*path, "deliveryPolicy")),
        delivery_price=Money(Decimal(0), currency),
    )
    return _content(world, empty, given, customer, path=path)


def _content(world: World, before: Content, given: Given, customer: Customer, *, path: Path) -> Content:
    content = _with_policies(before, given, path)
    if given.get("deliveryMethod") is not None:
        method = delivery_method(world, mapping(given["deliveryMethod"]), content.method, (*path, "deliveryMethod"))
        content = replace(content, method=method)
    if given.get("deliveryPrice") is not None:
        asked = price(given["deliveryPrice"], before.delivery_price.currency, (*path, "deliveryPrice"))
        content = replace(content, delivery_price=asked)
    if "note" in given:
        content = replace(content, note=_note(given["note"], (*path, "note")))
    if given.get("customAttributes") is not None:
        content = replace(content, custom_attributes=attributes(given["customAttributes"]))
    if given.get("paymentMethodId") is not None:
        method_id = (*path, "paymentMethodId")
        content = replace(content, payment_method=_payment_method(world, given["paymentMethodId"], customer, method_id))
    return content


def _with_policies(before: Content, given: Given, path: Path) -> Content:
    content = before
    if given.get("billingPolicy") is not None:
        content = replace(
            content, billing=draft_policies.rhythm(mapping(given["billingPolicy"]), (*path, "billingPolicy"))
        )
    if given.get("deliveryPolicy") is not None:
        wanted = draft_policies.rhythm(mapping(given["deliveryPolicy"]), (*path, "deliveryPolicy"))
        content = replace(content, delivery=wanted)
    if given.get("billingPolicy") is not None or given.get("deliveryPolicy") is not None:
        draft_policies.check_together(content.billing, content.delivery, path)
    return content


def _check_policies_may_change(draft: Draft, given: Given, path: Path) -> None:
    if draft.cycle is None:
        return
    for name, word in (("billingPolicy", "BILLING"), ("deliveryPolicy", "DELIVERY")):
        if given.get(name) is not None:
            message = f"{word.capitalize()} policy cannot be updated for billing cycle contract drafts."
            raise refused(message, *path, name, code=f"BILLING_CYCLE_CONTRACT_DRAFT_{word}_POLICY_INVALID")


def price(given: object, currency: str, path: Path) -> Money:
    """An amount that isn't negative, in the currency's decimals. Raises Refused with GREATER_THAN_OR_EQUAL_TO."""
    amount = decimal(given)
    if amount < 0:
        message = "The input value should be greater than or equal to the minimum value allowed."
        raise refused(message, *path, code="GREATER_THAN_OR_EQUAL_TO")
    return Money(amount, currency).rounded()


def _note(given: object, path: Path) -> str | None:
    if given is not None and len(str(given)) > LONGEST_NOTE:
        raise refused("Note length is too long.", *path, code="INVALID_NOTE_LENGTH")
    return None if given is None else str(given)


def attributes(given: object) -> tuple[tuple[str, str | None], ...]:
    """AttributeInputs; they replace those there were."""
    pairs = mappings(given)
    return tuple((str(each["key"]), None if each.get("value") is None else str(each["value"])) for each in pairs)


def _payment_method(world: World, gid: object, customer: Customer, path: Path) -> PaymentMethod:
    found = payment_methods.find(world, gid)
    if found is None or found.revoked_at is not None:
        raise refused("Customer payment method does not exist.", *path, code="INVALID")
    if found.customer is not customer:
        message = "The payment method customer must be the same as the contract customer."
        raise refused(message, *path, code="CUSTOMER_MISMATCH")
    return found


def _next_billing_date(world: World, given: Given, path: Path) -> datetime | None:
    date = instant(given.get("nextBillingDate"))
    check_billing_date(world, date, (*path, "nextBillingDate"))
    return date


def check_billing_date(world: World, date: datetime | None, path: Path) -> None:
    """Raises Refused with INVALID_BILLING_DATE for a date that is past (assumed)."""
    if date is not None and date < world.now():
        raise refused("Next billing date is invalid.", *path, code="INVALID_BILLING_DATE")


def _status(draft: Draft, given: Given, path: Path) -> ContractStatus:
    if given.get("status") is None:
        return draft.status
    wanted = ContractStatus(str(given["status"]))
    if draft.contract is not None and draft.contract.status.is_over and wanted is not draft.contract.status:
        raise refused(TERMINATED, *path, "status", code="INVALID")
    return wanted
