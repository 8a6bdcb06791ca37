"""Sees to it that every POST carries an Idempotency-Key and is carried out once."""

import functools
import hashlib
import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from ninja.responses import Status

from backhaul.api.parameters import parameters_of, refuse_unknown
from backhaul.api.refusals import IdempotencyKeyRequired
from backhaul.flows.answer_once import Answer, answer_once, answer_once_outside
from backhaul.flows.show.plain import plain
from backhaul.flows.strict_json import refuse_unkeepable

Endpoint = Callable[..., object]
HEADER = "Idempotency-Key"
REPEATED = "Idempotency-Replayed"
LONGEST_KEY = 255
JSON = "application/json; charset=utf-8"
MARK = "calls_shopify"


def calls_shopify(endpoint: Endpoint) -> Endpoint:
    """Mark an endpoint whose flow calls Shopify: no transaction may be open around it."""
    setattr(endpoint, MARK, True)
    return endpoint


def checked(endpoint: Endpoint) -> Endpoint:
    """Wrap an endpoint: its address must be one that it has and can be kept, and a POST runs once for each key."""
    answering = answer_once_outside if getattr(endpoint, MARK, False) else answer_once
    known = parameters_of(endpoint)

    @functools.wraps(endpoint)
    def wrapped(request: HttpRequest, **values: object) -> object:
        refuse_unkeepable(request.path)
        refuse_unknown(request, known)
        if request.method != "POST":
            return endpoint(request, **values)
        answer = answering(_key(request), _hash(request), lambda: _answer(endpoint(request, **values)))
        response = HttpResponse(json.dumps(answer.body), status=answer.status, content_type=JSON)
        if answer.is_repeated:
            response[REPEATED] = "true"
        return response

    return wrapped


def _answer(result: object) -> Answer:
    if isinstance(result, Status):
        return Answer(result.status_code, plain(result.value))
    return Answer(200, plain(result))


def _key(request: HttpRequest) -> str:
    key = request.headers.get(HEADER, "").strip()
    if not key or len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise IdempotencyKeyRequired
    return key


def _hash(request: HttpRequest) -> str:
    address = f"{request.method} {request.get_full_path()}\n"
    return hashlib.sha256(address.encode() + request.body).hexdigest()
