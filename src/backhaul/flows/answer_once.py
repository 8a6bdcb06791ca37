"""Answers a request that carries an Idempotency-Key once, however often it comes.

Only success is kept: a refused request has written nothing, and may be sent again under its key, corrected or not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction

from backhaul.core.errors import Busy, IdempotencyKeyReused
from backhaul.flows.clock import now
from backhaul.flows.show.plain import Json
from backhaul.models import IdempotentRequest

SECRET = "secret"  # noqa: S105 -- the name of a field
ABANDONED_AFTER = timedelta(minutes=2)


@dataclass(frozen=True)
class Answer:
    """What a request was answered: the HTTP status, and the body as JSON values."""

    status: int
    body: Json
    is_repeated: bool = False


def answer_once(key: str, body_hash: str, work: Callable[[], Answer]) -> Answer:
    """Do the work and keep its answer, in one transaction; a second request with the key waits and gets the answer.

    A crash or an error in between leaves neither the work nor the key. Raises IdempotencyKeyReused when the key came
    with another request before, and whatever the work raises.
    """
    with transaction.atomic():
        row, is_new = IdempotentRequest.objects.get_or_create(
            key=key, defaults={"body_hash": body_hash, "created_at": now()}
        )
        if not is_new:
            return _kept(row, body_hash)
        answer = work()
        _keep(key, answer)
        return answer


def answer_once_outside(key: str, body_hash: str, work: Callable[[], Answer]) -> Answer:
    """The same for work that calls Shopify and therefore runs in no transaction; it must be harmless to do twice.

    The key is claimed before and given back after a refusal. While it is claimed, a second request is refused as
    Busy; a claim that its process has left behind by dying can be taken over after two minutes.
    """
    kept = _claim(key, body_hash)
    if kept is not None:
        return kept
    try:
        answer = work()
    except BaseException:
        IdempotentRequest.objects.filter(key=key, status=None).delete()
        raise
    _keep(key, answer)
    return answer


def _claim(key: str, body_hash: str) -> Answer | None:
    try:
        with transaction.atomic():
            IdempotentRequest.objects.create(key=key, body_hash=body_hash, created_at=now())
            return None
    except IntegrityError:
        pass
    row = IdempotentRequest.objects.filter(key=key).first()
    if row is None:  # the claim was given back at this moment
        raise _still_working()
    if row.status is not None:
        return _kept(row, body_hash)
    _require_same(row, body_hash)
    taken_over = IdempotentRequest.objects.filter(key=key, status=None, created_at__lt=now() - ABANDONED_AFTER)
    if not taken_over.update(created_at=now()):
        raise _still_working()
    return None


def _keep(key: str, answer: Answer) -> None:
    IdempotentRequest.objects.filter(key=key).update(status=answer.status, answer=_without_secret(answer.body))


def _without_secret(body: Json) -> Json:
    """What may be kept of an answer: a secret is shown once, and not again when the request is repeated."""
    return {**body, SECRET: None} if isinstance(body, dict) and SECRET in body else body


def _kept(row: IdempotentRequest, body_hash: str) -> Answer:
    _require_same(row, body_hash)
    if row.status is None:
        raise _still_working()
    return Answer(row.status, row.answer, is_repeated=True)


def _require_same(row: IdempotentRequest, body_hash: str) -> None:
    if row.body_hash != body_hash:
        raise IdempotencyKeyReused(row.key)


def _still_working() -> Busy:
    return Busy("The first request with this Idempotency-Key is still being carried out.", hint="Ask again shortly.")
