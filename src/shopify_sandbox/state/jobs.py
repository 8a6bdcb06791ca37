"""Background jobs that clients can follow."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from shopify_sandbox.state.errors import UserError
from shopify_sandbox.state.orders import Order


@dataclass(eq=False, kw_only=True)
class Job:
    """A job by its UUID; `done` turns true once and stays."""

    typename: ClassVar[str] = "Job"
    id: str
    done: bool = False

    @property
    def gid(self) -> str:
        """The global id."""
        return f"gid://shopify/{self.typename}/{self.id}"


@dataclass(eq=False, kw_only=True)
class CancelJobResult(Job):
    """What orderCancel's job did; its status is STARTED, SUCCEEDED or FAILED."""

    typename: ClassVar[str] = "OrderCancelJobResult"
    order: Order
    errors: list[UserError] = field(default_factory=list)

    @property
    def status(self) -> str:
        """OrderCancelStatus."""
        if not self.done:
            return "STARTED"
        return "FAILED" if self.errors else "SUCCEEDED"
