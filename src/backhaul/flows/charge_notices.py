"""Tells merchant and customer what came of a charge: each event once, whatever is run again."""

from backhaul.core.billing import ChargeCase, Try
from backhaul.core.bills import BillWish
from backhaul.core.contracts import AttemptState
from backhaul.core.declines import CUSTOMERS_OWN, decline_of, say_decline
from backhaul.core.notices import Option, Recipient
from backhaul.core.outgoing import EventType
from backhaul.core.wanted_changes import Actor, ChangePaymentMethod
from backhaul.flows.aftermath import BY_POLICY
from backhaul.flows.bank_link import BANK_LINK
from backhaul.flows.events import emit
from backhaul.flows.mirror_contract_rows import write_attempts
from backhaul.flows.notices import Telling, close_notice, tell, to_decide
from backhaul.flows.want_change import ChangeWish, want_change
from backhaul.models import Bill, Contract, Notice, Task

BILLING_FAILED, PAYMENT_CHALLENGE = "billing_failed", "payment_challenge"
BILLING_ASKS, BILLING_ENDED = "billing_asks", "billing_ended"
BILL_OPTIONS: dict[str, BillWish] = {
    "charge_cycle": BillWish.CHARGE,
    "skip_cycle": BillWish.SKIP,
    "leave_cycle": BillWish.LEAVE,
}
_OPTIONS = (
    Option("charge_cycle", "Charge it now", "The customer is charged for this cycle."),
    Option("skip_cycle", "Skip this cycle", "The cycle is skipped in Shopify: nothing is charged or delivered for it."),
    Option("leave_cycle", "Leave it", "Nothing is done: the cycle stays unbilled in Shopify."),
)


def tell_of_try(bill: Bill, case: ChargeCase, follows: str) -> None:
    """Tell of the last try if it has failed, or if the customer is to confirm it; in the caller's transaction.

    `follows` says what is done next.
    """
    if not case.tries:
        return
    last = case.tries[-1]
    if last.attempt.state == AttemptState.FAILED:
        _tell_of_decline(bill, last, follows)
    elif last.attempt.state == AttemptState.ACTION_REQUIRED:
        _tell_of_challenge(bill, last)


def tell_of_end(bill: Bill, words: str) -> None:
    """Tell the merchant that a cycle stays uncharged, or was charged wrongly: once for each time it comes to that."""
    key = f"{BILLING_ENDED}:{bill.pk}:{bill.state}:{bill.charges.count()}"
    _tell(bill, BILLING_ENDED, key, f"{_about(bill)}: {words}")


def ask_merchant(bill: Bill, words: str) -> None:
    """Have the merchant decide; asked once after each try."""
    key = f"{BILLING_ASKS}:{bill.pk}:{bill.charges.count()}:{bill.due_at:%Y-%m-%d}"
    _tell(bill, BILLING_ASKS, key, f"{_about(bill)}: {words}", options=_OPTIONS)


def lock_questions(bill: Bill) -> None:
    """Lock what is asked about the bill, before the bill itself: a person's decision takes the locks in this order."""
    open_ones = to_decide(Notice.objects.filter(contract=bill.contract_id, subject_id=bill.pk))
    list(open_ones.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


def close_questions(bill: Bill, because: str) -> None:
    """Nothing is left to decide about the bill; see `lock_questions`."""
    open_ones = to_decide(Notice.objects.filter(contract=bill.contract_id, subject_id=bill.pk))
    for notice in open_ones.select_for_update(no_key=True).order_by("pk"):
        close_notice(notice, because)


def ask_for_card(bill: Bill, *, actor: Actor = Actor.BACKHAUL, by: str = BY_POLICY) -> Task:
    """Have Shopify ask the customer for another way to pay, once after each try; in the caller's transaction."""
    wish = ChangeWish(ChangePaymentMethod(), actor, by)
    return want_change(bill.contract, wish, key=f"ask_for_card:{bill.pk}:{bill.charges.count()}:{actor}")


def _tell_of_decline(bill: Bill, last: Try, follows: str) -> None:
    code = last.attempt.error_code or ""
    words = f"{_about(bill)} could not be charged at try {last.number}. {say_decline(code)} {follows}".strip()
    key = f"{BILLING_FAILED}:{bill.pk}:{last.number}"
    _tell(bill, BILLING_FAILED, key, words)
    _emit_failed(bill, last)
    why = CUSTOMERS_OWN.get(decline_of(code))
    if why is not None:
        said = f"The payment for your subscription {bill.contract} did not work. {why}"
        _tell(bill, BILLING_FAILED, f"{key}:customer", said, recipient=Recipient.CUSTOMER)


def _emit_failed(bill: Bill, last: Try) -> None:
    """Other programs are told by our ids, with Shopify's code."""
    data = {
        "bill_id": bill.pk,
        "contract_id": bill.contract_id,
        "cycle": bill.cycle_index,
        "try": last.number,
        "error_code": last.attempt.error_code or "",
    }
    emit(bill.contract.store, EventType.BILLING_FAILED, data, key=f"{bill.pk}:{last.number}")


def _tell_of_challenge(bill: Bill, last: Try) -> None:
    """Only the customer is given the address: the mirror has it, and the notice a mark in its place."""
    key = f"{PAYMENT_CHALLENGE}:{bill.pk}:{last.number}"
    _tell(bill, PAYMENT_CHALLENGE, key, f"{_about(bill)}: the customer has to confirm the payment with the bank.")
    if not last.attempt.next_action_url or not Contract.objects.filter(pk=bill.contract_id, redacted_at=None).exists():
        return
    write_attempts(bill.contract, [last.attempt])
    words = f"Please confirm the payment for your subscription {bill.contract}: {BANK_LINK}"
    _tell(bill, PAYMENT_CHALLENGE, f"{key}:customer", words, recipient=Recipient.CUSTOMER)


def _about(bill: Bill) -> str:
    return f"Cycle {bill.cycle_index} of subscription {bill.contract}"


def _tell(
    bill: Bill,
    kind: str,
    key: str,
    words: str,
    *,
    recipient: Recipient = Recipient.MERCHANT,
    options: tuple[Option, ...] = (),
) -> None:
    told = Telling(kind, bill.pk, key, words, recipient, options)
    tell(bill.contract.store, None, told, contract=bill.contract)
