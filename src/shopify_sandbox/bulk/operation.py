"""A bulk operation and its life: created, running, then completed, failed or canceled, by the sandbox's clock."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from shopify_sandbox.clock import Scheduled
from shopify_sandbox.state.entities import Entity
from shopify_sandbox.state.errors import UserError
from shopify_sandbox.world import World

# How long the result can be downloaded (schema).
RESULT_LIFE = timedelta(days=7)
FINISHED = "bulk_operations/finish"
_UNFINISHED = frozenset({"CREATED", "RUNNING", "CANCELING"})


@dataclass(frozen=True)
class Outcome:
    """What the work came to: the JSONL file, its counts, and BulkOperationErrorCode when it failed."""

    content: bytes = b""
    objects: int = 0
    root_objects: int = 0
    error_code: str | None = None


@dataclass(eq=False, kw_only=True)
class BulkOperation(Entity):
    """A query or mutation carried out in the background; `status` is BulkOperationStatus, `type` BulkOperationType."""

    typename: ClassVar[str] = "BulkOperation"
    type: str
    query: str
    created_at: datetime
    work: Callable[[], Outcome]
    base_url: str
    status: str = "CREATED"
    completed_at: datetime | None = None
    outcome: Outcome = Outcome()
    output: str | None = None
    scheduled: Scheduled | None = None

    @property
    def is_unfinished(self) -> bool:
        """Whether it counts towards the operations that may run at once."""
        return self.status in _UNFINISHED

    @property
    def address(self) -> str | None:
        """Where its result can be downloaded; None without one."""
        return f"{self.base_url}/bulk-operation-outputs/{self.output}" if self.output else None


def begin(world: World, operation: BulkOperation) -> None:
    """Let the operation run its course: half of the world's delay until it runs, the other half until it ends."""
    _after(world, operation, lambda: _run(world, operation), delay=world.bulk_delay / 2)


def hasten(world: World, operation: BulkOperation) -> None:
    """Bring an unfinished operation to its end before the next request, because somebody waits for it.

    A store's client polls, seconds apart; one that polls the sandbox need not wait that long.
    """
    if operation.is_unfinished and operation.scheduled is not None:
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
    _after(world, operation, lambda: _finish(world, operation), delay=world.bulk_delay / 2)


def _finish(world: World, operation: BulkOperation) -> None:
    operation.scheduled = None
    operation.outcome = operation.work()
    failed = operation.outcome.error_code is not None
    operation.status = "FAILED" if failed else "COMPLETED"
    operation.completed_at = None if failed else world.now()
    if operation.outcome.content:
        operation.output = f"{secrets.token_hex(16)}.jsonl"
        world.outputs[operation.output] = operation.outcome.content
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
