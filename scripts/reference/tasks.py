"""The page of tasks: states, the changes between them, reasons to wait, outcomes, and what recurs."""

from datetime import timedelta

from backhaul.core.recurring import INTERVALS, RecurringJob
from backhaul.core.tasks import ALLOWED, OutcomeName, TaskState, WaitReason
from backhaul.flows.registry import TASK_HANDLERS

INTRODUCTION = """# Tasks

A task is one piece of work owed to Shopify. It is written in the transaction of what caused it, and a worker carries it
out. What to do with one that waits or needs attention: [how-to](../how-to/a-task-that-needs-attention.md)."""

STATES = {
    TaskState.PENDING: "a worker will take it as soon as one is free",
    TaskState.RUNNING: "a worker has leased it; when the worker dies, it becomes pending at the end of the lease",
    TaskState.WAITING: "nothing can be done yet; it says for what it waits and until when at the longest",
    TaskState.SUCCEEDED: "done; the outcome says what was done",
    TaskState.NEEDS_ATTENTION: "a person has to decide; it says what about",
    TaskState.CANCELLED: "called off by a person or by an undo; the outcome says whether anything was sent before",
}
OUTCOMES = {
    OutcomeName.SENT: "Shopify has everything that the shipment says",
    OutcomeName.SENT_IN_PART: "a part was sent; a person, or the store's policy, has left the rest unsent",
    OutcomeName.ADOPTED: "someone else had fulfilled the goods already; that fulfillment now stands for the shipment",
    OutcomeName.LEFT_UNSENT: "nothing could be sent, and a person has decided to leave it so",
    OutcomeName.NOTHING_TO_DO: "there was nothing to do",
    OutcomeName.WAITING_UNTIL: "it waits until a date",
    OutcomeName.WAITING_FOR_HOLD: "the goods are on hold in Shopify",
    OutcomeName.NEEDS_ATTENTION: "a person has to decide",
    OutcomeName.CONTINUE: "the order has changed; it is planned again at once",
    OutcomeName.UNDONE: "every fulfillment that the shipment had made is cancelled",
    OutcomeName.UNDONE_IN_PART: "adopted fulfillments are not ours to cancel; they were left, and are named",
    OutcomeName.UNDONE_BEFORE_SENDING: "the shipment was undone before anything was sent",
    OutcomeName.TRACKING_CHANGED: "Shopify shows the new tracking",
    OutcomeName.TRACKING_WILL_BE_SENT: "nothing was sent yet; it will be sent with the new tracking",
    OutcomeName.OPENED: "a scheduled fulfillment order was opened",
    OutcomeName.RESCHEDULED: "a scheduled fulfillment order has another date",
    OutcomeName.MOVED: "a fulfillment order was moved to another location",
    OutcomeName.RELEASED: "a hold was released",
    OutcomeName.TAGGED: "the order has its tags",
    OutcomeName.PAYMENTS_SAVED: "the order's payments cover the invoice, and are saved with it as payment lines",
    OutcomeName.PAYMENTS_SHORT: "the order's payments don't cover the invoice; its sentence says how much is missing",
    OutcomeName.NOTHING_TO_CAPTURE: "the order is not paid through Shopify, or the invoice is over nothing",
    OutcomeName.CAPTURED: "all of the payment line was captured",
    OutcomeName.CAPTURED_ELSEWHERE: "someone else had captured all of the payment line already",
    OutcomeName.CAPTURED_IN_PART: "a part was captured; its sentence says why the rest was not",
    OutcomeName.NOT_OWED: "nothing was captured, as the order is worth less since goods were refunded or removed",
    OutcomeName.NOT_CAPTURED: "nothing was captured; its sentence says why, and what can be done",
    OutcomeName.VOIDED: "authorisations that nothing was captured of were released",
    OutcomeName.NOTHING_TO_VOID: "no authorisation is left that could be released",
    OutcomeName.REFUNDED: "the money was given back",
    OutcomeName.BOOKED: "the money had been given back in Shopify by somebody else; it was noted, and nothing was sent",
    OutcomeName.UNINSTALLED: "the app was found uninstalled, and the store's work has stopped",
    OutcomeName.EXPORTED: "what is kept about a customer was gathered, and can be downloaded for 30 days",
    OutcomeName.REDACTED: "personal data was deleted; the request's record says in numbers what",
    OutcomeName.REFUSED: "nothing was deleted; the request's record says why",
    OutcomeName.REFRESHED: "the order was read again; its sentence says what had changed",
    OutcomeName.WEBHOOKS_REPAIRED: "Shopify sends us every webhook that the app's scopes allow",
    OutcomeName.IMPORTED: "the past orders are in the mirror",
    OutcomeName.CHANGED: "Shopify shows what the step of a change was to bring about",
    OutcomeName.ALREADY_SO: "it was so in Shopify before the step of a change was carried out",
    OutcomeName.SUPERSEDED: "what the step of a change was planned on has changed; the rest is planned anew",
    OutcomeName.LETTER_UNKNOWN: "whether Shopify has written to the customer is not known; it can be asked again",
    OutcomeName.CHARGED: "the customer was charged for a billing cycle, and Shopify has made the order",
    OutcomeName.CHARGED_BY_OTHERS: "somebody else has charged the billing cycle; nothing was sent",
    OutcomeName.NOT_CHARGED: "a billing cycle stays uncharged; its sentence says why",
    OutcomeName.CHANGE_BEGUN: "a change that a policy or a decision asked for is under way",
    OutcomeName.CHANGE_DONE: "every step of a change is done",
    OutcomeName.CHANGE_DONE_IN_PART: "a change has ended and is not done whole; its sentence says what is left",
    OutcomeName.TOLD: "everybody concerned was told of it",
    OutcomeName.NOT_TOLD: "nobody was told; its sentence says why, and what was to be sent says so, too",
    OutcomeName.STOPPED: "it was called off; its sentence says how much had been sent",
}
UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))
KINDS = {
    "send_fulfillment": "make the fulfillments of a posted shipment",
    "update_tracking": "tell Shopify the changed tracking of a shipment",
    "cancel_fulfillments": "cancel the fulfillments of an undone shipment",
    "open_fulfillment_order": "open a scheduled fulfillment order before its date",
    "reschedule_fulfillment_order": "give a scheduled fulfillment order another date",
    "retrieve_payments": "find the payments of an invoiced order and save them with the invoice as payment lines",
    "capture_payment": "capture what a payment line takes of an authorisation",
    "void_leftover": "release what is authorised for an order and no longer needed",
    "give_back": "give back in Shopify what a posted credit memo over an invoice says",
    "give_back_units": "give back in Shopify the units of a posted credit memo over an order, with their money",
    "book_credit": "note a credit memo whose money was given back in Shopify already",
    "verify_uninstall": "ask Shopify whether the app is still uninstalled, when a webhook about it came late",
    "export_customer": "gather what is kept about a customer who asked for it",
    "redact_customer": "delete a customer's personal data",
    "redact_shop": "delete everything that is kept of an uninstalled store",
    "charge_cycle": "charge a billing cycle of a subscription, follow the payment, and try again by the policy",
    "plan_change": "plan a change of a subscription that a policy or a decision asks for, and begin it",
    "finish_change": "say how a change of a subscription has ended, once all its steps have",
    "tell_of_end": "tell that a subscription was cancelled, at the latest when its orders have not become known",
    "send_notice": "send a notice over a channel, by mail or to a chat",
    "send_digest": "send what has gathered for a channel since its last digest",
    "tell_customer": "send a notice by mail to the customer that it is for",
    "send_event": "hand an event over to an endpoint of another program",
    "refresh_contract": "read a subscription contract of which a webhook has told",
    "refresh_order": "read an order of which a webhook has told",
    "send_portal_link": "mail a customer the link by which they enter the portal",
    "repair_webhooks": "subscribe to the webhooks that a store does not send us",
    "change_step": "carry out one step of a change to a subscription",
    "tag_order": "add the tags that an order of a subscription lacks",
    "backfill_orders": "import a store's past orders by a bulk operation",
    "review_cancelled": "ask a person about a fulfillment that was cancelled in Shopify after its shipment was sent",
}


def page() -> str:
    """All of it; a state, outcome or kind without words is an error."""
    parts = [
        INTRODUCTION,
        _table("Kinds", ("Kind", "What it does"), [(kind, KINDS[kind]) for kind in TASK_HANDLERS]),
        _table("States", ("State", "Means", "May become"), [(one, STATES[one], _next(one)) for one in TaskState]),
        _table("Reasons to wait", ("Reason", "Means"), [(reason, reason.words) for reason in WaitReason]),
        _table("Outcomes", ("Outcome", "Means"), [(name, OUTCOMES[name]) for name in OutcomeName]),
        _table(
            "Job Queue entries",
            ("Entry", "What it does", "Every"),
            [(job, job.words, _length(INTERVALS[job])) for job in RecurringJob],
        ),
        "Every connected store gets each of these entries by itself.",
    ]
    return "\n\n".join(parts)


def _next(state: TaskState) -> str:
    return ", ".join(f"`{one}`" for one in TaskState if one in ALLOWED[state]) or "nothing: it has ended"


def _length(interval: timedelta) -> str:
    seconds = int(interval.total_seconds())
    number, unit = next((seconds // size, unit) for size, unit in UNITS if seconds % size == 0)
    return f"{number} {unit}s" if number > 1 else unit


def _table(title: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    head = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    body = [f"| `{first}` | {' | '.join(rest)} |" for first, *rest in rows]
    return "\n".join([f"## {title}", "", *head, *body])
