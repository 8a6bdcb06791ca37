"""Takes the typed data out of a reply, or raises what the reply says instead."""

from collections.abc import Mapping
from typing import TypeAlias

from pydantic import ValidationError

from backhaul.core.shopify_errors import UserErrors
from backhaul.shopify import refusals
from backhaul.shopify.envelope import Envelope
from backhaul.shopify.operations.operation import Call, Data_co, Json
from backhaul.shopify.reply import Reply, TopError
from backhaul.shopify.reply_parts import mapping, top_errors, user_errors

Object: TypeAlias = Mapping[str, Json]


def take_reply(envelope: Envelope, call: Call[Data_co]) -> Reply[Data_co]:
    """The typed reply, or an error of core's tree.

    A query keeps partial data and records the errors beside it. A mutation whose payload came was carried out or
    refused, whatever the reply complains about besides: it returns or raises UserErrors. Without a payload it raises.
    """
    if envelope.raw.status != 200:
        raise refusals.of_status(envelope)
    if envelope.content is None:
        raise refusals.broken(envelope, "it is not JSON")
    errors = top_errors(envelope.content)
    data = mapping(envelope.content.get("data"))
    if errors and not _has_something(data):
        raise refusals.of_top_errors(errors, envelope)
    if data is None:
        raise refusals.broken(envelope, "it has no data")
    if call.operation.is_mutation:
        _require_decision(envelope, call, data)
    else:
        _require_not_throttled(envelope, errors)
    return Reply(
        data=_typed(envelope, call, data),
        started_at=envelope.raw.started_at,
        errors=errors,
        request_id=envelope.raw.request_id,
        api_version=envelope.raw.api_version,
        cost=envelope.cost,
        raw=data,
    )


def _has_something(data: Object | None) -> bool:
    return data is not None and any(value is not None for value in data.values())


def _require_not_throttled(envelope: Envelope, errors: tuple[TopError, ...]) -> None:
    """Data beside THROTTLED is whatever was read before the bucket ran dry: not worth keeping."""
    for error in errors:
        if error.code == "THROTTLED":
            raise refusals.of_top_error(error, envelope)


def _require_decision(envelope: Envelope, call: Call[Data_co], data: Object) -> None:
    """Raise UserErrors, or BrokenReply when the payload shows neither a refusal nor a result."""
    payloads = [payload for payload in map(mapping, data.values()) if payload is not None]
    found = tuple(error for payload in payloads for error in user_errors(payload))
    if found:
        raise UserErrors(found, operation=call.operation.name, **envelope.about)
    results = [value for payload in payloads for name, value in payload.items() if name != "userErrors"]
    if all(value is None for value in results):
        raise refusals.broken(envelope, "it shows neither a result nor a refusal")


def _typed(envelope: Envelope, call: Call[Data_co], data: Object) -> Data_co:
    try:
        return call.operation.data.model_validate(data)
    except ValidationError as exc:
        places = ", ".join(".".join(str(part) for part in error["loc"]) for error in exc.errors()[:5])
        raise refusals.broken(envelope, f"it does not fit the schema at {places}") from exc
