"""Takes a customer out of what is kept: which values are personal, and what a text, a path or a body becomes without.

What is not known to be harmless counts as personal, so that a field that Shopify adds is not kept by mistake.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

Json = object

ERASED = "•••"
SHORTEST_VALUE = 2
SHORTEST_NUMBER = 4
DEEPEST = 100
_NAMES = frozenset({"firstname", "lastname", "name", "displayname", "company"})
_PERSONAL_KEYS = _NAMES | {
    "email",
    "contactemail",
    "phone",
    "address1",
    "address2",
    "zip",
    "city",
    "note",
    "browserip",
    "clientip",
    "latitude",
    "longitude",
    "defaultemailaddress",
    "defaultphonenumber",
    "emailaddress",
    "phonenumber",
}
_PLACES = frozenset({"country", "countrycode", "countrycodev2", "province", "provincecode"})
_IN_A_PERSON = frozenset({"address1", "firstname", "lastname", "zip"})
"""A `name` is a person's only beside one of these: locations, taxes and shipping methods have names as well."""
_HARMLESS_PATHS = frozenset(
    {"money", "tags", "cancelled_at", "cancel_reason", "closed_at", "deleted", "currency", "name", "taxes_included"}
)
_LINES = "lines"
_PERSONAL_ON_LINES = frozenset({"attributes", "customattributes", "properties", "note"})


def is_personal_path(path: str) -> bool:
    """Whether an order's fact may be about a person; `path` as in `shipping_address/zip`, `lines/<gid>/quantity`."""
    first, _, rest = path.partition("/")
    if first == _LINES:
        return any(_plain(part) in _PERSONAL_ON_LINES for part in rest.split("/"))
    return first not in _HARMLESS_PATHS


def without_person(facts: Mapping[str, str]) -> dict[str, str]:
    """An order's facts without those that may be about a person."""
    return {path: text for path, text in facts.items() if not is_personal_path(path)}


def values_in_facts(facts: Mapping[str, str]) -> frozenset[str]:
    """The texts by which the customer of these facts can be recognised elsewhere."""
    texts = (
        str(text)
        for path, text in facts.items()
        if is_personal_path(path) and _plain(path.rpartition("/")[2]) not in _PLACES
    )
    return _worth_seeking(texts)


def values_in_body(body: Json) -> frozenset[str]:
    """The same, out of a body of Shopify's, whether it is a webhook's or a reply's."""
    return _worth_seeking(_personal_texts(body, 0))


def _personal_texts(value: Json, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _personal_texts(item, depth + 1)
    if not isinstance(value, dict):
        return
    keys = {_plain(str(key)) for key in value}
    for key, item in value.items():
        name = _plain(str(key))
        if isinstance(item, str) and name in _PERSONAL_KEYS and (name not in _NAMES or keys & _IN_A_PERSON):
            yield item
        yield from _personal_texts(item, depth + 1)
    first, last = _text(value, "first_name", "firstName"), _text(value, "last_name", "lastName")
    if first and last:
        yield f"{first} {last}"


def _text(value: Mapping[str, Json], *keys: str) -> str:
    return next((text for key in keys if isinstance(text := value.get(key), str)), "")


def _worth_seeking(texts: Iterable[str]) -> frozenset[str]:
    """Too short a text would be found everywhere; a number of three digits is more often a quantity than a person."""
    stripped = (text.strip() for text in texts)
    return frozenset(text for text in stripped if len(text) >= (SHORTEST_NUMBER if text.isdigit() else SHORTEST_VALUE))


def without_values(value: Json, values: Iterable[str]) -> Json:
    """A text, or JSON with texts in it, in which none of the values is to be found any more; gids stay as they are."""
    known = sorted(values, key=len, reverse=True)
    if not known:
        return value
    words = re.compile(r"(?<![\w/])(?:" + "|".join(map(re.escape, known)) + r")(?!\w)", re.IGNORECASE)
    return _cleaned(value, words, [one.casefold() for one in known])


def _cleaned(value: Json, words: re.Pattern[str], known: list[str]) -> Json:
    if isinstance(value, str):
        return _cleaned_text(value, words, known)
    if isinstance(value, list):
        return [_cleaned(item, words, known) for item in value]
    if isinstance(value, dict):
        return {key: _cleaned(item, words, known) for key, item in value.items()}
    return value


def _cleaned_text(text: str, words: re.Pattern[str], known: list[str]) -> str:
    """An address on the web goes whole: parts of it cannot be told apart from names and postcodes in it."""
    if text.startswith("gid://"):
        return text
    if text.startswith(("http://", "https://")) and any(one in text.casefold() for one in known):
        return ERASED
    return words.sub(ERASED, text)


def ids_only(value: Json) -> Json:
    """A body reduced to the ids and dates in it, by which it can still be looked at again."""
    if isinstance(value, list):
        return [kept for item in value if (kept := ids_only(item)) not in ({}, [], None)]
    if not isinstance(value, dict):
        return None
    reduced = {key: _id_or_date(str(key), item) for key, item in value.items()}
    return {key: kept for key, kept in reduced.items() if kept not in ({}, [], None)}


def _id_or_date(key: str, item: Json) -> Json:
    if isinstance(item, dict | list):
        return ids_only(item)
    return item if key in ("id", "admin_graphql_api_id") or key.endswith(("_id", "_at")) else None


def names_any(value: Json, names: frozenset[str], *, depth: int = 0) -> bool:
    """Whether a body names one of these anywhere: a number or gid as an id, or an address as an e-mail."""
    if depth > DEEPEST:
        return True
    if isinstance(value, list):
        return any(names_any(item, names, depth=depth + 1) for item in value)
    if not isinstance(value, dict):
        return False
    return any(
        names_any(item, names, depth=depth + 1)
        if isinstance(item, dict | list)
        else _names_somebody(str(key)) and str(item) in names
        for key, item in value.items()
    )


def _names_somebody(key: str) -> bool:
    return _id_or_date(key, key) is not None or "email" in key


def _plain(key: str) -> str:
    return key.replace("_", "").casefold()
