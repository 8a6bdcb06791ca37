"""Time in the simulations of subscriptions: one clock in this process, and the sandbox's that goes with it."""

from datetime import UTC, datetime, timedelta

from tests.support.sandbox import Sandbox


class Time:
    """The product's clock, without a look into the database each time; what it is advanced by, the sandbox's is too.

    It begins at the real time, or at `begins_at`, to which the sandbox was reset a moment ago.
    """

    def __init__(self, sandbox: Sandbox, *, begins_at: datetime | None = None) -> None:
        self._sandbox = sandbox
        self._ahead = begins_at - datetime.now(UTC) if begins_at else timedelta(0)

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return datetime.now(UTC) + self._ahead

    def advance(self, **by: float) -> None:
        """Let so much time pass, for example `days=8`."""
        step = timedelta(**by)
        self._sandbox.advance(f"PT{round(step.total_seconds())}S")
        self._ahead += step
