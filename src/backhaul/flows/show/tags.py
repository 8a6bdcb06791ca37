"""What is shown of the tags that orders of subscriptions get."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backhaul.core.tags import OFFERED, TagField, TagState, usable_templates
from backhaul.flows.tag_facts import bought_with
from backhaul.flows.want_tags import is_tagged, tagged_from, tags_of_order
from backhaul.models import OrderTag, SalesOrder, Store

LEFT_OUT = "left_out"


@dataclass(frozen=True)
class TagFieldView:
    """A name that a template may hold in braces, and what stands in for it."""

    name: str
    words: str


@dataclass(frozen=True)
class TagPolicyView:
    """The templates by which a store's orders of subscriptions are tagged; `offered` are some to choose from.

    `contracts`: whose subscriptions' orders. Orders placed before `placed_from` are left alone.
    """

    templates: Sequence[str]
    contracts: str
    placed_from: datetime
    offered: Sequence[str]
    fields: Sequence[TagFieldView]


@dataclass(frozen=True)
class OrderTagView:
    """One tag that a template gives an order. `state` is one of TagState, or `left_out`; `words` says it, or why.

    `tag` is empty where it is left out; `task` is what adds it, if anything was to be added.
    """

    template: str
    tag: str
    state: str
    words: str
    task: str


def tag_policy_view(store: Store) -> TagPolicyView:
    """The policy as it is now."""
    return TagPolicyView(
        templates=store.order_tags,
        contracts=store.tagged_contracts,
        placed_from=tagged_from(store),
        offered=OFFERED,
        fields=[TagFieldView(field, field.words) for field in TagField],
    )


def tags_shown(order: SalesOrder) -> list[OrderTagView]:
    """What the store's templates come to for the order, those included that it goes without."""
    rows = list(OrderTag.objects.filter(order=order))
    views = [
        OrderTagView(row.template, row.tag, row.state, TagState(row.state).words, row.task_id or "") for row in rows
    ]
    if not is_tagged(order):
        return views
    templates = usable_templates(order.store.order_tags)
    bought = bought_with(order.store, [order.pk]).get(order.pk, [])
    wanted, left_out = tags_of_order(order, templates, bought, rows)
    words = "is found at the next nightly comparison"
    views += [OrderTagView(one.template, one.tag, TagState.WANTED, words, "") for _, one in wanted]
    return views + [OrderTagView(one.template, "", LEFT_OUT, f"is left out: {one.because}", "") for one in left_out]
