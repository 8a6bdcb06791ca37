"""The chapter of a prepaid subscription: bought, begun, moved on both sides, cancelled, and the rest refunded."""

from collections.abc import Mapping
from decimal import Decimal

from backhaul.core.cancellation import REFUND_REMAINING
from backhaul.core.contract_changes import ChangeState
from backhaul.core.contracts import ContractStatus
from backhaul.core.deliveries import DeliveryState
from backhaul.core.notices import Recipient
from backhaul.core.wanted_changes import Actor, ChangeAddress, GivenAddress
from backhaul.flows.decide_notice import decide_notice
from backhaul.flows.plan_change import confirm_change, preview_change
from backhaul.flows.want_change import ChangeWish
from backhaul.models import Change, Contract, Delivery, Notice, PostedCreditMemo
from backhaul.site.demo.sight import Sight
from backhaul.site.demo.stage import Stage

ROLE = "subscribes"
BEANS: Mapping[str, object] = {
    "sku": "BEANS",
    "title": "Coffee beans",
    "price": "20.00",
    "selling_plan": {"name": "Three months ahead", "deliveries": 3, "every": "P30D", "contract": True},
}
NEW_ADDRESS = GivenAddress(
    first_name="Ada",
    last_name="Example",
    address1="3 Mill Lane",
    city="Moncton",
    province_code="NB",
    country_code="CA",
    zip="E1C 1A1",
)
CANCELLED = "contract_cancelled"


def pay_three_boxes_ahead(stage: Stage, sight: Sight) -> None:
    """A customer subscribes, and pays three deliveries at once; order and contract come in by webhooks."""
    placed = stage.shopify.place_order([BEANS])
    stage.names[ROLE] = placed.name
    stage.wait(lambda: Contract.objects.filter(orders__order__gid=placed.gid).exists())
    stage.wait(lambda: len(_states(stage)) >= len(_PAID) and _states(stage)[: len(_PAID)] == _PAID)
    sight.there.append(f"a customer has paid three deliveries: {placed.name}")
    sight.here.append(f"subscription {_contract(stage)}: {_contract(stage).status}, prepaid")
    _deliveries(stage, sight, *_PAID)


def ship_the_first_box(stage: Stage, sight: Sight) -> None:
    """The first delivery leaves; the other two wait for their dates."""
    posted = stage.post(ROLE, "S-SUB-1", {"BEANS": 1}, tracking="1Z-SUB")
    stage.wait_until_over(posted.task)
    stage.wait(lambda: _states(stage)[:1] == [DeliveryState.SHIPPED])
    sight.shipment(posted, "succeeded", "sent")
    _deliveries(stage, sight, DeliveryState.SHIPPED, *_PAID[1:])


def move_on_both_sides(stage: Stage, sight: Sight) -> None:
    """The customer moves: one change, shown before it is done, reaches the contract and the order that is paid."""
    wish = ChangeWish(ChangeAddress(NEW_ADDRESS), Actor.MERCHANT, "demo")
    preview = preview_change(_contract(stage), wish)
    change = confirm_change(_contract(stage), wish, fingerprint=preview.plan.fingerprint)
    stage.wait(lambda: not Change.objects.filter(pk=change.pk, state=ChangeState.UNDER_WAY).exists())
    change.refresh_from_db()
    sight.here += [f"step {step.position + 1}: {step.words}" for step in change.steps.all()]
    sight.here.append(f"the change is {change.state}. {change.words}")
    sight.equal("the state of the change", change.state, ChangeState.DONE.value)
    cities = stage.someone_else.cities(_contract(stage).gid, stage.order(ROLE).gid)
    sight.there += [f"the {side} goes to {city}" for side, city in cities.items()]
    sight.equal("where both sides go", set(cities.values()), {NEW_ADDRESS.city})


def cancel_in_the_portal(stage: Stage, sight: Sight) -> None:
    """The customer cancels in Shopify. The contract ends, the paid order does not; the merchant is told."""
    stage.shopify.change_contract(_contract(stage).gid, do="cancel", actor="CUSTOMER")
    told = Notice.objects.filter(contract=_contract(stage), kind=CANCELLED, recipient=Recipient.MERCHANT)
    stage.wait(told.exists)
    sight.there.append("the customer has cancelled the subscription")
    sight.equal("the state of the contract", _contract(stage).status, ContractStatus.CANCELLED.value)
    sight.notice(told.first(), CANCELLED)
    sight.equal("what can be decided", [one["name"] for one in told[0].options] if told else [], [REFUND_REMAINING])


def refund_the_rest(stage: Stage, sight: Sight) -> None:
    """One click: what is left is refunded, computed by Shopify and by us, and can no longer be shipped."""
    notice = Notice.objects.get(contract=_contract(stage), kind=CANCELLED, recipient=Recipient.MERCHANT)
    decided = decide_notice(notice.pk, REFUND_REMAINING, by="demo")
    settled = Change.objects.filter(contract=_contract(stage), kind="cancel").exclude(state=ChangeState.UNDER_WAY)
    stage.wait(settled.exists)
    stage.wait(lambda: _states(stage) == _REFUNDED)
    sight.here.append(f"decided: {decided.decision}. {decided.result}")
    memo = PostedCreditMemo.objects.filter(order=stage.order(ROLE)).first()
    if memo is not None:
        sight.here.append(f"credit memo {memo.external_number} over {memo.total:.2f} {memo.currency}")
        sight.task(memo.task, "succeeded", "refunded")
    given_back = sum((Decimal(one.amount) for one in stage.payments(ROLE) if one.kind == "REFUND"), Decimal(0))
    sight.there.append(f"{given_back:.2f} was refunded")
    sight.equal("what was refunded in Shopify", given_back, Decimal("40.00"))
    sight.equal("the credit memos", PostedCreditMemo.objects.filter(order=stage.order(ROLE)).count(), 1)
    _deliveries(stage, sight, *_REFUNDED)
    sight.outstanding(stage.outstanding(ROLE), {"BEANS": 0})


_PAID = [DeliveryState.BILLED_UNSHIPPED] * 3
_REFUNDED = [DeliveryState.SHIPPED, DeliveryState.REMOVED, DeliveryState.REMOVED]


def _contract(stage: Stage) -> Contract:
    return Contract.objects.select_related("store").get(orders__order=stage.order(ROLE))


def _states(stage: Stage) -> list[str]:
    """Of the deliveries that are paid, by number; those of later cycles are not billed yet."""
    paid = Delivery.objects.filter(contract__orders__order__name=stage.names[ROLE], contract__store=stage.store)
    return list(paid.exclude(order=None).order_by("number").values_list("state", flat=True))


def _deliveries(stage: Stage, sight: Sight, *expected: str) -> None:
    found = _states(stage)
    sight.here.append("deliveries: " + ", ".join(found))
    sight.equal("the deliveries", found, [str(one) for one in expected])
