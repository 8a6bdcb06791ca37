"""Where a worker process is made to die or to stand still."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Literal


@dataclass(frozen=True)
class Point:
    """Right before or right after the nth call of a function, named `module:attribute`, of the worker's process.

    Calls count that are made inside a call of `within`, if one is given, and in a run of `task_id`, if one is given.
    The process kills itself there, or stops itself until it is continued.
    """

    at: str
    when: Literal["before", "after"] = "before"
    nth: int = 1
    within: str = ""
    does: Literal["kill", "stop"] = "kill"
    task_id: str = ""

    def __str__(self) -> str:
        where = f"{self.when} {self.at.partition(':')[2]}"
        return f"{where} ({self.nth})" if self.nth > 1 else where

    def stopping(self) -> "Point":
        """The same point, where the process stands still instead of dying."""
        return replace(self, does="stop")

    def of(self, task_id: str) -> "Point":
        """The same point in a run of this task alone."""
        return replace(self, task_id=task_id)


@dataclass(frozen=True)
class Plan:
    """What a worker is to do: on which database, where its log goes, and where it dies or stands still."""

    database: str
    output: str
    points: tuple[Point, ...] = ()

    def to_json(self) -> str:
        """One line that `from_json` reads."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, line: str) -> "Plan":
        """What `to_json` wrote."""
        fields = json.loads(line)
        return cls(**{**fields, "points": tuple(Point(**point) for point in fields["points"])})


CHANGE = "backhaul.flows.effects.change"
CALL = f"{CHANGE}:_settled"
BEFORE_READ = Point("backhaul.shopify.transport:Transport.send")
BEFORE_INTENT = Point(f"{CHANGE}:write_intent")
AFTER_INTENT = Point(f"{CHANGE}:write_intent", "after")
BEFORE_BODY = Point("backhaul.shopify.deadline:_Stream.write", nth=2, within=CALL)
BEFORE_REPLY = Point("backhaul.shopify.deadline:_Stream.read", within=CALL)
AFTER_REPLY = Point("backhaul.shopify.transport:Transport.send", "after", within=CALL)
BEFORE_SETTLING = Point(f"{CHANGE}:_succeeded")
IN_SETTLING = Point(f"{CHANGE}:record_effect")
AFTER_SETTLING = Point(f"{CHANGE}:_succeeded", "after")

EFFECT_POINTS = (
    BEFORE_INTENT,
    AFTER_INTENT,
    BEFORE_BODY,
    BEFORE_REPLY,
    AFTER_REPLY,
    BEFORE_SETTLING,
    IN_SETTLING,
    AFTER_SETTLING,
)
"""Between reserve, intent, call and settle."""

AROUND_THE_CALL = (AFTER_INTENT, BEFORE_REPLY, AFTER_REPLY)
"""Before the call, while it is being answered, and between its reply and our commit."""

AROUND_A_CHANGE = (
    Point("backhaul.flows.task_list:claim"),
    Point("backhaul.flows.task_list:_begin_attempt", "after"),
    Point("backhaul.flows.task_list:claim", "after"),
    Point("backhaul.shopify.transport:Transport.send"),
    Point("backhaul.shopify.transport:Transport.send", "after"),
    Point("backhaul.shopify.budget:reserve", within=f"{CHANGE}:change"),
    Point("backhaul.shopify.budget:settle", within=CALL),
    Point("backhaul.shopify.budget:_save", within=CALL),
    Point("backhaul.flows.task_list:end_run"),
    Point("backhaul.flows.task_list:put_outcome", "after"),
    Point("backhaul.flows.task_list:end_run", "after"),
)
"""Around the claim, the read, the account of the budget, and the end of a run."""

OTHER_POINTS = (
    *AROUND_A_CHANGE,
    Point("backhaul.flows.read_order:apply_snapshot"),
    Point("backhaul.flows.read_order:apply_snapshot", "after"),
)

CAPTURE_POINTS = (
    *AROUND_A_CHANGE,
    Point("backhaul.flows.read_order:apply_payments"),
    Point("backhaul.flows.read_order:apply_payments", "after"),
    Point("backhaul.flows.mirror_payments:write_lines"),
    Point("backhaul.flows.capture_payment:plan_capture", "after"),
    Point("backhaul.flows.effects.record:record_capture", "after"),
    Point("backhaul.flows.capture_payment:capture_outcome", "after"),
)

VOID_POINTS = (
    Point("backhaul.flows.void_leftover:plan_void", "after"),
    Point("backhaul.flows.void_leftover:void_outcome", "after"),
    Point("backhaul.flows.task_list:end_run"),
)

REFUND_POINTS = (
    Point("backhaul.flows.give_back:plan_refund", "after"),
    Point("backhaul.flows.give_back:read_payments", nth=2),
    Point("backhaul.flows.give_back:refund_outcome", "after"),
)

REFUND_OF_UNITS_POINTS = (
    Point("backhaul.flows.give_back_units:plan_units", "after"),
    Point("backhaul.flows.give_back_units:read_order", nth=2),
    Point("backhaul.flows.give_back_units:units_outcome", "after"),
)

COMMIT_OF_A_CYCLE_POINTS = (
    Point(f"{CHANGE}:write_intent", nth=3),
    Point(f"{CHANGE}:write_intent", "after", nth=3),
    Point("backhaul.shopify.transport:Transport.send", "after", nth=3, within=CALL),
    Point(f"{CHANGE}:_succeeded", nth=3),
    Point(f"{CHANGE}:_succeeded", "after", nth=3),
)
"""Around the commit of a draft that one edit was made in."""

COMMIT_POINTS = (
    *COMMIT_OF_A_CYCLE_POINTS,
    Point("backhaul.flows.contract_steps:restore"),
    Point("backhaul.flows.contract_steps:_after_commit", "after"),
)
"""From such a commit until the step has ended."""

ASIDE_POINTS = (
    Point("backhaul.flows.contract_steps:set_aside"),
    Point("backhaul.flows.contract_steps:set_aside", "after"),
    Point("backhaul.flows.contract_steps:restore"),
    Point("backhaul.flows.cycle_edits:edit_cycle"),
    Point("backhaul.flows.cycle_edits:edit_cycle", "after"),
    Point("backhaul.flows.contract_steps:restore", "after"),
)
"""While the edits of a billing cycle are out of the way."""

READ_BACK_POINTS = (
    Point("backhaul.flows.effects.settle:_find"),
    Point("backhaul.flows.effects.settle:settle_as"),
    Point("backhaul.flows.effects.settle:settle", "after"),
    Point("backhaul.flows.effects.settle:settle_as", "after"),
)
"""While it is found out what became of a call whose answer was lost."""
