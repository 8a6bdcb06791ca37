"""subscriptionDraft*: staging changes in a draft, committing it."""

from __future__ import annotations

from collections.abc import Callable

from shopify_sandbox.resolvers.context import Info, Resolver, context_of, world_of
from shopify_sandbox.resolvers.contract_content import ShownDiscount, ShownLine, shown_discount
from shopify_sandbox.resolvers.lookup import mutation
from shopify_sandbox.resolvers.registry import fields_of
from shopify_sandbox.resolvers.subscription_drafts import find
from shopify_sandbox.state import draft_commit, draft_content, draft_discounts, draft_lines
from shopify_sandbox.state.contract_drafts import Draft, under_way
from shopify_sandbox.state.contracts import ManualDiscount
from shopify_sandbox.state.given import mapping
from shopify_sandbox.world import World

Stage = Callable[[World, Draft, dict[str, object]], ManualDiscount]


def own_draft(info: Info, gid: object) -> Draft:
    """The draft, when it is one of this app's that can still be changed. Raises Refused."""
    draft = find(info, gid)
    return under_way(draft if draft is not None and str(draft.app_id) == context_of(info).app_id else None)


@mutation("draft")
def _update(info: Info, **args: object) -> dict[str, object]:
    draft = own_draft(info, args["draftId"])
    draft_content.change(world_of(info), draft, mapping(args["input"]))
    return {"draft": draft}


@mutation("draft", "lineAdded")
def _add_line(info: Info, **args: object) -> dict[str, object]:
    draft = own_draft(info, args["draftId"])
    line = draft_lines.add(world_of(info), draft, mapping(args["input"]))
    return {"draft": draft, "lineAdded": ShownLine(draft.content, line)}


@mutation("draft", "lineUpdated")
def _update_line(info: Info, **args: object) -> dict[str, object]:
    draft = own_draft(info, args["draftId"])
    line = draft_lines.change(world_of(info), draft, args["lineId"], mapping(args["input"]))
    return {"draft": draft, "lineUpdated": ShownLine(draft.content, line)}


@mutation("draft", "lineRemoved", "discountsUpdated")
def _remove_line(info: Info, **args: object) -> dict[str, object]:
    draft = own_draft(info, args["draftId"])
    before = draft.content
    line, discounts = draft_lines.remove(draft, args["lineId"])
    shown = [ShownDiscount(draft.content, each) for each in discounts]
    return {"draft": draft, "lineRemoved": ShownLine(before, line), "discountsUpdated": shown}


def _discount(name: str, stage: Stage) -> Resolver:
    """A mutation of one manual discount, which the payload has under that name."""

    @mutation("draft", name)
    def change(info: Info, **args: object) -> dict[str, object]:
        draft = own_draft(info, args["draftId"])
        discount = stage(world_of(info), draft, args)
        return {"draft": draft, name: ShownDiscount(draft.content, discount)}

    return change


@mutation("draft", "discountRemoved")
def _remove_discount(info: Info, **args: object) -> dict[str, object]:
    draft = own_draft(info, args["draftId"])
    before = draft.content
    return {
        "discountRemoved": shown_discount(before, draft_discounts.remove(draft, args["discountId"])),
        "draft": draft,
    }


@mutation("draft", "appliedDiscount")
def _apply_code(info: Info, **args: object) -> dict[str, object]:
    draft = own_draft(info, args["draftId"])
    return {
        "appliedDiscount": draft_discounts.apply_code(world_of(info), draft, str(args["redeemCode"])),
        "draft": draft,
    }


@mutation("contract")
def _commit(info: Info, **args: object) -> dict[str, object]:
    return {"contract": draft_commit.commit(world_of(info), own_draft(info, args["draftId"]))}


FIELDS = fields_of(
    "Mutation",
    {
        "subscriptionDraftCommit": _commit,
        "subscriptionDraftDiscountAdd": _discount(
            "discountAdded", lambda world, draft, args: draft_discounts.add(world, draft, mapping(args["input"]))
        ),
        "subscriptionDraftDiscountCodeApply": _apply_code,
        "subscriptionDraftDiscountRemove": _remove_discount,
        "subscriptionDraftDiscountUpdate": _discount(
            "discountUpdated",
            lambda _world, draft, args: draft_discounts.change(draft, args["discountId"], mapping(args["input"])),
        ),
        "subscriptionDraftFreeShippingDiscountAdd": _discount(
            "discountAdded",
            lambda world, draft, args: draft_discounts.add_free_shipping(world, draft, mapping(args["input"])),
        ),
        "subscriptionDraftFreeShippingDiscountUpdate": _discount(
            "discountUpdated",
            lambda _world, draft, args: draft_discounts.change_free_shipping(
                draft, args["discountId"], mapping(args["input"])
            ),
        ),
        "subscriptionDraftLineAdd": _add_line,
        "subscriptionDraftLineRemove": _remove_line,
        "subscriptionDraftLineUpdate": _update_line,
        "subscriptionDraftUpdate": _update,
    },
)
