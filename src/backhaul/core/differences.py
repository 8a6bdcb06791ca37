"""What a difference between two readings of an order can be to us."""

from enum import StrEnum


class DifferenceState(StrEnum):
    """What became of a difference: the mirror follows Shopify always; a conflict contradicts what was posted."""

    APPLIED = "applied"
    CONFLICT = "conflict"
    RESOLVED = "resolved"
