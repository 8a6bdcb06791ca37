"""Reading the billing and delivery policies of a draft. The sentences are those of the schema's error codes."""

from __future__ import annotations

from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.given import Given, mappings
from shopify_sandbox.state.rhythms import Anchor, AnchorType, Interval, Rhythm, divides

GREATER_THAN = "The input value should be greater than the minimum allowed value."
_ANCHORS = {Interval.WEEK: AnchorType.WEEKDAY, Interval.MONTH: AnchorType.MONTHDAY, Interval.YEAR: AnchorType.YEARDAY}
_LAST_DAY = {AnchorType.WEEKDAY: 7, AnchorType.MONTHDAY: 31, AnchorType.YEARDAY: 31}
Path = tuple[str, ...]


def rhythm(given: Given, path: Path) -> Rhythm:
    """A billing or delivery policy. Raises Refused; that anchors must be of the interval's kind is assumed."""
    interval = Interval(str(given["interval"]))
    count = positive(given["intervalCount"], (*path, "intervalCount"))
    least, most = (_cycles(given.get(name), (*path, name)) for name in ("minCycles", "maxCycles"))
    if least is not None and most is not None and most <= least:
        message = "The maximum number of cycles must be greater than the minimum."
        raise refused(message, *path, "maxCycles", code="SELLING_PLAN_MAX_CYCLES_MUST_BE_GREATER_THAN_MIN_CYCLES")
    anchors = tuple(
        _anchor(each, interval, (*path, "anchors", str(number)))
        for number, each in enumerate(mappings(given.get("anchors")))
    )
    return Rhythm(interval, count, anchors, least, most)


def check_together(billing: Rhythm, delivery: Rhythm, path: Path) -> None:
    """Raises Refused unless one payment covers a whole number of deliveries.

    The schema's sentence has it the other way around; selling plans and prepaid orders have it this way.
    """
    if not divides(billing, delivery):
        message = "The delivery policy interval must be a multiple of the billing policy interval."
        raise refused(message, *path, "deliveryPolicy", code="DELIVERY_MUST_BE_MULTIPLE_OF_BILLING")


def positive(value: object, path: Path) -> int:
    """A whole number of at least 1. Raises Refused with GREATER_THAN."""
    number = int(str(value))
    if number < 1:
        raise refused(GREATER_THAN, *path, code="GREATER_THAN")
    return number


def _cycles(value: object, path: Path) -> int | None:
    return None if value is None else positive(value, path)


def _anchor(given: Given, interval: Interval, path: Path) -> Anchor:
    kind = AnchorType(str(given.get("type") or _ANCHORS.get(interval)))
    if kind is not _ANCHORS.get(interval):
        raise refused("The input value is invalid.", *path, "type", code="INVALID")
    day = _within(given.get("day"), _LAST_DAY[kind], (*path, "day"))
    cutoff = given.get("cutoffDay")
    if kind is AnchorType.YEARDAY:
        month: int | None = _within(given.get("month"), 12, (*path, "month"))
    else:
        month = None
    return Anchor(kind, day, month, None if cutoff is None else _within(cutoff, _LAST_DAY[kind], (*path, "cutoffDay")))


def _within(value: object, most: int, path: Path) -> int:
    if value is None:
        raise refused("Input value is not present.", *path, code="PRESENCE")
    number = int(str(value))
    if not 1 <= number <= most:
        raise refused("Value is not in range.", *path, code="NOT_IN_RANGE")
    return number
