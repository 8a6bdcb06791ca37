"""The chapter of posted invoices: each is captured of what its customer has authorised, whatever becomes of that."""

from datetime import timedelta
from decimal import Decimal

from backhaul.core.tasks import WaitReason
from backhaul.flows.ask_for_payments import capture_by_hand, retrieve_again, void_leftovers
from backhaul.flows.post_invoice import PostedInvoiceResult
from backhaul.flows.store_mappings import map_gateway
from backhaul.models import Notice, PaymentLine, PostedInvoice, SalesOrder, Task
from backhaul.site.demo.shipments import mug
from backhaul.site.demo.sight import Sight
from backhaul.site.demo.someone_else import Payment
from backhaul.site.demo.stage import Stage

PRICES = {"MUG": Decimal("12.00")}
CARD: dict[str, object] = {"kind": "authorised", "gateway": "shopify_payments"}
"""An authorisation that lasts seven days and allows one capture."""


def card(amount: str) -> dict[str, object]:
    """An authorisation of so much that several captures may share."""
    return {**CARD, "amount": amount, "multi_capturable": True}


ORDERS: dict[str, tuple[int, list[dict[str, object]]]] = {
    "parts": (6, [{"kind": "gift_card", "amount": "12.00"}, card("30.00"), card("30.00")]),
    "no reply": (2, [CARD]),
    "slow": (1, [CARD]),
    "declined once": (1, [CARD]),
    "declined for good": (2, [CARD]),
    "one capture": (4, [CARD]),
    "worth less": (3, [CARD]),
    "too much": (4, [card("24.00"), card("24.00")]),
}
"""So many mugs, and the payments that were made with the order."""
DECLINED = (
    Payment("AUTHORIZATION", "24.00"),
    Payment("CAPTURE", "24.00", status="FAILURE", error="CARD_DECLINED"),
)
PARTS = (
    Payment("SALE", "12.00", "Gift Card"),
    Payment("AUTHORIZATION", "30.00"),
    Payment("AUTHORIZATION", "30.00"),
)


def place_orders(stage: Stage, sight: Sight) -> None:
    """Customers buy and let their cards be charged later; a quarter of an hour later the orders are read."""
    map_gateway(stage.store, "shopify_payments", payment_method="CARD")
    map_gateway(stage.store, "gift_card", payment_method="GIFT CARD")
    for role, (mugs, payments) in ORDERS.items():
        stage.names[role] = stage.shopify.place_order([mug(mugs)], payments).name
    stage.let_pass(timedelta(minutes=15))
    new = SalesOrder.objects.filter(store=stage.store, name__in=[stage.names[role] for role in ORDERS])
    stage.wait(lambda: new.count() == len(ORDERS))
    sight.there.append(f"{len(ORDERS)} customers have bought: {', '.join(stage.names[role] for role in ORDERS)}")
    sight.here.append(f"sales orders read: {', '.join(new.order_by('name').values_list('name', flat=True))}")
    sight.equal("the number of sales orders", new.count(), len(ORDERS))
    sight.payments(stage.payments("parts"), *PARTS)


def invoice_the_first_half(stage: Stage, sight: Sight) -> None:
    """The gift card pays first; only what it leaves is captured."""
    half = _invoice(stage, "parts", "I-1", mugs=3)
    sight.invoice(half, "succeeded", "payments_saved")
    sight.payment_lines(half.invoice, "12.00 by Gift Card: paid", "24.00 by Shopify Payments: captured")
    sight.payments(stage.payments("parts"), *PARTS, Payment("CAPTURE", "24.00"))


def invoice_the_other_half(stage: Stage, sight: Sight) -> None:
    """What is left of the first authorisation, and all of the second."""
    half = _invoice(stage, "parts", "I-2", mugs=3, final=True)
    sight.invoice(half, "succeeded", "payments_saved")
    sight.payment_lines(half.invoice, "6.00 by Shopify Payments: captured", "30.00 by Shopify Payments: captured")
    sight.payments(
        stage.payments("parts"),
        *PARTS,
        *(Payment("CAPTURE", amount) for amount in ("24.00", "6.00", "30.00")),
    )


def lose_a_reply(stage: Stage, sight: Sight) -> None:
    """Shopify captures, but its reply is lost: what happened is read back, and the card is charged once."""
    stage.shopify.lose_next_reply_to("orderCapture")
    posted = _invoice(stage, "no reply", "I-3", mugs=2)
    task = _capture_of(posted.invoice)
    stage.wait_until_over(task)
    sight.invoice(posted, "succeeded", "payments_saved")
    sight.task(task, "succeeded", "captured")
    sight.equal("how the call was settled", list(task.intents.values_list("settled_by", flat=True)), ["read_back"])
    sight.payments(stage.payments("no reply"), Payment("AUTHORIZATION", "24.00"), Payment("CAPTURE", "24.00"))


def wait_for_a_slow_gateway(stage: Stage, sight: Sight) -> None:
    """The gateway takes an hour to say that it has captured; until then nothing counts as captured."""
    stage.shopify.answer_next_capture(stage.order("slow").gid, answer="pending", settle_after="PT1H")
    posted = _invoice(stage, "slow", "I-4", mugs=1)
    task = _capture_of(posted.invoice)
    sight.invoice(posted, "succeeded", "payments_saved")
    sight.task(task, "waiting", "waiting_until")
    sight.waiting(task, WaitReason.PAYMENT_PENDING)
    sight.payment_lines(posted.invoice, "12.00 by Shopify Payments: capture being processed")
    stage.let_pass(timedelta(hours=1))
    stage.wait_until_over(task)
    sight.task(task, "succeeded", "captured")
    sight.payments(stage.payments("slow"), Payment("AUTHORIZATION", "12.00"), Payment("CAPTURE", "12.00"))


def decline_two_cards(stage: Stage, sight: Sight) -> None:
    """Two cards are declined: a person is told, and nothing is tried again by itself."""
    for role, number, mugs in (("declined once", "I-5", 1), ("declined for good", "I-6", 2)):
        stage.shopify.answer_next_capture(stage.order(role).gid, answer="failure", error_code="CARD_DECLINED")
        posted = _invoice(stage, role, number, mugs=mugs)
        sight.invoice(posted, "succeeded", "payments_saved")
        sight.task(_capture_of(posted.invoice), "needs_attention", "not_captured")
        amount = f"{PRICES['MUG'] * mugs}"
        declined = Payment("CAPTURE", amount, status="FAILURE", error="CARD_DECLINED")
        sight.payments(stage.payments(role), Payment("AUTHORIZATION", amount), declined)


def capture_a_declined_card_by_hand(stage: Stage, sight: Sight) -> None:
    """One of the customers has called the bank, so a person has it tried again."""
    invoice = _invoice_named("I-5")
    asked = capture_by_hand(_authorised_line(invoice))
    stage.wait_until_over(asked.task)
    sight.task(asked.task, "succeeded", "captured")
    sight.payment_lines(invoice, "12.00 by Shopify Payments: captured")
    sight.payments(
        stage.payments("declined once"),
        Payment("AUTHORIZATION", "12.00"),
        Payment("CAPTURE", "12.00", status="FAILURE", error="CARD_DECLINED"),
        Payment("CAPTURE", "12.00"),
    )


def wait_for_the_last_invoice(stage: Stage, sight: Sight) -> None:
    """An authorisation that allows one capture: capturing half of it now would lose the other half."""
    posted = _invoice(stage, "one capture", "I-7", mugs=2)
    task = _capture_of(posted.invoice)
    sight.invoice(posted, "succeeded", "payments_saved")
    sight.task(task, "waiting", "waiting_until")
    sight.waiting(task, WaitReason.LAST_INVOICE)
    sight.payments(stage.payments("one capture"), Payment("AUTHORIZATION", "48.00"))


def post_the_last_invoice(stage: Stage, sight: Sight) -> None:
    """With the last invoice both are captured at once."""
    posted = _invoice(stage, "one capture", "I-8", mugs=2, final=True)
    stage.wait_until_over(_capture_of(_invoice_named("I-7")))
    for invoice in (_invoice_named("I-7"), posted.invoice):
        sight.task(_capture_of(invoice), "succeeded", "captured")
        sight.payment_lines(invoice, "24.00 by Shopify Payments: captured")
    sight.payments(stage.payments("one capture"), Payment("AUTHORIZATION", "48.00"), Payment("CAPTURE", "48.00"))


def refund_before_the_capture(stage: Stage, sight: Sight) -> None:
    """Someone takes two of three mugs back in Shopify: no more is captured than the order is worth now."""
    posted = _invoice(stage, "worth less", "I-9", mugs=2)
    stage.someone_else.take_back(stage.order("worth less").gid, {"MUG": 2})
    asked = capture_by_hand(_authorised_line(posted.invoice))
    stage.wait_until_over(asked.task)
    sight.invoice(posted, "succeeded", "payments_saved")
    sight.task(asked.task, "succeeded", "captured_in_part")
    sight.payment_lines(posted.invoice, "24.00 by Shopify Payments: no longer owed")
    sight.payments(stage.payments("worth less"), Payment("AUTHORIZATION", "36.00"), Payment("CAPTURE", "12.00"))


def void_what_is_left_over(stage: Stage, sight: Sight) -> None:
    """Half of an order is never sent: the authorisation that no invoice needs is given back."""
    posted = _invoice(stage, "too much", "I-10", mugs=2, final=True)
    asked = void_leftovers(posted.invoice)
    stage.wait_until_over(asked.task)
    sight.invoice(posted, "succeeded", "payments_saved")
    sight.task(asked.task, "succeeded", "voided")
    sight.payments(
        stage.payments("too much"),
        Payment("AUTHORIZATION", "24.00"),
        Payment("AUTHORIZATION", "24.00"),
        Payment("CAPTURE", "24.00"),
        Payment("VOID", "24.00"),
    )


def let_five_days_pass(stage: Stage, sight: Sight) -> None:
    """Nobody has looked at the other declined card, and its authorisation is about to expire: that is told in time."""
    stage.let_pass(timedelta(days=5))
    line = _authorised_line(_invoice_named("I-6"))
    stage.wait(lambda: _last_notice(line) is not None)
    sight.notice(_last_notice(line), "payment_expires")
    sight.payment_lines(line.invoice, "24.00 by Shopify Payments: capture refused")
    sight.payments(stage.payments("declined for good"), *DECLINED)


def let_the_authorisation_expire(stage: Stage, sight: Sight) -> None:
    """It expires: nothing can be captured any more, and it is said what can be done."""
    stage.let_pass(timedelta(days=3))
    line = _authorised_line(_invoice_named("I-6"))
    stage.wait(lambda: _authorised_line(line.invoice).state == "expired")
    stage.wait_until_over(_task_of(line))
    sight.notice(_last_notice(line), "payment_expired")
    sight.payment_lines(line.invoice, "24.00 by Shopify Payments: authorisation expired")
    sight.task(_task_of(line), "needs_attention", "not_captured")
    sight.payments(stage.payments("declined for good"), *DECLINED)


def let_the_customer_pay_again(stage: Stage, sight: Sight) -> None:
    """The customer gives another card; the payments of the same invoice are retrieved again, and captured."""
    invoice = _invoice_named("I-6")
    stage.shopify.authorise(stage.order("declined for good").gid, "24.00")
    asked = retrieve_again(invoice)
    stage.wait_until_over(asked.task)
    newest = _authorised_line(invoice)
    stage.wait_until_over(_task_of(newest))
    sight.task(asked.task, "succeeded", "payments_saved")
    sight.payment_lines(
        invoice, "24.00 by Shopify Payments: authorisation expired", "24.00 by Shopify Payments: captured"
    )
    paid_again = [Payment("AUTHORIZATION", "24.00"), Payment("CAPTURE", "24.00")]
    sight.payments(stage.payments("declined for good"), *DECLINED, *paid_again)


def _invoice(stage: Stage, role: str, number: str, *, mugs: int, final: bool = False) -> PostedInvoiceResult:
    """Post it, and let the worker try all that follows from it."""
    posted = stage.invoice(role, number, {"MUG": mugs}, prices=PRICES, final=final)
    stage.wait_until_at_rest(posted.task)
    lines = posted.invoice.payment_lines.exclude(task=None).select_related("task")
    stage.wait_until_at_rest(*(_task_of(line) for line in lines))
    return posted


def _invoice_named(number: str) -> PostedInvoice:
    return PostedInvoice.objects.select_related("order__store", "task").get(external_number=number)


def _authorised_line(invoice: PostedInvoice) -> PaymentLine:
    """The newest."""
    return invoice.payment_lines.exclude(task=None).select_related("invoice__order", "task").latest("position")


def _capture_of(invoice: PostedInvoice) -> Task:
    return _task_of(_authorised_line(invoice))


def _task_of(line: PaymentLine) -> Task:
    """The task that captures an authorised line."""
    return Task.objects.get(payment_line=line)


def _last_notice(line: PaymentLine) -> Notice | None:
    return Notice.objects.filter(subject_id=line.pk).order_by("-created_at").first()
