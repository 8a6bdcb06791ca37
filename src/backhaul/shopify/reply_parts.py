"""Reads the loose parts of a reply: cost, errors, user errors. What has an unexpected shape is passed over."""

import re
from collections.abc import Mapping
from typing import TypeAlias

from backhaul.core.shopify_errors import UserError
from backhaul.shopify.operations.operation import Json
from backhaul.shopify.reply import Cost, TopError

Object: TypeAlias = Mapping[str, Json]
_SCOPE = re.compile(r"\b(?:read|write)_[a-z_]+\b")


def mapping(value: Json) -> Object | None:
    """The value, if it is a JSON object."""
    return value if isinstance(value, dict) else None


def cost_of(content: Object) -> Cost | None:
    """`extensions.cost`, if the reply has it."""
    cost = mapping((mapping(content.get("extensions")) or {}).get("cost"))
    if cost is None:
        return None
    status = mapping(cost.get("throttleStatus")) or {}
    return Cost(
        requested=_number(cost.get("requestedQueryCost")),
        actual=_number(cost.get("actualQueryCost")),
        maximum=_number(status.get("maximumAvailable")),
        available=_number(status.get("currentlyAvailable")),
        restore_rate=_number(status.get("restoreRate")),
    )


def top_errors(content: Object) -> tuple[TopError, ...]:
    """`errors`: usually a list of objects, sometimes one text, sometimes lists of texts by name."""
    errors = content.get("errors")
    if errors is None or errors == []:
        return ()
    if not isinstance(errors, list):
        return (TopError(_text(errors)),)
    return tuple(_top_error(entry) for entry in errors)


def user_errors(payload: Object | None) -> tuple[UserError, ...]:
    """The entries of a payload's `userErrors`."""
    entries = (payload or {}).get("userErrors")
    return tuple(_user_error(entry) for entry in entries) if isinstance(entries, list) else ()


def _top_error(entry: Json) -> TopError:
    error = mapping(entry)
    if error is None:
        return TopError(_text(entry))
    extensions = mapping(error.get("extensions")) or {}
    code, path = extensions.get("code"), error.get("path")
    message = _text(error.get("message"))
    required = extensions.get("requiredAccess")
    return TopError(
        message=message,
        code=code if isinstance(code, str) else None,
        path=tuple(str(part) for part in path) if isinstance(path, list) else (),
        scopes=tuple(_SCOPE.findall(required if isinstance(required, str) else message)),
    )


def _user_error(entry: Json) -> UserError:
    error = mapping(entry)
    if error is None:
        return UserError((), _text(entry))
    field, code = error.get("field"), error.get("code")
    parts = field if isinstance(field, list) else [] if field is None else [field]
    return UserError(
        field=tuple(str(part) for part in parts),
        message=_text(error.get("message")),
        code=code if isinstance(code, str) else None,
    )


def _text(value: Json) -> str:
    return value if isinstance(value, str) else str(value)


def _number(value: Json) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
