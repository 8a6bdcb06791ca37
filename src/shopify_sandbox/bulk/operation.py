"""A bulk operation and its life: created, running, then completed, failed or canceled, by the sandbox's clock."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import ClassVar

from shopify_sandbox.bulk.plan import AS_USUAL, BulkPlan
from shopify_sandbox.bulk.work import Work
from shopify_sandbox.clock import Scheduled
from shopify_sandbox.state.entities import Entity
from shopify_sandbox.state.errors import UserError
from shopify_sandbox.world import World

# How long the result can be downloaded (schema).
RESULT_LIFE = timedelta(days=7)
FINISHED = "bulk_operations/finish"
# How long one operation may hold up everything else, in seconds of real time.
SLICE = 0.03
# In how many stretches one that takes its time shows its progress.
STRETCHES = 20
_UNFINISHED = frozenset({"CREATED", "RUNNING", "CANCELING"})


@dataclass(eq=False, kw_only=True)
class BulkOperation(Entity):
    """A query or mutation carried out in the background; `status` is BulkOperationStatus, `type` BulkOperationType."""

    typename: ClassVar[str] = "BulkOperation"
    type: str
    query: str
    created_at: datetime
    work: Work
    base_url: str
    plan: BulkPlan = AS_USUAL
    status: str = "CREATED"
    completed_at: datetime | None = None
    error_code: str | None = None
    file_size: int | None = None
    output: str | None = None
    scheduled: Scheduled | None = None

    @property
    def is_unfinished(self) -> bool:
        """Whether it counts towards the operations that may run at once."""
        return self.status in _UNFINISHED

    @property
    def objects(self) -> int:
        """How many objects it has gone through; of a failed one those before it failed."""
        return self.work.objects if self._limit is None else min(self.work.objects, self._limit)

    @property
    def address(self) -> str | None:
        """Where its result can be downloaded; None without one."""
        return f"{self.base_url}/bulk-operation-outputs/{self.output}" if self.output else None

    @property
    def content(self) -> bytes:
        """What it leaves to be downloaded."""
        return self.work.content(self._limit)

    @property
    def is_about_to_fail(self) -> bool:
        """Whether it has come to where it is to fail."""
        return self.work.error_code is not None or (self._limit is not None and self.work.objects >= self._limit)

    @property
    def _limit(self) -> int | None:
        return self.plan.after_objects if self.plan.error_code is not None else None


def begin(world: World, operation: BulkOperation) -> None:
    """Let the operation run its course: half of the world's delay until it runs, then it does its work.

    It works until the other half of the delay has passed, or for as long as is planned; when the work takes longer, in
    slices between which requests are answered.
    """
    _after(world, operation, lambda: _run(world, operation), delay=world.bulk_delay / 2)


def hasten(world: World, operation: BulkOperation) -> None:
    """Bring an unfinished operation to its end before the next request, because somebody waits for it.

    A store's client polls, seconds apart; one that polls the sandbox need not wait that long, unless it is planned so.
    """
    if operation.is_unfinished and operation.scheduled is not None and operation.plan.lasts is None:
        end = _cancelled if operation.status == "CANCELING" else _finish
        _after(world, operation, lambda: end(world, operation), delay=timedelta(0))


def cancel(world: World, operation: BulkOperation) -> list[UserError]:
    """Start to cancel an operation; the reasons against it, which there are once it has ended.

    That a refusal names no field, and its words, are assumed; counts and addresses stay as they are (recorded).
    """
    if operation.status == "CANCELING":
        return []
    if not operation.is_unfinished:
        state = operation.status.lower()
        return [UserError(None, f"A bulk operation cannot be canceled when it is {state}")]
    operation.status = "CANCELING"
    _after(world, operation, lambda: _cancelled(world, operation), delay=world.bulk_delay / 2)
    return []


def _after(world: World, operation: BulkOperation, step: Callable[[], None], *, delay: timedelta) -> None:
    if operation.scheduled is not None:
        operation.scheduled.cancel()
    operation.scheduled = world.clock.schedule(world.clock.now() + delay, step)


def _run(world: World, operation: BulkOperation) -> None:
    operation.status = "RUNNING"
    if operation.plan.lasts is None:
        _after(world, operation, lambda: _finish(world, operation), delay=world.bulk_delay / 2)
    else:
        _stretch(world, operation, 0, lasts=operation.plan.lasts)


def _stretch(world: World, operation: BulkOperation, number: int, *, lasts: timedelta) -> None:
    """Work so far as the time that has passed allows, and go on after the next stretch."""
    _work(world, operation, until=number / STRETCHES)
    if operation.is_about_to_fail or number == STRETCHES:
        _finish(world, operation)
    else:
        step = partial(_stretch, world, operation, number + 1, lasts=lasts)
        _after(world, operation, step, delay=lasts / STRETCHES)


def _work(world: World, operation: BulkOperation, *, until: float) -> None:
    end = world.clock.real_seconds() + SLICE
    while operation.work.share < until and not operation.is_about_to_fail:
        operation.work.step()
        if world.clock.real_seconds() >= end:
            return


def _finish(world: World, operation: BulkOperation) -> None:
    """Do what is left of the work; what doesn't fit into a slice is gone on with in the background."""
    operation.scheduled = None
    if operation.status not in ("CREATED", "RUNNING"):
        return
    operation.status = "RUNNING"
    _work(world, operation, until=1)
    if operation.work.share < 1 and not operation.is_about_to_fail:
        world.background.append(lambda: _finish(world, operation))
    else:
        _end(world, operation)


def _end(world: World, operation: BulkOperation) -> None:
    operation.error_code = operation.work.error_code or operation.plan.error_code
    failed = operation.error_code is not None
    operation.status = "FAILED" if failed else "COMPLETED"
    operation.completed_at = None if failed else world.now()
    content = operation.content
    if content:
        operation.file_size = len(content)
        operation.output = f"{secrets.token_hex(16)}.jsonl"
        world.outputs[operation.output] = content
        world.later(RESULT_LIFE, lambda: _expire(world, operation))
    world.emit(FINISHED, operation)


def _cancelled(world: World, operation: BulkOperation) -> None:
    operation.scheduled = None
    operation.status = "CANCELED"
    world.emit(FINISHED, operation)


def _expire(world: World, operation: BulkOperation) -> None:
    if operation.output is not None:
        world.outputs.pop(operation.output, None)
    operation.output = None
    operation.status = "EXPIRED" if operation.status == "COMPLETED" else operation.status
