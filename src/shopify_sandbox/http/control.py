"""The control endpoints under /sandbox, by which tests and people act on the shop from outside the Admin API."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta

from aiohttp import web

from shopify_sandbox.clock import ClockError, parse_duration
from shopify_sandbox.control_input import BadControlRequest, last_of
from shopify_sandbox.engine.envelopes import Json
from shopify_sandbox.options import parse_scopes
from shopify_sandbox.snapshot import Chosen

from .app_control import AppControl
from .bulk_control import BulkControl
from .delivery_control import DeliveryControl
from .draft_control import DraftControl
from .shop import Sandbox, Shop, parse_instant
from .tokens import Grant, Token

Action = Callable[[Json], Awaitable[Json]]
Handler = Callable[[web.Request], Awaitable[web.Response]]
# Bodies that may be a list alone, and what it stands for.
LISTS = {"faults": "rules", "checkout": "orders"}


class Control:
    """What the control endpoints do to the sandbox. Bad input raises BadControlRequest and changes nothing."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    @property
    def _shop(self) -> Shop:
        return self._sandbox.shop

    async def reset(self, body: Json) -> Json:
        """Start anew: an empty body as the command line said, otherwise with these options and `now`."""
        await self._sandbox.reset(body)
        return {"shop": self._shop.profile.shop_domain, "now": self._shop.clock.now().isoformat()}

    async def clock(self, body: Json) -> Json:
        """Tell the time, after `advance` (a duration), `now` (an instant) or `rate` (of the bucket's refill)."""
        _only(body, {"advance", "now", "rate"})
        clock = self._shop.clock
        if "advance" in body and "now" in body:
            raise BadControlRequest("give advance or now, not both")
        rate = _rate(body)
        target = clock.now() + _duration(body["advance"]) if "advance" in body else None
        target = parse_instant(body["now"]) if "now" in body else target
        if target is not None:
            self._shop.deliveries.begin_event()
            clock.set(target)
            await self._work_off()
        if rate is not None:
            clock.rate = rate
        return {"now": clock.now().isoformat(), "rate": clock.rate}

    async def _work_off(self) -> None:
        """What the passing of time has started is done before anybody is told the time."""
        while self._shop.world.work_on():
            await asyncio.sleep(0)

    async def checkout(self, body: Json) -> Json:
        """A customer buys; the order."""
        self._shop.clock.run_due()
        self._shop.deliveries.begin_event()
        return self._shop.domain.place_order(self._shop.world, body)

    async def payments(self, body: Json) -> Json:
        """A person or a gateway acts on a payment; the order's transactions."""
        self._shop.clock.run_due()
        self._shop.deliveries.begin_event()
        return self._shop.domain.pay(self._shop.world, body)

    async def billing(self, body: Json) -> Json:
        """How billing attempts go next, or a subscription app bills; the attempts."""
        self._shop.clock.run_due()
        self._shop.deliveries.begin_event()
        return self._shop.domain.bill(self._shop.world, body)

    async def contracts(self, body: Json) -> Json:
        """Somebody else changes a contract or an order; how it is then."""
        self._shop.clock.run_due()
        self._shop.deliveries.begin_event()
        return self._shop.domain.change_contract(self._shop.world, body)

    async def set_faults(self, body: Json) -> Json:
        """Add rules; all rules in force."""
        self._shop.faults.add(body)
        return await self.faults({})

    async def clear_faults(self, _body: Json) -> Json:
        """Drop all rules."""
        self._shop.faults.clear()
        return await self.faults({})

    async def faults(self, _query: Json) -> Json:
        """All rules in force, with how often each was tried and struck."""
        return {"rules": self._shop.faults.listed()}

    async def tokens(self, body: Json) -> Json:
        """Expire or revoke a token, change its scopes, or issue an expiring one with its refresh token."""
        _only(body, {"token", "action", "scopes", "expires_in"})
        action = body.get("action")
        if action == "issue":
            return self._issue(body).as_json()
        token = self._token(body)
        if action == "scopes":
            token.scopes = parse_scopes(body.get("scopes"))
        elif action == "expire":
            token.expires = self._shop.clock.now()
        elif action == "revoke":
            token.revoked = True
        else:
            raise BadControlRequest("action must be expire, revoke, scopes or issue")
        return {"token_suffix": token.text[-4:], "valid": self._shop.tokens.valid(token.text) is not None}

    async def log(self, query: Json) -> Json:
        """Requests to the Admin API, those after number `after`, of these the `last`."""
        _only(query, {"after", "last"})
        after = str(query.get("after", "0"))
        if not after.isdigit():
            raise BadControlRequest("after must be the number of a request")
        return {"requests": self._shop.log.after(int(after), last=last_of(query))}

    async def bucket(self, _query: Json) -> Json:
        """`throttleStatus` of the app, without a request of its own."""
        return self._shop.engine.bucket.status()

    async def state(self, query: Json) -> Json:
        """Everything the shop holds; of the orders only the `last`, or those in `orders`, ids or names with commas."""
        _only(query, {"last", "orders"})
        self._shop.clock.run_due()
        named = str(query["orders"]).split(",") if query.get("orders") else None
        return self._shop.domain.snapshot(self._shop.world, Chosen(last_of(query), named))

    def _token(self, body: Json) -> Token:
        text = body.get("token", self._shop.profile.token)
        token = self._shop.tokens.find(text) if isinstance(text, str) else None
        if token is None:
            raise BadControlRequest("no such token")
        return token

    def _issue(self, body: Json) -> Grant:
        scopes = parse_scopes(body["scopes"]) if "scopes" in body else None
        seconds = body.get("expires_in", 3600)
        if isinstance(seconds, bool) or not isinstance(seconds, int) or seconds < 1:
            raise BadControlRequest("expires_in must be a whole number of seconds")
        return self._shop.tokens.offline(timedelta(seconds=seconds), scopes)


def control_routes(sandbox: Sandbox) -> list[web.RouteDef]:
    """The routes under /sandbox."""
    control, app, deliveries = Control(sandbox), AppControl(sandbox), DeliveryControl(sandbox)
    posts: dict[str, Action] = {
        "reset": control.reset,
        "clock": control.clock,
        "checkout": control.checkout,
        "payments": control.payments,
        "billing": control.billing,
        "contracts": control.contracts,
        "faults": control.set_faults,
        "tokens": control.tokens,
        "app": app.app,
        "privacy": app.privacy,
        "bulk": BulkControl(sandbox).plan,
        "delivery-options": DraftControl(sandbox).delivery_options,
        "deliveries/redeliver": deliveries.redeliver,
    }
    gets: dict[str, Action] = {
        "clock": control.clock,
        "faults": control.faults,
        "log": control.log,
        "bucket": control.bucket,
        "state": control.state,
        "deliveries": deliveries.listed,
        "app": app.told,
    }
    return [
        *(web.post(f"/sandbox/{name}", _with_body(action, LISTS.get(name))) for name, action in posts.items()),
        *(web.get(f"/sandbox/{name}", _with_query(action)) for name, action in gets.items()),
        web.delete("/sandbox/faults", _with_query(control.clear_faults)),
    ]


def _with_body(action: Action, listed: str | None) -> Handler:
    async def handle(http: web.Request) -> web.Response:
        raw = await http.read()
        try:
            body = json.loads(raw) if raw.strip() else {}
        except (ValueError, RecursionError):
            return _refusal("the body is not JSON")
        if isinstance(body, list) and listed is not None:
            body = {listed: body}
        if not isinstance(body, dict):
            return _refusal("the body must be a JSON object")
        return await _run(action, body)

    return handle


def _with_query(action: Action) -> Handler:
    async def handle(http: web.Request) -> web.Response:
        return await _run(action, dict(http.query))

    return handle


async def _run(action: Action, body: Json) -> web.Response:
    try:
        return web.json_response(await action(body))
    except (BadControlRequest, ClockError) as error:
        return _refusal(str(error))


def _refusal(message: str) -> web.Response:
    return web.json_response({"error": message}, status=400)


def _only(body: Json, allowed: set[str]) -> None:
    unknown = sorted(set(body) - allowed)
    if unknown:
        raise BadControlRequest(f"unknown {unknown[0]!r}; there are {', '.join(sorted(allowed))}")


def _duration(value: object) -> timedelta:
    if not isinstance(value, str):
        raise BadControlRequest("advance must be a duration such as P1D or PT30M")
    return parse_duration(value)


def _rate(body: Json) -> float | None:
    rate = body.get("rate")
    if rate is None:
        return None
    if isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 < rate <= 1_000_000:
        raise BadControlRequest("rate must be a number greater than 0 and at most 1000000")
    return float(rate)
