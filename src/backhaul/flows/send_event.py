"""Hands one event over to one endpoint: signed, tried again for days, switched off when all was in vain."""

import json
import random
from base64 import b64encode
from dataclasses import replace
from secrets import token_bytes

import structlog
from django.db import transaction
from standardwebhooks import Webhook

from backhaul.core.channels import UNCLEAR, SendingState
from backhaul.core.notice_kinds import ENDPOINT_OFF
from backhaul.core.outcome import Outcome
from backhaul.core.outgoing import Answer, GivenUp, Taken, TryAgain, after_answer, payload
from backhaul.core.targets import read_target
from backhaul.core.tasks import OutcomeName, WaitReason
from backhaul.flows.clock import now, real_now
from backhaul.flows.endings import called_off, succeeded, waiting
from backhaul.flows.leases import Lease
from backhaul.flows.notices import Telling, tell
from backhaul.flows.outgoing_http import may_be_private, post
from backhaul.models import Endpoint, EventDelivery, OutgoingEvent, Task
from backhaul.shopify.vault import open_sealed

SECRET_PREFIX = "whsec_"  # noqa: S105 -- how every such secret begins
SECRET_BYTES = 32
IS_OFF = "The endpoint is switched off."
MAYBE_TWICE = "It may have had it before, with the same webhook-id, for no answer was noted of an earlier try."

log = structlog.get_logger()


def send_event(task: Task, lease: Lease) -> Outcome:
    """Send it, and note how it was answered.

    Run again, what was taken is not sent again. When the answer was lost to us, it is sent once more with the same
    `webhook-id`, by which a receiver knows it.
    """
    delivery = EventDelivery.objects.select_related("event__store", "endpoint").filter(task=task).first()
    if delivery is None:
        return called_off("The endpoint was removed.", OutcomeName.NOT_TOLD)
    if delivery.sent_at is not None:
        return _taken(delivery)
    if not delivery.endpoint.is_on:
        return _end_unsent(delivery, IS_OFF)
    lease.check()
    again = delivery.words == UNCLEAR
    EventDelivery.objects.filter(pk=delivery.pk).update(words=UNCLEAR)
    answer = hand_over(delivery.event, delivery.endpoint)
    outcome = _record(delivery, answer, attempt=task.attempts + 1)
    is_told = outcome.name is OutcomeName.TOLD
    return replace(outcome, words=f"{outcome.words} {MAYBE_TWICE}") if again and is_told else outcome


def hand_over(event: OutgoingEvent, endpoint: Endpoint) -> Answer:
    """Post the event to the endpoint, signed by each of its secrets that counts."""
    body = json.dumps(payload(event.type, event.happened_at, event.data), separators=(",", ":"))
    sent_at = real_now()
    signatures = [Webhook(secret).sign(event.pk, sent_at, body) for secret in _secrets(endpoint)]
    headers = {
        "Content-Type": "application/json",
        "webhook-id": event.pk,
        "webhook-timestamp": str(int(sent_at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
    target = read_target(open_sealed(endpoint.url_encrypted).reveal())
    return post(target, body.encode(), headers, allow_private=may_be_private(event.store))


def new_secret() -> str:
    """A fresh secret, in the form that the convention gives it."""
    return SECRET_PREFIX + b64encode(token_bytes(SECRET_BYTES)).decode()


def switch_off(endpoint: Endpoint, because: str) -> bool:
    """Send nothing more to an endpoint, and tell the merchant why; False when it was off already."""
    with transaction.atomic():
        locked = Endpoint.objects.select_for_update(no_key=True, of=("self",)).select_related("store")
        row = locked.get(pk=endpoint.pk)
        if not row.is_on:
            return False
        row.is_on, row.off_because = False, because[:500]
        row.save(update_fields=["is_on", "off_because"])
        words = (
            f"Nothing more is sent to the endpoint {row}, because {because}. When its receiver works again, switch it "
            "on and have what it missed sent once more."
        )
        tell(row.store, None, Telling(ENDPOINT_OFF, row.pk, f"{ENDPOINT_OFF}:{row.pk}:{now().isoformat()}", words))
    log.warning("endpoint.switched_off", endpoint=row.pk, store=row.store.slug)
    return True


def _secrets(endpoint: Endpoint) -> list[str]:
    """The newest first; the one before it signs too until its time is over."""
    sealed = [endpoint.secret_encrypted]
    if endpoint.old_secret_until is not None and real_now() < endpoint.old_secret_until:
        sealed.append(endpoint.old_secret_encrypted)
    return [open_sealed(one).reveal() for one in sealed]


def _record(delivery: EventDelivery, answer: Answer, *, attempt: int) -> Outcome:
    endpoint = delivery.endpoint
    since = max(endpoint.failing_since or now(), delivery.created_at)
    verdict = after_answer(answer, attempt, now=now(), failing_since=since, jitter=random.random())  # noqa: S311 -- spreads retries
    delivery.tries += 1
    delivery.status, delivery.words = answer.status, answer.words[:500]
    endpoints = Endpoint.objects.filter(pk=endpoint.pk)
    match verdict:
        case Taken():
            delivery.state, delivery.sent_at = SendingState.SENT, now()
            delivery.save()
            endpoints.exclude(failing_since=None).update(failing_since=None)
            return _taken(delivery)
        case TryAgain(at):
            delivery.save()
            endpoints.filter(failing_since=None).update(failing_since=now())
            return waiting(WaitReason.RETRY, at, f"The endpoint did not take it: {answer.words}.", counts=True)
        case GivenUp(because):
            delivery.save()
            switch_off(endpoint, because)
            return _end_unsent(delivery, f"Given up: {because}.")


def _taken(delivery: EventDelivery) -> Outcome:
    return succeeded(OutcomeName.TOLD, f"The endpoint has taken it ({delivery.words}).")


def _end_unsent(delivery: EventDelivery, words: str) -> Outcome:
    delivery.state, delivery.words = SendingState.NOT_SENT, words[:500]
    delivery.save(update_fields=["state", "words"])
    return called_off(words, OutcomeName.NOT_TOLD)
