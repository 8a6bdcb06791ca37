"""What Shopify answered while an order was read, in a form that is the same whenever the order is."""

from collections.abc import Iterable, Mapping

from backhaul.shopify.operations.operation import Json

_PAGING = "pageInfo"
_IN_NO_ORDER = frozenset({"tags", "supportedActions", "fulfillmentHolds"})
"""Lists whose sequence Shopify does not promise."""


def raw_of(replies: Iterable[tuple[str, Mapping[str, Json]]]) -> dict[str, Json]:
    """The data of each reply under its operation's name, in the sequence of the requests.

    Cursors are left out, because they say nothing of the order. Text that no database takes is replaced.
    """
    found: dict[str, list[Json]] = {}
    for operation, data in replies:
        found.setdefault(operation, []).append(_canonical(dict(data)))
    return {operation: list(answers) for operation, answers in found.items()}


def _canonical(value: Json, name: str = "") -> Json:
    if isinstance(value, dict):
        return {_text(key): _canonical(entry, key) for key, entry in value.items() if key != _PAGING}
    if isinstance(value, list):
        entries = [_canonical(entry) for entry in value]
        return sorted(entries, key=repr) if name in _IN_NO_ORDER else entries
    return _text(value) if isinstance(value, str) else value


def _text(text: str) -> str:
    """Without NUL and halves of surrogate pairs, which JSON may name and PostgreSQL refuses."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
