"""Answers POST /admin/api/{version}/graphql.json, misbehaving where a rule says so."""

import asyncio
import json
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from shopify_sandbox.api_versions import VERSION
from shopify_sandbox.engine.envelopes import Json, RequestRefused
from shopify_sandbox.engine.execute import Answer, Prepared, refused

from .faults import Rule
from .log import Entry, without_secrets
from .shop import Sandbox, Shop
from .tokens import Token

SUPPORTED = ("2025-10", "2026-01", "2026-04", "2026-07", "2026-10")
MISSING_PARAMETER: Json = {"errors": {"query": "Required parameter missing or invalid"}}
BAD_TOKEN = "[API] Invalid API key or access token (unrecognized login or wrong password)"  # noqa: S105 — an answer
POLL_SECONDS = 0.05


@dataclass(frozen=True)
class Call:
    """One HTTP request that got past the token check."""

    http: web.Request
    shop: Shop
    token: Token
    version: str
    request_id: str
    entry: Entry


@dataclass(frozen=True)
class Given:
    """What the body of a request says."""

    text: str
    variables: Mapping[str, object]
    operation_name: str | None


def served_version(asked: str) -> str | None:
    """The version that answers: the one asked for, else the oldest that still lives; None when it is no version.

    Shopify falls forward without a word except in the header X-Shopify-API-Version (documentation).
    """
    if VERSION.fullmatch(asked) is None:
        return None
    if asked in SUPPORTED or asked == "unstable":
        return asked
    return SUPPORTED[0] if asked < SUPPORTED[0] else SUPPORTED[-1]


class GraphqlEndpoint:
    """The endpoint of the sandbox's present shop."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._late: set[asyncio.Task[None]] = set()

    async def handle(self, http: web.Request) -> web.StreamResponse:
        """Check version, shop and token, then answer or misbehave."""
        shop = self._sandbox.shop
        request_id = f"{uuid.uuid4()}-{int(time.time())}"
        version = served_version(http.match_info["version"])
        if version is None or _is_another_shop(http, shop):
            return _json({"errors": "Not Found"}, 404, request_id=request_id)
        text = http.headers.get("X-Shopify-Access-Token", "")
        entry = shop.log.open(shop.clock.now(), request_id=request_id, api_version=version, token=text)
        token = shop.tokens.valid(text)
        if token is None:
            entry.status = 401
            return _json({"errors": BAD_TOKEN}, 401, request_id=request_id, version=version)
        call = Call(http, shop, token, version, request_id, entry)
        given = await _read(http)
        if given is None:
            entry.status = 400
            return _json(MISSING_PARAMETER, 400, request_id=request_id, version=version)
        return await self._answer(call, given)

    async def _answer(self, call: Call, given: Given) -> web.StreamResponse:
        call.entry.operation = given.operation_name
        call.entry.variables = without_secrets(dict(given.variables))
        try:
            prepared = call.shop.engine.prepare(given.text, given.variables, operation_name=given.operation_name)
        except RequestRefused as refusal:
            return _reply(call, refused(refusal))
        _describe(call.entry, prepared)
        names = [*prepared.request.root_fields, *([call.entry.operation] if call.entry.operation else [])]
        rule = call.shop.faults.for_request(names)
        if rule is None:
            return _reply(call, _perform(call, prepared))
        call.entry.fault = rule.kind
        return await self._misbehave(call, prepared, rule)

    async def _misbehave(self, call: Call, prepared: Prepared, rule: Rule) -> web.StreamResponse:
        if rule.kind in {"500_after", "timeout_after"} or _carried_out_first(rule):
            _perform(call, prepared)
        if rule.kind == "throttled":
            return _reply(call, call.shop.engine.throttled(prepared))
        if rule.kind == "slow":
            await asyncio.sleep(rule.seconds)
            return _reply(call, _perform(call, prepared))
        if rule.kind == "late":
            task = asyncio.get_running_loop().create_task(_perform_later(call, prepared, rule.seconds))
            self._late.add(task)
            task.add_done_callback(self._late.discard)
            return _broken(call.http)
        if rule.kind.startswith("timeout"):
            return await _silence(call.http)
        return _spoilt(call, rule)


def _perform(call: Call, prepared: Prepared) -> Answer:
    shop = call.shop
    shop.clock.run_due()
    shop.deliveries.begin_event()
    here = str(call.http.url.origin())
    context = shop.domain.context(shop.world, call.token.scopes, shop.profile.app_id, call.version, here)
    answer = shop.engine.perform(prepared, context, request_id=call.request_id)
    call.entry.carried_out = answer.body.get("data") is not None
    call.entry.requested, call.entry.actual = answer.requested, answer.actual
    return answer


async def _perform_later(call: Call, prepared: Prepared, seconds: float) -> None:
    await asyncio.sleep(seconds)
    _perform(call, prepared)


def _carried_out_first(rule: Rule) -> bool:
    if rule.kind not in {"status", "body"}:
        return False
    return rule.kind == "body" if rule.carried_out is None else rule.carried_out


def _spoilt(call: Call, rule: Rule) -> web.Response:
    if rule.kind.startswith("500"):
        status, body = 500, '{"errors":"Internal Server Error"}'
    else:
        status, body = rule.status or 200, rule.body or ""
    call.entry.status = status
    headers = {"Content-Type": "application/json; charset=utf-8", "X-Request-Id": call.request_id}
    return web.Response(status=status, body=body.encode(), headers=headers | rule.headers)


async def _silence(http: web.Request) -> web.Response:
    while http.transport is not None and not http.transport.is_closing():
        await asyncio.sleep(POLL_SECONDS)
    return web.Response()


def _broken(http: web.Request) -> web.Response:
    if http.transport is not None:
        http.transport.abort()
    return web.Response()


def _describe(entry: Entry, prepared: Prepared) -> None:
    operation = prepared.request.operation
    entry.operation = operation.name.value if operation.name else None
    entry.type = operation.operation.value
    entry.root_fields = prepared.request.root_fields


async def _read(http: web.Request) -> Given | None:
    raw = await http.read()
    if http.content_type == "application/graphql":
        return Given(raw.decode("utf-8", "replace"), {}, None)
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    if not isinstance(body, dict) or not isinstance(body.get("query"), str) or not body["query"].strip():
        return None
    variables, name = body.get("variables"), body.get("operationName")
    variables = {} if variables is None else variables
    if not isinstance(variables, dict) or not isinstance(name, str | None):
        return None
    return Given(body["query"], variables, name or None)


def _is_another_shop(http: web.Request, shop: Shop) -> bool:
    host = http.host.split(":")[0]
    return host.endswith(".myshopify.com") and host != shop.profile.shop_domain


def _reply(call: Call, answer: Answer) -> web.Response:
    call.entry.status = 200
    call.entry.requested, call.entry.actual = answer.requested, answer.actual
    errors = answer.body.get("errors")
    if isinstance(errors, list):
        call.entry.errors = [str(error.get("message")) for error in errors]
    return _json(answer.body, 200, request_id=call.request_id, version=call.version)


def _json(body: Json, status: int, *, request_id: str, version: str | None = None) -> web.Response:
    raw = json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()
    headers = {"X-Request-Id": request_id} | ({"X-Shopify-API-Version": version} if version else {})
    return web.Response(body=raw, status=status, content_type="application/json", charset="utf-8", headers=headers)
