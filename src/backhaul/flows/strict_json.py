"""Reads JSON strictly: nothing that PostgreSQL cannot keep, and nothing that JSON does not know."""

import json
from collections.abc import Mapping, Sequence
from typing import NoReturn

from backhaul.core.errors import InputError

DEEPEST = 32
MOST_ERRORS = 20


class MalformedRequest(InputError):
    """The body is no JSON, or text in it cannot be kept."""

    code = "malformed-request"
    default_hint = "Send JSON in UTF-8, without NUL characters and broken surrogates."


class InvalidRequestBody(InputError):
    """The request is JSON, but not of the form that the operation takes; `errors` says where and why."""

    code = "invalid-request-body"
    default_hint = "Compare the request with /api/v1/openapi.json."

    def __init__(self, errors: Sequence[dict[str, str]]) -> None:
        first = f" ({errors[0]['field']}: {errors[0]['message']})" if errors else ""
        super().__init__(f"The request does not have the form it should have{first}.", data={"errors": list(errors)})


def not_of_the_form(errors: Sequence[Mapping[str, object]]) -> InvalidRequestBody:
    """The refusal for what a check of the form has found: entries with `loc` and `msg`."""
    return InvalidRequestBody([_place(entry) for entry in errors[:MOST_ERRORS]])


def read_json(body: bytes) -> dict[str, object]:
    """The value of a JSON text. Raises MalformedRequest; NaN and Infinity are no JSON."""
    try:
        value: dict[str, object] = json.loads(body.decode(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as exc:
        raise MalformedRequest("The body of the request is no JSON that can be read.") from exc
    refuse_unkeepable(value)
    return value


def refuse_unkeepable(value: object) -> None:
    """Raise MalformedRequest when a JSON value is nested absurdly, or text in it has a NUL or half a surrogate pair."""
    level = [value]
    for _ in range(DEEPEST):
        for item in level:
            if isinstance(item, str):
                _check_text(item)
        level = [inner for item in level for inner in _inside(item)]
        if not level:
            return
    raise MalformedRequest("The body of the request is nested too deeply.", hint="Send it as the document describes.")


def _inside(value: object) -> Sequence[object]:
    if isinstance(value, Mapping):
        return [*value.keys(), *value.values()]
    return value if isinstance(value, list) else ()


def _check_text(text: str) -> None:
    if "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise MalformedRequest("A text in the request has a character that cannot be kept.")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _place(entry: Mapping[str, object]) -> dict[str, str]:
    location = entry.get("loc")
    parts = [str(part) for part in location] if isinstance(location, tuple | list) else []
    return {"field": ".".join(parts)[:200], "message": str(entry.get("msg", ""))[:200]}
