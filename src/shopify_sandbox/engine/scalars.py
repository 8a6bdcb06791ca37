"""Says of an input scalar what is wrong with it, in Shopify's words."""

import json
import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

GLOBAL_ID = re.compile(r"gid://[\w-]+/[\w:-]+/[^\s/]+")
WHOLE_NUMBER = re.compile(r"\+?\d+")


def scalar_problem(name: str, value: object) -> tuple[str, bool] | None:
    """The explanation why `value` is no `name`, and whether Shopify's own type says so rather than the engine.

    None when it is one. Whole numbers above 32 bits pass as Int: Shopify refuses them only where a field minds.
    """
    if name == "ID":
        return None if _is_global_id(value) else (f"Invalid global id '{'' if value is None else value}'", True)
    if name == "URL" and isinstance(value, str):
        return _url_problem(value)
    if _CHECKS.get(name, _anything)(value):
        return None
    return f"Could not coerce value {as_graphql(value)} to {name}", False


def as_graphql(value: object) -> str:
    """A JSON value written as a GraphQL literal."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {as_graphql(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(as_graphql(each) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def _is_global_id(value: object) -> bool:
    # A bare number is no global id, but Shopify reads it as one in places where it knows the type.
    return isinstance(value, str) and GLOBAL_ID.fullmatch(value) is not None


def _url_problem(value: str) -> tuple[str, bool] | None:
    try:
        parts = urlsplit(value)
    except ValueError:
        return f"Invalid url '{value}'", True
    if not parts.scheme:
        return f"Invalid url '{value}', missing scheme", True
    return None if parts.netloc else (f"Invalid url '{value}', missing host", True)


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_decimal(value: object) -> bool:
    if _is_number(value):
        return True
    try:
        return isinstance(value, str) and Decimal(value).is_finite()
    except InvalidOperation:
        return False


def _is_unsigned(value: object) -> bool:
    if isinstance(value, str):
        return WHOLE_NUMBER.fullmatch(value) is not None
    return _is_int(value) and int(str(value)) >= 0


def _is_datetime(value: object) -> bool:
    try:
        return isinstance(value, str) and datetime.fromisoformat(value) is not None
    except ValueError:
        return False


def _is_date(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value[:10]) is not None
    except ValueError:
        return False


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_boolean(value: object) -> bool:
    return isinstance(value, bool)


def _anything(_value: object) -> bool:
    return True


_CHECKS = {
    "Int": _is_int,
    "Float": _is_number,
    "String": _is_text,
    "Boolean": _is_boolean,
    "Decimal": _is_decimal,
    "Money": _is_decimal,
    "UnsignedInt64": _is_unsigned,
    "BigInt": _is_unsigned,
    "DateTime": _is_datetime,
    "Date": _is_date,
    "URL": _is_text,
    "HTML": _is_text,
    "ARN": _is_text,
    "Color": _is_text,
    "FormattedString": _is_text,
    "UtcOffset": _is_text,
}
