"""The story: its steps in order, how one is played, and what is kept of it."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from backhaul.core.errors import BackhaulError
from backhaul.site.demo import incoming, invoices, shipments, storefront, subscriptions
from backhaul.site.demo.local_shopify import Calls
from backhaul.site.demo.sight import Sight
from backhaul.site.demo.stage import DemoStopped, Stage


@dataclass(frozen=True)
class Step:
    """One step: what it is called, and what plays it. Playing fills the sight with what is to be seen afterwards."""

    title: str
    play: Callable[[Stage, Sight], None]


@dataclass(frozen=True)
class Played:
    """What came of a step. It did what it should when there are no problems."""

    title: str
    here: Sequence[str]
    there: Sequence[str]
    problems: Sequence[str]
    calls: Calls
    seconds: float


STORY: tuple[Step, ...] = (
    Step("A shop is connected", shipments.connect_the_shop),
    Step("Shopify is asked to tell of changes", incoming.be_told_of_changes),
    Step("An order comes in by itself", incoming.let_an_order_come_in),
    Step("Its webhook is delivered 500 times more", incoming.deliver_it_again),
    Step("Its address is corrected in Shopify", incoming.change_the_address),
    Step("It is changed again when goods have left", incoming.change_it_again_too_late),
    Step("A person has dealt with the conflict", incoming.say_that_it_is_dealt_with),
    Step("Every webhook of an order is lost", incoming.lose_every_webhook),
    Step("Six customers place orders", shipments.place_orders),
    Step("Two of five mugs leave from one location", shipments.ship_the_first_part),
    Step("The other three leave from another location", shipments.ship_the_second_part),
    Step("The same shipment is posted again", shipments.post_the_same_again),
    Step("An order on hold is shipped", shipments.ship_what_is_held),
    Step("The hold is released in Shopify", shipments.release_the_hold),
    Step("A prepaid box is shipped a month early", shipments.ship_a_later_delivery),
    Step("A month passes", shipments.let_a_month_pass),
    Step("Someone else fulfils an order first", shipments.fulfil_elsewhere_first),
    Step("Shopify's reply is lost", shipments.lose_a_reply),
    Step("A tracking number is corrected", shipments.correct_the_tracking),
    Step("A shipment is undone", shipments.undo_a_shipment),
    Step("Eight customers authorise payments", invoices.place_orders),
    Step("Half of an order is invoiced", invoices.invoice_the_first_half),
    Step("The other half is invoiced", invoices.invoice_the_other_half),
    Step("The reply to a capture is lost", invoices.lose_a_reply),
    Step("A gateway takes an hour to answer", invoices.wait_for_a_slow_gateway),
    Step("Two cards are declined", invoices.decline_two_cards),
    Step("One is captured by hand", invoices.capture_a_declined_card_by_hand),
    Step("A part is invoiced where only one capture is allowed", invoices.wait_for_the_last_invoice),
    Step("The last invoice is posted", invoices.post_the_last_invoice),
    Step("Goods are taken back before the capture", invoices.refund_before_the_capture),
    Step("What is left over is voided", invoices.void_what_is_left_over),
    Step("Five days pass", invoices.let_five_days_pass),
    Step("An authorisation expires", invoices.let_the_authorisation_expire),
    Step("The customer pays again", invoices.let_the_customer_pay_again),
    Step("A customer pays three boxes ahead", subscriptions.pay_three_boxes_ahead),
    Step("The first box leaves", subscriptions.ship_the_first_box),
    Step("The customer comes from the shop", storefront.come_from_the_shop),
    Step("The customer moves", subscriptions.move_on_both_sides),
    Step("The customer cancels", subscriptions.cancel_in_the_portal),
    Step("The rest is refunded with one click", subscriptions.refund_the_rest),
)


def play(story: Sequence[Step], stage: Stage) -> Iterator[Played]:
    """Play the steps one after the other. A step that breaks off ends the story; raises DemoStopped."""
    for step in story:
        began, sight = time.monotonic(), Sight()
        try:
            step.play(stage, sight)
            broken = False
        except DemoStopped:
            raise
        except BackhaulError as error:
            sight.problems.append(f"it broke off: {error.message}")
            broken = True
        yield Played(
            title=step.title,
            here=sight.here,
            there=sight.there,
            problems=sight.problems,
            calls=stage.shopify.calls_since_last_asked(),
            seconds=time.monotonic() - began,
        )
        if broken:
            return


def all_well(story: Sequence[Step], played: Sequence[Played]) -> bool:
    """Whether every step of the story was played, and did what it should."""
    return len(played) == len(story) and not any(step.problems for step in played)
