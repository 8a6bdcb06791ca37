"""The mutation that adds tags, with the subscription's order that lacks them."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from backhaul.flows.read_order import read_order
from backhaul.flows.tag_policy import TagChoices, set_tag_policy
from backhaul.flows.want_tags import TAG_ORDER, want_tags
from backhaul.models import OrderTag, SalesOrder, Task
from tests.crash.scenarios import Scenario, Sight, View
from tests.crash.witness import Witness
from tests.support.shop import Shop, run_pending
from tests.support.subscriptions import buy, offer

BEFORE = "gift"
TEMPLATES = ("subscription", "{prepaid}", BEFORE)


def _shown(_: Witness, order: SalesOrder) -> Sequence[Sight]:
    return [("", ",".join(sorted(_tags(order))), "")]


def _there(_: Witness, order: SalesOrder) -> Mapping[str, str]:
    return dict.fromkeys(_tags(order), "there")


def _recorded(order: SalesOrder) -> Mapping[str, str]:
    return {row.tag: row.state for row in OrderTag.objects.filter(order=order)}


def _tags(order: SalesOrder) -> frozenset[str]:
    return read_order(order.store, order.gid).tags


def _place(shop: Shop) -> SalesOrder:
    order = buy(shop, offer(shop), tags=[BEFORE])
    run_pending()
    return order


def _owe(shop: Shop, order: SalesOrder) -> Task:
    set_tag_policy(shop.store, TagChoices(templates=TEMPLATES))
    shop.store.refresh_from_db()
    with transaction.atomic():
        want_tags(shop.store, [order.pk])
    return Task.objects.get(kind=TAG_ORDER, order=order)


TAGGING = (
    Scenario(
        mutation="tagsAdd",
        effects={"tagsAdd": 1},
        place=_place,
        owe=_owe,
        view=View(shown=_shown, theirs=_there, ours=_recorded),
        shown=[("", "gift,prepaid,subscription", "")],
        outcome="tagged",
    ),
)
