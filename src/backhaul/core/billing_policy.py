"""What a merchant has decided about charging subscriptions: per store, overridable per selling plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backhaul.core.billing_errors import BadBillingPolicy

MOST_TRIES = 10
LONGEST_RETRY_DAYS = 60
LONGEST_OVERDUE_DAYS = 90
LAST_DAY = 31


class EndOfDunning(StrEnum):
    """What becomes of the subscription when the last try to charge a cycle has failed."""

    TELL_ONLY = "tell_only"
    SKIP_CYCLE = "skip_cycle"
    PAUSE = "pause"
    CANCEL = "cancel"


class LackingStock(StrEnum):
    """What becomes of a charge for which Shopify has not enough stock."""

    WAIT = "wait"
    SKIP = "skip"
    OVERSELL = "oversell"


class SeveralDue(StrEnum):
    """Which cycle of a contract is charged when more than one has fallen due; the others wait, or are left."""

    OLDEST_FIRST = "oldest_first"
    NEWEST_ONLY = "newest_only"


@dataclass(frozen=True)
class BillingPolicy:
    """The policy that holds for one contract. Nothing is charged by itself while `is_on` is False.

    `hour` is of the store's zone. `retry_days` count from the first failed try; `pay_days` are days of the month, 31
    its last, and none are kept to when empty. `since`: when billing was switched on; what was due before is a person's
    to decide.
    """

    is_on: bool = False
    hour: int = 9
    retry_days: tuple[int, ...] = (3, 7, 14)
    pay_days: tuple[int, ...] = ()
    at_end: EndOfDunning = EndOfDunning.TELL_ONLY
    stock: LackingStock = LackingStock.WAIT
    overdue_days: int = 7
    several_due: SeveralDue = SeveralDue.OLDEST_FIRST
    asks_for_card: bool = True
    since: datetime | None = None


def check_hour(hour: int) -> int:
    """An hour of the day. Raises BadBillingPolicy."""
    if not 0 <= hour <= 23:
        raise BadBillingPolicy(f"{hour} is not an hour of the day.", hint="Give a whole number from 0 to 23.")
    return hour


def check_retry_days(days: Sequence[int]) -> list[int]:
    """Days after the first failed try, rising; none means no further try. Raises BadBillingPolicy."""
    rising = list(days) == sorted(set(days))
    if len(days) >= MOST_TRIES or not rising or any(not 1 <= day <= LONGEST_RETRY_DAYS for day in days):
        raise BadBillingPolicy(
            "The days of further tries have to rise, each once.",
            hint=f"Give at most {MOST_TRIES - 1} numbers from 1 to {LONGEST_RETRY_DAYS}, such as 3,7,14.",
        )
    return list(days)


def check_pay_days(days: Sequence[int]) -> list[int]:
    """Days of the month, 31 for its last; none means that pay days are not kept to. Raises BadBillingPolicy."""
    if any(not 1 <= day <= LAST_DAY for day in days):
        raise BadBillingPolicy(
            "A pay day is a day of the month.", hint="Give numbers from 1 to 31; 31 stands for the month's last day."
        )
    return sorted(set(days))


def parse_days(given: str) -> list[int]:
    """A list of days as a person writes it: `3, 7, 14`; nothing is no day. Raises BadBillingPolicy."""
    try:
        return [int(day) for day in given.split(",") if day.strip()]
    except ValueError as exc:
        raise BadBillingPolicy(f"“{given[:40]}” is not a list of days.", hint="Give numbers, like 3, 7, 14.") from exc


def check_overdue_days(days: int) -> int:
    """After how many days a charge that was missed is a person's to decide. Raises BadBillingPolicy."""
    if not 1 <= days <= LONGEST_OVERDUE_DAYS:
        raise BadBillingPolicy(
            f"{days} is not a number of days after which a person decides.",
            hint=f"Give a whole number from 1 to {LONGEST_OVERDUE_DAYS}.",
        )
    return days
