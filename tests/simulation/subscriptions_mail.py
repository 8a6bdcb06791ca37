"""The mail between Shopify and us: some webhooks are lost, some come twice, some late and in another order."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from backhaul.flows.clock import now
from backhaul.flows.process_deliveries import process_deliveries
from tests.support.inbox import delivery_row
from tests.support.shop import Shop

LOST, DOUBLED, LATE = 0.25, 0.1, 0.1
LATEST_DAYS = 25


@dataclass
class Mail:
    """Every webhook that the shop has sent, until it is taken in; counts say what became of it."""

    shop: Shop
    random: Random
    sent: int = 0
    lost: int = 0
    doubled: int = 0
    late: int = 0
    _held: list[tuple[datetime, dict[str, Any]]] = field(default_factory=list)

    def deliver(self) -> int:
        """Take in what has come by now; returns how many webhooks."""
        for made in self._new():
            draw = self.random.random()
            if draw < LOST:
                self.lost += 1
            elif draw < LOST + LATE:
                self.late += 1
                self._held.append((now() + timedelta(days=self.random.uniform(0, LATEST_DAYS)), made))
            else:
                twice = draw < LOST + LATE + DOUBLED
                self.doubled += twice
                self._held += [(now(), made)] * (2 if twice else 1)
        due = [made for at, made in self._held if at <= now()]
        self._held = [one for one in self._held if one[0] > now()]
        if self.random.random() < 0.3:
            self.random.shuffle(due)
        rows = [self._row(made) for made in due]
        process_deliveries([row.pk for row in rows])
        return len(rows)

    def deliver_late(self) -> int:
        """Take in what was held up, whenever it was to come."""
        self._held = [(now(), made) for _, made in self._held]
        return self.deliver()

    def _new(self) -> list[dict[str, Any]]:
        url = f"{self.shop.sandbox.url}/sandbox/deliveries"
        total = sum(self.shop.sandbox.client.get(url, params={"last": 0}).json()["counts"].values())
        count, self.sent = total - self.sent, total
        if not count:
            return []
        return list(self.shop.sandbox.client.get(url, params={"last": count}).json()["deliveries"])

    def _row(self, made: dict[str, Any]) -> Any:
        triggered_at = datetime.fromisoformat(made["triggered_at"])
        return delivery_row(self.shop.store, made["topic"], made["body"], triggered_at=triggered_at)
