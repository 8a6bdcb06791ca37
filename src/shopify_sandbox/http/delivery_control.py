"""What control endpoints tell of deliveries, and sending some again."""

from __future__ import annotations

from shopify_sandbox import control_input
from shopify_sandbox.control_input import BadControlRequest
from shopify_sandbox.engine.envelopes import Json
from shopify_sandbox.webhooks.delivery import Delivery

from .shop import Sandbox

MOST_AGAIN = 10_000
MOST_AT_ONCE = 500
_NAMES = ("webhook_id", "event_id", "topic")


class DeliveryControl:
    """Reads the ledger of the sandbox's present shop and sends from it again."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def listed(self, query: Json) -> Json:
        """The newest webhooks, of a `topic` and in a `state` when these are given, of these the `last`; all counted."""
        control_input.no_others(query, {"last", "topic", "state"}, "the list of deliveries")
        topic, state = query.get("topic"), query.get("state")
        ledger = self._sandbox.shop.deliveries.ledger
        found = ledger.chosen(
            lambda each: topic in (None, each.topic) and state in (None, each.state), control_input.last_of(query)
        )
        return {"counts": ledger.counts, "deliveries": [each.as_json() for each in found]}

    async def redeliver(self, body: Json) -> Json:
        """Send what one name finds `times` more, with body, headers and ids as they were; which answers came.

        Nothing is tried again. `at_once` is how many are under way at the same time.
        """
        control_input.no_others(body, {*_NAMES, "times", "at_once"}, "redelivering")
        found = self._found(body)
        times = control_input.count(body.get("times", 1), "times")
        at_once = control_input.count(body.get("at_once", 50), "at_once")
        if times * len(found) > MOST_AGAIN or at_once > MOST_AT_ONCE:
            raise BadControlRequest(f"at most {MOST_AGAIN} deliveries at a time, {MOST_AT_ONCE} of them at once")
        answers = await self._sandbox.shop.deliveries.dispatcher.again(found, times=times, at_once=at_once)
        return {"sent": times * len(found), "answers": answers}

    def _found(self, body: Json) -> list[Delivery]:
        named = [name for name in _NAMES if name in body]
        if len(named) != 1:
            raise BadControlRequest(f"name deliveries by one of {', '.join(_NAMES)}")
        name = named[0]
        found = self._sandbox.shop.deliveries.ledger.chosen(lambda each: getattr(each, name) == body[name])
        sendable = [each for each in found if each.subscription.is_http]
        if not sendable:
            raise BadControlRequest(f"no delivery has the {name} {body[name]!r}")
        return sendable
