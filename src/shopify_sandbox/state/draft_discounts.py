"""The discounts of a draft: manual ones, free shipping, codes. Sentences and limits are assumed where no code says."""

from __future__ import annotations

from dataclasses import replace

from shopify_sandbox.state.contract_drafts import Draft
from shopify_sandbox.state.contracts import CodeDiscount, Content, Discount, ManualDiscount
from shopify_sandbox.state.draft_policies import GREATER_THAN, positive
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.given import Given, decimal, mapping, optional_text, texts
from shopify_sandbox.state.money import Money
from shopify_sandbox.world import World

MOST_DISCOUNTS = 100
LONGEST_TITLE = 255
Path = tuple[str, ...]
_INPUT = ("input",)


def add(world: World, draft: Draft, given: Given) -> ManualDiscount:
    """A manual discount on lines. Raises Refused, for one without a value or without lines too."""
    blank = ManualDiscount(uuid=world.new_uuid(), all_lines=False)
    if given.get("value") is None:
        raise refused("Input value is not present.", *_INPUT, "value", code="PRESENCE")
    return _keep(draft, _with_lines(draft, _described(draft, blank, given), given))


def change(draft: Draft, gid: object, given: Given) -> ManualDiscount:
    """Change what is given of a manual discount. Raises Refused."""
    before = _manual(draft, gid, for_shipping=False)
    changed = _with_lines(draft, _described(draft, before, given), given)
    _replace(draft, changed)
    return changed


def add_free_shipping(world: World, draft: Draft, given: Given) -> ManualDiscount:
    """The whole delivery price off."""
    free = ManualDiscount(uuid=world.new_uuid(), for_shipping=True, percentage=100)
    return _keep(draft, _described(draft, free, given))


def change_free_shipping(draft: Draft, gid: object, given: Given) -> ManualDiscount:
    """Change title or limit of a free shipping discount. Raises Refused."""
    changed = _described(draft, _manual(draft, gid, for_shipping=True), given)
    _replace(draft, changed)
    return changed


def remove(draft: Draft, gid: object) -> Discount:
    """Take the discount out. Raises Refused."""
    found = _any(draft, gid)
    kept = tuple(each for each in draft.content.discounts if each.uuid != found.uuid)
    draft.content = replace(draft.content, discounts=kept)
    return found


def apply_code(world: World, draft: Draft, code: str) -> CodeDiscount:
    """Apply a code; one that the shop doesn't know is there with the reason why it is rejected. Raises Refused."""
    if not code.strip():
        raise refused("The input value is blank.", "redeemCode", code="BLANK")
    _check_room(draft)
    known = code.casefold() in {each.code.casefold() for each in world.profile.discount_codes}
    applied = CodeDiscount(uuid=world.new_uuid(), redeem_code=code, rejection_reason=None if known else "NOT_FOUND")
    draft.content = replace(draft.content, discounts=(*draft.content.discounts, applied))
    return applied


def settled(world: World, content: Content) -> Content:
    """The content with codes turned into the discounts that they give, rejected ones left out (assumed)."""
    kept: list[Discount] = []
    for each in content.discounts:
        if not isinstance(each, CodeDiscount):
            kept.append(each)
        elif each.rejection_reason is None:
            kept.append(_of_code(world, each, content.delivery_price.currency))
    return replace(content, discounts=tuple(kept))


def _of_code(world: World, applied: CodeDiscount, currency: str) -> ManualDiscount:
    codes = {each.code.casefold(): each for each in world.profile.discount_codes}
    known = codes[applied.redeem_code.casefold()]
    return ManualDiscount(
        uuid=applied.uuid,
        title=known.code,
        kind="CODE_DISCOUNT",
        percentage=known.percentage,
        amount=None if known.amount is None else Money(known.amount, currency),
        cycle_limit=known.cycles,
    )


def _described(draft: Draft, discount: ManualDiscount, given: Given) -> ManualDiscount:
    title = optional_text(given.get("title"))
    if title is not None and len(title) > LONGEST_TITLE:
        raise refused("The input value is too long.", *_INPUT, "title", code="TOO_LONG")
    if title is not None:
        discount = replace(discount, title=title)
    if given.get("recurringCycleLimit") is not None:
        limit = positive(given["recurringCycleLimit"], (*_INPUT, "recurringCycleLimit"))
        discount = replace(discount, cycle_limit=limit)
    return discount if given.get("value") is None else _with_value(draft, discount, mapping(given["value"]))


def _with_value(draft: Draft, discount: ManualDiscount, given: Given) -> ManualDiscount:
    path = (*_INPUT, "value")
    percentage, fixed = given.get("percentage"), given.get("fixedAmount")
    if (percentage is None) == (fixed is None):
        raise refused("The input value is invalid.", *path, code="INVALID")
    if percentage is not None:
        if not 0 <= int(str(percentage)) <= 100:
            raise refused("Value is not in range.", *path, "percentage", code="NOT_IN_RANGE")
        return replace(discount, percentage=int(str(percentage)), amount=None, on_each_item=False)
    amount = decimal(mapping(fixed).get("amount") or 0)
    if amount <= 0:
        raise refused(GREATER_THAN, *path, "fixedAmount", "amount", code="GREATER_THAN")
    money = Money(amount, draft.currency).rounded()
    return replace(discount, percentage=None, amount=money, on_each_item=bool(mapping(fixed).get("appliesOnEachItem")))


def _with_lines(draft: Draft, discount: ManualDiscount, given: Given) -> ManualDiscount:
    entitled = mapping(given.get("entitledLines"))
    lines = mapping(entitled.get("lines"))
    if entitled.get("all") is not None:
        discount = replace(discount, all_lines=bool(entitled["all"]), lines=frozenset())
    if lines:
        added, gone = (_uuids(draft, lines.get(name), name) for name in ("add", "remove"))
        discount = replace(discount, all_lines=False, lines=(discount.lines | added) - gone)
    if not discount.all_lines and not discount.lines:
        message = "Discount must have at least one entitled line."
        raise refused(message, *_INPUT, "entitledLines", code="NO_ENTITLED_LINES")
    return discount


def _uuids(draft: Draft, given: object, name: str) -> frozenset[str]:
    found = {gid: draft.content.line(gid) for gid in texts(given)}
    if None in found.values():
        path = (*_INPUT, "entitledLines", "lines", name)
        raise refused("Subscription line does not exist.", *path, code="INVALID")
    return frozenset(line.uuid for line in found.values() if line is not None)


def _keep(draft: Draft, discount: ManualDiscount) -> ManualDiscount:
    _check_room(draft)
    draft.content = replace(draft.content, discounts=(*draft.content.discounts, discount))
    return discount


def _check_room(draft: Draft) -> None:
    if len(draft.content.discounts) >= MOST_DISCOUNTS:
        raise refused("The contract draft has too many discounts.", *_INPUT, code="TOO_MANY_DISCOUNTS")


def _replace(draft: Draft, changed: ManualDiscount) -> None:
    discounts = tuple(changed if each.uuid == changed.uuid else each for each in draft.content.discounts)
    draft.content = replace(draft.content, discounts=discounts)


def _any(draft: Draft, gid: object) -> Discount:
    found = next((each for each in draft.content.discounts if each.gid == str(gid)), None)
    if found is not None:
        return found
    if draft.base is not None and any(each.gid == str(gid) for each in draft.base.discounts):
        raise refused("This discount has already been removed.", "discountId", code="ALREADY_REMOVED")
    raise refused("Subscription discount does not exist.", "discountId", code="INVALID")


def _manual(draft: Draft, gid: object, *, for_shipping: bool) -> ManualDiscount:
    found = _any(draft, gid)
    if not isinstance(found, ManualDiscount) or found.for_shipping is not for_shipping:
        raise refused("Subscription discount does not exist.", "discountId", code="INVALID")
    return found
