"""Webhooks about selling plan groups."""

from __future__ import annotations

from shopify_sandbox.state.selling_plan_groups import SellingPlanGroup
from shopify_sandbox.webhooks.payloads import body_for
from shopify_sandbox.webhooks.rest_values import Body
from tests.shopify_sandbox.resolvers.subscription_story import THE_15TH, Subscriptions, a_plan

DELETE = """mutation($id: ID!) { sellingPlanGroupDelete(id: $id) { deletedSellingPlanGroupId } }"""
RENAME = """mutation($id: ID!) { sellingPlanGroupUpdate(id: $id, input: { name: "Society" }) {
  userErrors { message } } }"""


def listening() -> tuple[Subscriptions, list[tuple[str, Body]]]:
    """A shop, and what its webhooks would say."""
    here = Subscriptions()
    heard: list[tuple[str, Body]] = []
    world = here.shop.world
    world.listeners.append(lambda topic, subject: heard.append((topic, body_for(world, topic, subject))))
    return here, heard


def test_a_new_group_tells_its_plans_with_their_policies() -> None:
    here, heard = listening()

    here.offer(a_plan(anchors=THE_15TH, cutoff=3, preAnchorBehavior="NEXT"))

    (group,) = here.shop.world.all(SellingPlanGroup)
    (topic, body), *others = heard
    assert (topic, others) == ("selling_plan_groups/create", [])
    assert (body["admin_graphql_api_id"], body["id"], body["name"]) == (group.gid, group.id, "Club")
    assert body["selling_plans"] == [
        {
            "name": "Monthly, prepaid",
            "options": ["Monthly"],
            "position": None,
            "description": None,
            "billing_policy": {"interval": "month", "interval_count": 3, "min_cycles": None, "max_cycles": None},
            "delivery_policy": {
                "interval": "month",
                "interval_count": 1,
                "anchors": [{"type": "monthday", "day": 15, "month": None, "cutoff_day": None}],
                "cutoff": 3,
                "pre_anchor_behavior": "next",
            },
            "pricing_policies": [],
        }
    ]


def test_a_group_that_changes_and_goes_is_told() -> None:
    here, heard = listening()
    here.offer(a_plan())
    (group,) = here.shop.world.all(SellingPlanGroup)

    here.shop.send(RENAME, {"id": group.gid})
    here.shop.send(DELETE, {"id": group.gid})

    (_, changed), (topic, deleted) = heard[1:]
    assert changed["name"] == "Society"
    assert (topic, deleted) == ("selling_plan_groups/delete", {"admin_graphql_api_id": group.gid, "id": group.id})
