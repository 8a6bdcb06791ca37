"""The chapter of posted shipments: each becomes a fulfillment, whatever happens in Shopify meanwhile."""

from datetime import timedelta

from backhaul.core.tasks import WaitReason
from backhaul.flows.change_tracking import change_tracking
from backhaul.flows.post_shipment import Posted, TrackingRequest
from backhaul.flows.undo_shipment import undo_shipment
from backhaul.models import JobQueueEntry, PostedShipment, SalesOrder
from backhaul.site.demo.sight import Sight
from backhaul.site.demo.someone_else import Parcel
from backhaul.site.demo.stage import Stage

NEAR, FAR = "Main Street", "Warehouse"
DELIVERY_EVERY = timedelta(days=30)
BOX: dict[str, object] = {
    "sku": "BOX",
    "title": "Coffee box, prepaid for three months",
    "price": "30.00",
    "selling_plan": {"name": "Three months prepaid", "deliveries": 3, "every": f"P{DELIVERY_EVERY.days}D"},
}


def mug(quantity: int) -> dict[str, object]:
    """So many mugs, all of them in the first location."""
    return {"sku": "MUG", "title": "Mug", "price": "12.00", "quantity": quantity, "location": NEAR}


MUGS_IN_TWO_PLACES: dict[str, object] = {
    "sku": "MUG",
    "title": "Mug",
    "price": "12.00",
    "locations": [{"location": NEAR, "quantity": 2}, {"location": FAR, "quantity": 3}],
}
ORDERS: dict[str, list[dict[str, object]]] = {
    "two parts": [MUGS_IN_TWO_PLACES],
    "held": [mug(1)],
    "prepaid": [BOX],
    "done elsewhere": [mug(2)],
    "lost reply": [mug(4)],
    "undone": [mug(3)],
}


def connect_the_shop(stage: Stage, sight: Sight) -> None:
    """The store is connected before the story begins; this shows what that has brought."""
    locations = sorted(stage.store.locations.values_list("code", flat=True))
    jobs = JobQueueEntry.objects.filter(store=stage.store).count()
    sight.here.append(f"store {stage.store.slug}: {len(locations)} locations, {jobs} Job Queue entries")
    sight.there.append(f"shop {stage.store.name}, {stage.store.shop_domain}")
    sight.equal("the store's locations", locations, [NEAR, FAR])


def place_orders(stage: Stage, sight: Sight) -> None:
    """Customers buy; a quarter of an hour later the reconcile job has read what is new."""
    for role, lines in ORDERS.items():
        stage.names[role] = stage.shopify.place_order(lines).name
    stage.let_pass(timedelta(minutes=15))
    stage.wait(lambda: SalesOrder.objects.filter(store=stage.store).count() == len(ORDERS))
    known = list(SalesOrder.objects.filter(store=stage.store).order_by("name").values_list("name", flat=True))
    sight.there.append(f"{len(ORDERS)} customers have bought: {', '.join(stage.names.values())}")
    sight.here.append(f"sales orders read: {', '.join(known)}")
    sight.equal("the sales orders", known, sorted(stage.names.values()))


def ship_the_first_part(stage: Stage, sight: Sight) -> None:
    """Two of five mugs leave from the first location."""
    part = stage.post("two parts", "S-1", {"MUG": 2}, tracking="1Z-A", location=NEAR)
    stage.wait_until_over(part.task)
    sight.shipment(part, "succeeded", "sent")
    sight.outstanding(stage.outstanding("two parts"), {"MUG": 3})
    sight.parcels(stage.parcels("two parts"), Parcel(NEAR, {"MUG": 2}, ("1Z-A",)))


def ship_the_second_part(stage: Stage, sight: Sight) -> None:
    """The other three leave from the second location."""
    part = stage.post("two parts", "S-2", {"MUG": 3}, tracking="1Z-B", location=FAR)
    stage.wait_until_over(part.task)
    sight.shipment(part, "succeeded", "sent")
    sight.outstanding(stage.outstanding("two parts"), {"MUG": 0})
    sight.parcels(stage.parcels("two parts"), Parcel(NEAR, {"MUG": 2}, ("1Z-A",)), Parcel(FAR, {"MUG": 3}, ("1Z-B",)))


def post_the_same_again(stage: Stage, sight: Sight) -> None:
    """The warehouse sends its message a second time: the first posting is found, and nothing is sent."""
    again = stage.post("two parts", "S-2", {"MUG": 3}, tracking="1Z-B", location=FAR)
    sight.here.append(f"{again.shipment.external_number} was posted before as {again.shipment.pk[:12]}…")
    sight.equal("whether the posting is new", again.is_new, False)
    sight.parcels(stage.parcels("two parts"), Parcel(NEAR, {"MUG": 2}, ("1Z-A",)), Parcel(FAR, {"MUG": 3}, ("1Z-B",)))


def ship_what_is_held(stage: Stage, sight: Sight) -> None:
    """Someone has put the order on hold in Shopify, so the shipment waits."""
    stage.someone_else.hold(stage.order("held").gid)
    posted = stage.post("held", "S-3", {"MUG": 1}, tracking="1Z-C")
    stage.wait_until_at_rest(posted.task)
    sight.shipment(posted, "waiting", "waiting_for_hold")
    sight.waiting(posted.task, WaitReason.HOLD)
    sight.parcels(stage.parcels("held"))


def release_the_hold(stage: Stage, sight: Sight) -> None:
    """The hold is taken away; within the hour the shipment goes on by itself."""
    stage.someone_else.release(stage.order("held").gid)
    stage.let_pass(timedelta(hours=1))
    posted = _posted("S-3")
    stage.wait_until_over(posted.task)
    sight.shipment(posted, "succeeded", "sent")
    sight.parcels(stage.parcels("held"), Parcel(NEAR, {"MUG": 1}, ("1Z-C",)))


def ship_a_later_delivery(stage: Stage, sight: Sight) -> None:
    """Of a prepaid order the first box is due now and the second in a month; both have left already."""
    first = stage.post("prepaid", "S-4", {"BOX": 1}, tracking="1Z-D")
    second = stage.post("prepaid", "S-5", {"BOX": 1}, tracking="1Z-E")
    stage.wait_until_over(first.task)
    stage.wait_until_at_rest(second.task)
    stage.wait(lambda: _posted("S-5").task.wait_reason == WaitReason.SCHEDULED)
    sight.shipment(first, "succeeded", "sent")
    sight.shipment(second, "waiting", "waiting_until")
    sight.waiting(second.task, WaitReason.SCHEDULED)
    sight.parcels(stage.parcels("prepaid"), Parcel(NEAR, {"BOX": 1}, ("1Z-D",)))


def let_a_month_pass(stage: Stage, sight: Sight) -> None:
    """The date of the second delivery comes, and what waited for it is sent."""
    stage.let_pass(DELIVERY_EVERY)
    posted = _posted("S-5")
    stage.wait_until_over(posted.task)
    sight.shipment(posted, "succeeded", "sent")
    sight.parcels(stage.parcels("prepaid"), Parcel(NEAR, {"BOX": 1}, ("1Z-D",)), Parcel(NEAR, {"BOX": 1}, ("1Z-E",)))


def fulfil_elsewhere_first(stage: Stage, sight: Sight) -> None:
    """Someone has typed the same parcel into Shopify by hand: it is taken over, and not sent again."""
    stage.someone_else.fulfil_all(stage.order("done elsewhere").gid, tracking="1Z-F")
    posted = stage.post("done elsewhere", "S-6", {"MUG": 2}, tracking="1Z-F")
    stage.wait_until_over(posted.task)
    sight.shipment(posted, "succeeded", "adopted")
    sight.parcels(stage.parcels("done elsewhere"), Parcel(NEAR, {"MUG": 2}, ("1Z-F",)))


def lose_a_reply(stage: Stage, sight: Sight) -> None:
    """Shopify fulfils, but its reply is lost: what happened is read back instead of sending again."""
    stage.shopify.lose_next_reply_to("fulfillmentCreate")
    posted = stage.post("lost reply", "S-7", {"MUG": 4}, tracking="1Z-G")
    stage.wait_until_over(posted.task)
    settled_by = list(posted.task.intents.values_list("settled_by", flat=True))
    sight.shipment(posted, "succeeded", "sent")
    sight.equal("how the call was settled", settled_by, ["read_back"])
    sight.parcels(stage.parcels("lost reply"), Parcel(NEAR, {"MUG": 4}, ("1Z-G",)))


def correct_the_tracking(stage: Stage, sight: Sight) -> None:
    """A tracking number was wrong; only that parcel gets the right one."""
    changed = change_tracking(_posted("S-1").shipment, [TrackingRequest("1Z-H", company="UPS")])
    stage.wait_until_over(changed.task)
    sight.task(changed.task, "succeeded", "tracking_changed")
    sight.parcels(stage.parcels("two parts"), Parcel(NEAR, {"MUG": 2}, ("1Z-H",)), Parcel(FAR, {"MUG": 3}, ("1Z-B",)))


def undo_a_shipment(stage: Stage, sight: Sight) -> None:
    """A parcel comes back from the dock: its fulfillment is cancelled, and the goods are outstanding again."""
    posted = stage.post("undone", "S-8", {"MUG": 3}, tracking="1Z-J")
    stage.wait_until_over(posted.task)
    undone = undo_shipment(posted.shipment, reason="The parcel never left.")
    stage.wait_until_over(undone.task)
    sight.shipment(posted, "succeeded", "sent")
    sight.task(undone.task, "succeeded", "undone")
    sight.outstanding(stage.outstanding("undone"), {"MUG": 3})
    sight.parcels(stage.parcels("undone"), Parcel(NEAR, {"MUG": 3}, ("1Z-J",), status="CANCELLED"))


def _posted(number: str) -> Posted:
    shipment = PostedShipment.objects.select_related("task", "order", "store").get(external_number=number)
    return Posted(shipment, shipment.task, is_new=False)
