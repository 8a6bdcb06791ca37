"""Why a subscriber cancels, as it can be chosen from a list."""

from enum import StrEnum


class CancelReason(StrEnum):
    TOO_MUCH = "too_much"
    TOO_EXPENSIVE = "too_expensive"
    NOT_LIKED = "not_liked"
    DELIVERY_TROUBLE = "delivery_trouble"
    MOVING = "moving"
    ELSEWHERE = "elsewhere"
    OTHER = "other"


REASON_WORDS = {
    CancelReason.TOO_MUCH: "has more than enough",
    CancelReason.TOO_EXPENSIVE: "too expensive",
    CancelReason.NOT_LIKED: "does not like the goods",
    CancelReason.DELIVERY_TROUBLE: "trouble with deliveries",
    CancelReason.MOVING: "moves, or travels for long",
    CancelReason.ELSEWHERE: "buys elsewhere",
    CancelReason.OTHER: "another reason",
}
"""As staff read it."""
