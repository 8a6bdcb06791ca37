"""Cases of a cycle to be charged, with defaults; a test states only what matters."""

from datetime import UTC, datetime, timedelta
from typing import Any

from backhaul.core.billing import ChargeCase, Circumstances, Try
from backhaul.core.billing_policy import BillingPolicy
from backhaul.core.contracts import Ownership, RemoteAttempt, RemoteCycle

DUE = datetime(2026, 3, 10, 12, tzinfo=UTC)
"""The date of the cycle, a Tuesday; with the default hour it is charged at 9:00 UTC of that day."""
CHARGED_AT = datetime(2026, 3, 10, 9, tzinfo=UTC)
ON = BillingPolicy(is_on=True, since=datetime(2026, 1, 1, tzinfo=UTC))


def cycle(**given: Any) -> RemoteCycle:
    """The third cycle of a monthly contract, not billed."""
    values: dict[str, Any] = {
        "index": 3,
        "starts_at": DUE - timedelta(days=28),
        "ends_at": DUE,
        "expected_at": DUE,
        "status": "UNBILLED",
    }
    return RemoteCycle(**{**values, **given})


def attempt(
    state: str = "failed", code: str | None = None, *, at: datetime = CHARGED_AT, **given: Any
) -> RemoteAttempt:
    """One attempt; a failed one by its code."""
    ended = at if state in ("failed", "succeeded") else None
    values: dict[str, Any] = {"gid": f"gid://attempt/{at.timestamp()}", "idempotency_key": "k", "created_at": at}
    return RemoteAttempt(state=state, error_code=code, completed_at=ended, **{**values, **given})


def failed(*codes: str, at: datetime = CHARGED_AT, days: int = 1, method: str = "") -> tuple[Try, ...]:
    """Tries that failed with these codes, so many days apart."""
    return tuple(
        Try(number, attempt("failed", code, at=at + timedelta(days=days * (number - 1))), method)
        for number, code in enumerate(codes, start=1)
    )


def case(
    *tries: Try,
    now: datetime = CHARGED_AT + timedelta(minutes=5),
    others: tuple[RemoteAttempt, ...] = (),
    of: RemoteCycle | None = None,
    **true: Any,
) -> ChargeCase:
    """A cycle that may be charged now, of an active contract of ours, in UTC, with billing on."""
    values: dict[str, Any] = {"timezone": "UTC", "policy": ON, "status": "ACTIVE", "ownership": Ownership.OURS}
    return ChargeCase(of or cycle(), tries, others, Circumstances(now=now, **{**values, **true}))
