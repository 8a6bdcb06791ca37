"""Arithmetic on quantities per order line, where zero and absent mean the same."""

from collections.abc import Iterable, Mapping

Units = Mapping[str, int]
"""Units per order line: the line item's gid and a quantity."""


def add_up(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Sum the quantities of each line; lines without any are left out."""
    result: dict[str, int] = {}
    for line_gid, quantity in pairs:
        result[line_gid] = result.get(line_gid, 0) + quantity
    return {line_gid: quantity for line_gid, quantity in result.items() if quantity}


def plus(*several: Units) -> dict[str, int]:
    """The sum of several quantities per line."""
    return add_up(pair for units in several for pair in units.items())


def minus(first: Units, second: Units) -> dict[str, int]:
    """What is left of `first`, line by line, never below zero."""
    left = {line_gid: quantity - second.get(line_gid, 0) for line_gid, quantity in first.items()}
    return {line_gid: quantity for line_gid, quantity in left.items() if quantity > 0}


def overlap(first: Units, second: Units) -> dict[str, int]:
    """What both have, line by line."""
    both = {line_gid: min(quantity, second.get(line_gid, 0)) for line_gid, quantity in first.items()}
    return {line_gid: quantity for line_gid, quantity in both.items() if quantity > 0}


def count(units: Units) -> int:
    """All units together."""
    return sum(units.values())
