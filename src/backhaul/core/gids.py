"""Shopify's global ids: gid://shopify/Order/123."""

import re

from backhaul.core.errors import BadReference

_GID = re.compile(r"gid://shopify/([A-Za-z]+)/(\d{1,18})(\?.*)?", re.ASCII)
_NUMBER = re.compile(r"\d{1,18}", re.ASCII)


def gid(kind: str, number: int | str) -> str:
    """The global id of Shopify's object `kind` with that number."""
    return f"gid://shopify/{kind}/{number}"


def number_of(gid_or_number: str, kind: str) -> int:
    """The number inside a global id of that kind, or of plain digits; raises BadReference for anything else."""
    if _NUMBER.fullmatch(gid_or_number):
        return int(gid_or_number)
    match = _GID.fullmatch(gid_or_number)
    if match is None or match[1] != kind:
        raise BadReference(f"“{gid_or_number[:80]}” is not an id of {kind}.", data={"reference": gid_or_number[:80]})
    return int(match[2])


def sort_key(gid_text: str) -> tuple[int, str]:
    """Orders ids of one kind as Shopify made them: by number, not as text."""
    match = _GID.fullmatch(gid_text)
    return (int(match[2]) if match else 0, gid_text)


def short_id(gid_text: str) -> str:
    """What names one of several of a kind in the fewest characters: the number, or the text when it has none."""
    return str(sort_key(gid_text)[0] or gid_text)
