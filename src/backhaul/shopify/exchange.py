"""Makes one call: token, reservation, request, account, reply."""

import json
import time

import stamina
import structlog

from backhaul.core.budget import Priority
from backhaul.core.errors import BackhaulError
from backhaul.core.shopify_errors import Effect, NetworkFailure, ReplyLost, Unauthorised
from backhaul.models import Store
from backhaul.shopify import budget
from backhaul.shopify.budget import Reservation
from backhaul.shopify.configuration import API_VERSION, configuration
from backhaul.shopify.envelope import Envelope, open_envelope
from backhaul.shopify.expected_costs import expected_points, learn
from backhaul.shopify.operations.model import BaseModel
from backhaul.shopify.operations.operation import Call, Data_co
from backhaul.shopify.reading import take_reply
from backhaul.shopify.reply import Cost, Reply
from backhaul.shopify.secret import Secret
from backhaul.shopify.tokens import Tokens
from backhaul.shopify.transport import Guard, Post, Transport

READ_ATTEMPTS = 3
READ_RETRY_SECONDS = 0.2
LONGEST_READ_RETRY_SECONDS = 2.0

_log = structlog.get_logger(__name__)


class Exchange:
    """Calls of one store at one priority."""

    def __init__(self, store: Store, *, priority: Priority, transport: Transport) -> None:
        self._store = store
        self._priority = priority
        self._transport = transport
        self._tokens = Tokens(store, transport)
        self._token: Secret | None = None
        self._has_warned = False

    def reserve(self, call: Call[BaseModel]) -> Reservation:
        """Make sure of a token, then set the call's points aside. Raises BudgetEmpty, MaxCostExceeded, Unauthorised."""
        self._token = self._tokens.current()
        return budget.reserve(self._store.pk, expected_points(call.operation), self._priority)

    def release(self, reservation: Reservation) -> None:
        """Give back a reservation whose call will not be made."""
        budget.release(reservation)

    def query(self, call: Call[Data_co]) -> Reply[Data_co]:
        """Read, trying again a few times when the connection fails: reading twice does no harm."""
        retrying = stamina.retry_context(
            on=(NetworkFailure, ReplyLost),
            attempts=READ_ATTEMPTS,
            timeout=None,
            wait_initial=READ_RETRY_SECONDS,
            wait_max=LONGEST_READ_RETRY_SECONDS,
        )
        for attempt in retrying:
            with attempt:
                return self.send(call, reservation=self.reserve(call))
        raise AssertionError("unreachable")

    def send(self, call: Call[Data_co], *, reservation: Reservation, guard: Guard | None = None) -> Reply[Data_co]:
        """Make the call once and settle its reservation.

        A token that Shopify does not accept (401: nothing was carried out) is replaced once, where that is possible.
        """
        token = self._token or self._tokens.current()
        try:
            return self._attempt(call, token, reservation, guard)
        except Unauthorised:
            replacement = self._tokens.replace(token)
            if replacement is None:
                raise
        self._token = replacement
        again = budget.reserve(self._store.pk, reservation.points, self._priority)
        return self._attempt(call, replacement, again, guard)

    def _attempt(
        self, call: Call[Data_co], token: Secret, reservation: Reservation, guard: Guard | None
    ) -> Reply[Data_co]:
        started = time.monotonic()
        charged, cost = reservation.points, None
        try:
            envelope = self._envelope(call, token, guard)
            cost = envelope.cost
            charged = _charged(cost, reservation)
            learn(call.operation, cost)
        except BaseException as exc:
            if _was_not_sent(exc):
                charged = 0.0
            raise
        finally:
            budget.settle(reservation, charged=charged, cost=cost, started_monotonic=started)
        self._compare_version(envelope)
        return take_reply(envelope, call)

    def _envelope(self, call: Call[Data_co], token: Secret, guard: Guard | None) -> Envelope:
        post = Post(
            url=f"{self._store.api_url.rstrip('/')}/admin/api/{API_VERSION}/graphql.json",
            body=_body(call),
            headers={"Content-Type": "application/json"},
            token=token,
        )
        return open_envelope(
            self._transport.send(post, within_seconds=configuration().call_timeout_seconds, guard=guard)
        )

    def _compare_version(self, envelope: Envelope) -> None:
        answered = envelope.raw.api_version
        if answered not in (None, API_VERSION) and not self._has_warned:
            self._has_warned = True
            _log.warning("shopify.version_mismatch", store=self._store.slug, asked=API_VERSION, answered=answered)


def _body(call: Call[BaseModel]) -> bytes:
    content = {
        "query": call.operation.document,
        "operationName": call.operation.name,
        "variables": dict(call.variables),
    }
    return json.dumps(content, ensure_ascii=False).encode()


def _charged(cost: Cost | None, reservation: Reservation) -> float:
    """What the bucket was charged for a call that was answered; without a word about it, all that was expected."""
    if cost is None:
        return reservation.points
    known = cost.actual if cost.actual is not None else cost.requested
    return reservation.points if known is None else known


def _was_not_sent(error: BaseException) -> bool:
    """Whether the transport or the guard held the call back, so that Shopify charged nothing for it."""
    return isinstance(error, BackhaulError) and getattr(error, "effect", Effect.NONE) is Effect.NONE
