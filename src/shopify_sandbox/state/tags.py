"""Tags: split at commas, trimmed, unique without regard to case, kept in alphabetical order."""

from __future__ import annotations

from collections.abc import Iterable

from shopify_sandbox.state.errors import Refused, UserError

LONGEST_TAG = 40
MOST_TAGS = 250


def normalized(tags: Iterable[str]) -> list[str]:
    """The tags as Shopify stores them; of two that differ in case only the first stays."""
    kept: dict[str, str] = {}
    for given in tags:
        for part in given.split(","):
            tag = part.strip()
            if tag:
                kept.setdefault(tag.casefold(), tag)
    return sorted(kept.values(), key=lambda tag: (tag.casefold(), tag))


def with_added(present: Iterable[str], added: Iterable[str]) -> list[str]:
    """The tags after tagsAdd."""
    return normalized([*present, *added])


def without(present: Iterable[str], gone: Iterable[str]) -> list[str]:
    """The tags after tagsRemove."""
    names = {tag.casefold() for tag in normalized(gone)}
    return [tag for tag in present if tag.casefold() not in names]


def check(tags: Iterable[str]) -> None:
    """Raises Refused for tags too long or too many."""
    kept = normalized(tags)
    if any(len(tag) > LONGEST_TAG for tag in kept):
        raise Refused(UserError(("tags",), f"Tags is too long (maximum is {LONGEST_TAG} characters)"))
    if len(kept) > MOST_TAGS:
        raise Refused(UserError(("tags",), f"Tags exceeds the maximum of {MOST_TAGS}"))
