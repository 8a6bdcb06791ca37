"""Every operation, and what goes wrong with it, against a local Shopify."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backhaul.core import shopify_errors as errors
from backhaul.core.budget import Priority
from backhaul.core.shopify_errors import Effect, ShopifyError
from backhaul.models import BudgetBucket, BudgetReservation, Store, StoreCredential
from backhaul.shopify import expected_costs, vault
from backhaul.shopify.client import Shopify
from backhaul.shopify.exchange import Exchange
from backhaul.shopify.operations import mutations, queries
from backhaul.shopify.operations.mutations import (
    FulfillmentInput,
    FulfillmentOrderLineItemInput,
    FulfillmentOrderLineItemsInput,
    FulfillmentTrackingInput,
)
from backhaul.shopify.operations.operation import Call
from backhaul.shopify.secret import Secret
from backhaul.shopify.transport import Transport
from tests.support.sandbox import TOKEN, Sandbox

HOLD = """mutation Hold($id: ID!) { fulfillmentOrderHold(id: $id, fulfillmentHold: {reason: OTHER}) {
 fulfillmentHold { id } userErrors { message } } }"""
COMPUTED = {one.name: one.points for one in [*queries.OPERATIONS.values(), *mutations.OPERATIONS.values()]}


@pytest.fixture
def store(transactional_db: None, sandbox: Sandbox) -> Store:
    made = Store.objects.create(slug="shop", shop_domain="shop", api_url=sandbox.url, created_at=datetime.now(UTC))
    vault.keep_permanent_token(made, Secret(TOKEN))
    return made


@pytest.fixture
def shopify(store: Store, sandbox: Sandbox) -> Iterator[Shopify]:
    """The store's Shopify; after the test, every operation must have been charged as it was computed."""
    transport = Transport()
    yield Shopify(Exchange(store, priority=Priority.EFFECT, transport=transport))
    transport.close()
    charged = {entry["operation"]: entry["requested"] for entry in sandbox.log() if entry["requested"] is not None}
    ours = {name: points for name, points in charged.items() if name in COMPUTED}
    assert ours == {name: COMPUTED[name] for name in ours}
    assert expected_costs.learnt().items() <= ours.items()


def place(sandbox: Sandbox, *lines: dict[str, Any], **more: Any) -> str:
    """The gid of an order that a customer has just placed."""
    return str(sandbox.checkout(lines=list(lines or [{"sku": "A", "quantity": 2}]), payment="paid", **more)["order"])


def change(shopify: Shopify, call: Call[Any]) -> Any:
    """What Shopify answered to a call."""
    return shopify.call(call, reservation=shopify.reserve(call)).data


def create(order_gid: str, line_gid: str, quantity: int) -> Call[Any]:
    """A fulfillmentCreate of some units."""
    items = [FulfillmentOrderLineItemInput(id=line_gid, quantity=quantity)]
    entry = FulfillmentOrderLineItemsInput(fulfillment_order_id=order_gid, fulfillment_order_line_items=items)
    tracking = FulfillmentTrackingInput(numbers=["1Z", "2Z"], company="UPS")
    return mutations.fulfillment_create(
        FulfillmentInput(line_items_by_fulfillment_order=[entry], tracking_info=tracking, notify_customer=False)
    )


def create_for(shopify: Shopify, order: str, *, quantity: int = 1) -> Call[Any]:
    """A fulfillmentCreate of so many units of the order's first line."""
    work = shopify.read_order(order).order.fulfillment_orders[0]
    return create(work.gid, work.lines[0].gid, quantity)


def test_a_placed_order_is_read_in_one_request(sandbox: Sandbox, shopify: Shopify) -> None:
    order = place(sandbox, {"sku": "A", "quantity": 2, "price": "12.50"}, {"sku": "B", "quantity": 1})

    reading = shopify.read_order(order)

    assert (reading.requests, reading.requested_points) == (1, 44)
    assert [(line.sku, line.quantity) for line in reading.order.lines] == [("A", 2), ("B", 1)]
    assert [one.status for one in reading.order.fulfillment_orders] == ["OPEN"]
    assert "CREATE_FULFILLMENT" in reading.order.fulfillment_orders[0].supported_actions


def test_reading_and_fulfilling_takes_two_requests_and_at_most_sixty_points(sandbox: Sandbox, shopify: Shopify) -> None:
    call = create_for(shopify, place(sandbox), quantity=2)

    change(shopify, call)

    assert [entry["operation"] for entry in sandbox.log()] == ["Order", "FulfillmentCreate"]
    assert sum(entry["requested"] for entry in sandbox.log()) <= 60


def test_a_fulfillment_is_created_read_tracked_and_cancelled(sandbox: Sandbox, shopify: Shopify) -> None:
    order = place(sandbox)

    made = change(shopify, create_for(shopify, order)).fulfillment_create.fulfillment
    reading = shopify.read_fulfillment(made.id)

    assert reading.order_gid == order
    assert reading.fulfillment.numbers == {"1Z", "2Z"}
    assert sum(reading.fulfillment.units.values()) == 1

    change(
        shopify, mutations.fulfillment_tracking_info_update(made.id, FulfillmentTrackingInput(numbers=["3Z"]), False)
    )
    assert shopify.read_fulfillment(made.id).fulfillment.numbers == {"3Z"}

    change(shopify, mutations.fulfillment_cancel(made.id))
    assert not shopify.read_fulfillment(made.id).fulfillment.is_live
    assert shopify.read_order(order).order.fulfillment(made.id) is not None


def test_a_scheduled_fulfillment_order_is_opened(sandbox: Sandbox, shopify: Shopify) -> None:
    first_at = (datetime.now(UTC) + timedelta(days=30)).isoformat()
    plan = {"name": "Prepaid", "deliveries": 3, "every": "P30D", "first_at": first_at}
    order = place(sandbox, {"sku": "A", "quantity": 1, "selling_plan": plan})
    scheduled = shopify.read_order(order).order.fulfillment_orders[0]

    change(shopify, mutations.fulfillment_order_open(scheduled.gid))

    assert scheduled.status == "SCHEDULED"
    assert scheduled.fulfill_at is not None
    assert shopify.read_fulfillment_order(scheduled.gid).fulfillment_order.status == "OPEN"


def test_more_fulfillment_orders_than_the_first_page_holds_are_all_read(sandbox: Sandbox, shopify: Shopify) -> None:
    plan = {"name": "Prepaid", "deliveries": 20, "every": "P7D"}

    reading = shopify.read_order(place(sandbox, {"sku": "A", "quantity": 1, "selling_plan": plan}))

    assert len(reading.order.fulfillment_orders) == 20
    assert reading.requests == 3


def test_a_hold_is_read_and_released(sandbox: Sandbox, shopify: Shopify) -> None:
    work = shopify.read_order(place(sandbox)).order.fulfillment_orders[0]
    sandbox.graphql(HOLD, id=work.gid)

    held = shopify.read_fulfillment_order(work.gid).fulfillment_order
    change(shopify, mutations.fulfillment_order_release_hold(work.gid, [hold.gid for hold in held.holds]))

    assert (held.status, held.holds[0].reason, held.holds[0].held_by_us) == ("ON_HOLD", "OTHER", True)
    assert shopify.read_fulfillment_order(work.gid).fulfillment_order.status == "OPEN"


def test_a_fulfillment_order_is_moved(sandbox: Sandbox, shopify: Shopify) -> None:
    work = shopify.read_order(place(sandbox)).order.fulfillment_orders[0]
    other = next(one for one in shopify.read_locations() if one.gid != work.location_gid)

    moved = change(shopify, mutations.fulfillment_order_move(work.gid, other.gid)).fulfillment_order_move

    found = shopify.read_fulfillment_order(moved.moved_fulfillment_order.id).fulfillment_order
    assert (found.location_gid, found.location_name) == (other.gid, other.name)


def test_tags_are_added(sandbox: Sandbox, shopify: Shopify) -> None:
    order = place(sandbox)

    change(shopify, mutations.tags_add(order, ["shipped", "ERP 1"]))

    assert shopify.read_order(order).order.tags == {"shipped", "ERP 1"}


def test_orders_are_found_by_name_number_and_change(sandbox: Sandbox, shopify: Shopify) -> None:
    before = datetime.now(UTC) - timedelta(minutes=5)
    orders = [place(sandbox), place(sandbox)]
    name = shopify.read_order(orders[0]).order.name

    assert [one.gid for one in shopify.find_orders(name)] == orders[:1]
    assert [one.gid for one in shopify.find_orders(name.lstrip("#"))] == orders[:1]
    assert shopify.find_orders("#0") == ()
    assert {one.gid for one in shopify.orders_changed_since(before)} == set(orders)
    assert list(shopify.orders_changed_since(datetime.now(UTC) + timedelta(days=1))) == []


def test_the_shop_its_scopes_and_locations_are_read(sandbox: Sandbox, shopify: Shopify) -> None:
    shop = shopify.read_shop()

    assert (shop.currency, shop.timezone) == ("CAD", "America/Toronto")
    assert "write_merchant_managed_fulfillment_orders" in shop.scopes
    assert len(shopify.read_locations()) == 2


def test_an_order_of_three_hundred_lines_is_read_and_fulfilled_whole(sandbox: Sandbox, shopify: Shopify) -> None:
    order = place(sandbox, *({"sku": f"S{number}", "quantity": 1} for number in range(300)))
    reading = shopify.read_order(order)
    work = reading.order.fulfillment_orders[0]

    for lines in (work.lines[:250], work.lines[250:]):
        items = [FulfillmentOrderLineItemInput(id=line.gid, quantity=1) for line in lines]
        entry = FulfillmentOrderLineItemsInput(fulfillment_order_id=work.gid, fulfillment_order_line_items=items)
        change(shopify, mutations.fulfillment_create(FulfillmentInput(line_items_by_fulfillment_order=[entry])))

    assert (len(reading.order.lines), len(work.lines)) == (300, 300)
    found = shopify.read_order(order).order
    assert sorted(len(one.lines) for one in found.fulfillments) == [50, 250]
    assert {line.remaining for line in found.fulfillment_orders[0].lines} == {0}


@pytest.mark.parametrize(
    ("rule", "meaning", "effect", "carried_out"),
    [
        ({"kind": "timeout_before"}, errors.ReplyLost, Effect.UNKNOWN, False),
        ({"kind": "timeout_after"}, errors.ReplyLost, Effect.UNKNOWN, True),
        ({"kind": "500_before"}, errors.ReplyLost, Effect.UNKNOWN, False),
        ({"kind": "500_after"}, errors.ReplyLost, Effect.UNKNOWN, True),
        ({"kind": "throttled"}, errors.Throttled, Effect.NONE, False),
        ({"kind": "status", "status": 402}, errors.StoreFrozen, Effect.NONE, False),
        ({"kind": "status", "status": 423}, errors.StoreLocked, Effect.NONE, False),
        ({"kind": "body", "body": "<html>Sorry</html>"}, errors.BrokenReply, Effect.UNKNOWN, None),
    ],
)
def test_each_fault_of_a_mutation_has_its_meaning(
    sandbox: Sandbox,
    shopify: Shopify,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    rule: dict[str, Any],
    meaning: type[ShopifyError],
    effect: Effect,
    carried_out: bool | None,
) -> None:
    order = place(sandbox)
    call = create_for(shopify, order)
    monkeypatch.setattr(
        "backhaul.shopify.exchange.configuration", lambda: type("Short", (), {"call_timeout_seconds": 1})
    )
    sandbox.faults({**rule, "operation": "fulfillmentCreate", "times": 1})

    with pytest.raises(ShopifyError) as caught:
        change(shopify, call)

    assert type(caught.value) is meaning
    assert caught.value.effect is effect
    assert carried_out is None or len(shopify.read_order(order).order.fulfillments) == carried_out
    assert not BudgetReservation.objects.filter(settled_at=None).exists()


def test_a_read_survives_a_lost_reply(sandbox: Sandbox, shopify: Shopify) -> None:
    order = place(sandbox)
    sandbox.faults({"kind": "500_before", "operation": "Order", "times": 2})

    assert shopify.read_order(order).order.gid == order


def test_a_missing_scope_is_named(sandbox: Sandbox, shopify: Shopify) -> None:
    order = place(sandbox)
    sandbox.client.post(f"{sandbox.url}/sandbox/tokens", json={"action": "scopes", "scopes": ["read_products"]})

    with pytest.raises(errors.AccessDenied) as caught:
        shopify.read_order(order)

    assert "read_orders" in str(caught.value.scope)


def test_an_unknown_order_is_not_found_and_an_unknown_unit_refused(sandbox: Sandbox, shopify: Shopify) -> None:
    with pytest.raises(errors.NotFoundInShopify):
        shopify.read_order("gid://shopify/Order/1")
    unknown = create("gid://shopify/FulfillmentOrder/1", "gid://shopify/FulfillmentOrderLineItem/1", 1)
    with pytest.raises(errors.UserErrors):
        change(shopify, unknown)


def test_client_credentials_fetch_a_token_and_another_after_it_was_revoked(
    sandbox: Sandbox, shopify: Shopify, store: Store
) -> None:
    order = place(sandbox)
    vault.keep_client_credentials(store, "sandbox-client", Secret("sandbox-secret"))
    shopify.read_order(order)
    token = vault.open_sealed(StoreCredential.objects.get(store=store).token_encrypted).reveal()
    sandbox.client.post(f"{sandbox.url}/sandbox/tokens", json={"action": "revoke", "token": token})

    assert shopify.read_order(order).order.gid == order


def test_a_wrong_client_secret_is_refused(sandbox: Sandbox, shopify: Shopify, store: Store) -> None:
    vault.keep_client_credentials(store, "sandbox-client", Secret("wrong"))

    with pytest.raises(errors.Unauthorised):
        shopify.read_shop()


def test_the_bucket_is_learnt_from_the_replies(sandbox: Sandbox, shopify: Shopify, store: Store) -> None:
    shopify.read_shop()

    bucket = BudgetBucket.objects.get(store=store)
    assert (bucket.maximum, bucket.restore_rate) == (2000, 100)
    assert bucket.level > 1900
