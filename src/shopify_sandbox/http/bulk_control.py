"""What a control endpoint wants of bulk operations: that the next fails on its way, or takes its time."""

from __future__ import annotations

from datetime import timedelta

from shopify_sandbox import control_input
from shopify_sandbox.bulk.plan import AS_USUAL, BulkPlan
from shopify_sandbox.control_input import BadControlRequest
from shopify_sandbox.engine.envelopes import Json
from shopify_sandbox.schema import enum_values

from .shop import Sandbox

LONGEST = 10 * 24 * 3600


class BulkControl:
    """Plans the bulk operations of the sandbox's present shop."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def plan(self, body: Json) -> Json:
        """Of the next `count` operations: fail with a code after so many objects, or last so many seconds.

        The seconds are the sandbox's own; counts grow with them, and nobody who looks hastens the end. Of the next
        downloads as many break off after `cut_download` bytes.
        """
        control_input.no_others(body, {"fail_next", "after_objects", "seconds", "count", "cut_download"}, "bulk")
        if not {"fail_next", "seconds", "cut_download"} & body.keys():
            raise BadControlRequest("bulk needs fail_next, seconds or cut_download")
        count = control_input.count(body.get("count", 1), "count")
        plan = BulkPlan(_code(body.get("fail_next")), _objects(body), _lasts(body.get("seconds")))
        cuts = [control_input.count(body["cut_download"], "cut_download")] * count if "cut_download" in body else []
        world = self._sandbox.shop.world
        world.bulk_plans += [plan] * count if plan != AS_USUAL else []
        world.cut_downloads += cuts
        return {"planned": len(world.bulk_plans), "cuts": len(world.cut_downloads)}


def _code(given: object) -> str | None:
    if given is None:
        return None
    return control_input.one_of(given, tuple(sorted(enum_values("BulkOperationErrorCode"))), "fail_next")


def _objects(body: Json) -> int:
    given = body.get("after_objects", 0)
    if isinstance(given, bool) or not isinstance(given, int) or given < 0:
        raise BadControlRequest("after_objects must be a whole number, at least 0")
    if given and "fail_next" not in body:
        raise BadControlRequest("after_objects belongs to fail_next")
    return given


def _lasts(given: object) -> timedelta | None:
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 < given <= LONGEST:
        raise BadControlRequest(f"seconds must be a number above 0, at most {LONGEST}")
    return timedelta(seconds=given)
