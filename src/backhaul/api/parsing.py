"""Reads a request's body and text strictly: JSON only, and nothing that PostgreSQL cannot keep."""

import json
from collections.abc import Mapping, Sequence
from typing import NoReturn

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser

from backhaul.api.refusals import MalformedRequest, UnsupportedMediaType

DEEPEST = 32


class StrictParser(Parser):
    """The parser of every endpoint."""

    def parse_body(self, request: HttpRequest) -> dict[str, object]:
        """The body's JSON. Raises UnsupportedMediaType, MalformedRequest."""
        if request.content_type not in ("", "application/json"):
            raise UnsupportedMediaType(request.content_type or "")
        return read_json(request.body)

    def parse_querydict(
        self, data: "MultiValueDict[str, str]", list_fields: list[str], request: HttpRequest
    ) -> dict[str, object]:
        """The parameters of the address; the last of several counts. Raises MalformedRequest."""
        found: dict[str, object] = dict(super().parse_querydict(data, list_fields, request))
        refuse_unkeepable(found)
        return found


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
