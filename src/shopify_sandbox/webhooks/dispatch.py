"""Hands deliveries over HTTP, a few at once, and tries again by the sandbox's clock."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Sequence
from datetime import timedelta

import aiohttp

from shopify_sandbox.world import World

from .delivery import Delivery, delivery_headers
from .ledger import Ledger
from .subscription import WebhookSubscription

CONNECT_SECONDS = 1
TOTAL_SECONDS = 5
AT_ONCE = 10
# Shopify tries eight more times within four hours; how it spaces them is not documented.
RETRY_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 3, 7, 15, 30, 60, 120, 240))

Outcome = tuple[int | None, str | None]
logger = logging.getLogger(__name__)


class Dispatcher:
    """A queue and a few workers, which are there while something waits."""

    def __init__(self, world: World, ledger: Ledger) -> None:
        self._world = world
        self._ledger = ledger
        self._waiting: deque[Delivery] = deque()
        self._workers: set[asyncio.Task[None]] = set()
        self._at_work = 0
        self._session: aiohttp.ClientSession | None = None

    def send(self, delivery: Delivery) -> None:
        """Hand it over as soon as those before it have been."""
        self._waiting.append(delivery)
        if self._at_work < AT_ONCE:
            self._at_work += 1
            worker = asyncio.get_running_loop().create_task(self._work())
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)

    async def again(self, deliveries: Sequence[Delivery], *, times: int, at_once: int) -> dict[str, int]:
        """Send each so many times, unchanged, apart from the queue; how often which answer came."""
        answers: Counter[str] = Counter()
        todo = deque(each for each in deliveries for _ in range(times))

        async def work() -> None:
            while todo:
                delivery = todo.popleft()
                status, problem = await self._post(delivery)
                delivery.redelivered += 1
                answers[str(status) if status is not None else str(problem).partition(":")[0]] += 1

        await asyncio.gather(*(work() for _ in range(min(at_once, len(todo)))))
        return dict(answers)

    async def close(self) -> None:
        """Stop handing over."""
        self._waiting.clear()
        workers = tuple(self._workers)
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def _work(self) -> None:
        """Hand over until nothing waits; counted as at work until that very moment, so that nothing stays behind."""
        try:
            while self._waiting:
                delivery = self._waiting.popleft()
                await self._hand_over(delivery)
                followers, delivery.followers = delivery.followers, []
                self._waiting.extend(followers)
        finally:
            self._at_work -= 1

    async def _hand_over(self, delivery: Delivery) -> None:
        if not delivery.outlives and self._world.get(WebhookSubscription, delivery.subscription.id) is None:
            self._ledger.become(delivery, "subscription_removed")
            return
        status, problem = await self._post(delivery)
        number = len(delivery.attempts) + 1
        at = self._world.clock.now().isoformat()
        delivery.attempts.append({"number": number, "at": at, "status": status, "problem": problem})
        if status is not None and 200 <= status < 300:
            self._ledger.become(delivery, "delivered")
        elif delivery.state != "delivered":
            self._retry_later(delivery)

    def _retry_later(self, delivery: Delivery) -> None:
        failures = len(delivery.attempts)
        if failures > len(RETRY_AFTER):
            self._give_up(delivery)
            return
        self._ledger.become(delivery, "retrying")
        due = delivery.triggered_at + RETRY_AFTER[failures - 1]
        if due <= self._world.clock.now():
            self.send(delivery)
        else:
            self._world.clock.schedule(due, lambda: self.send(delivery))

    def _give_up(self, delivery: Delivery) -> None:
        self._ledger.become(delivery, "failed")
        if not delivery.outlives:
            logger.warning("subscription %s removed: its endpoint never answered", delivery.subscription.gid)
            self._world.remove(delivery.subscription)

    async def _post(self, delivery: Delivery) -> Outcome:
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=TOTAL_SECONDS, sock_connect=CONNECT_SECONDS)
            self._session = aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=0))
        headers = delivery_headers(delivery, self._world)
        try:
            async with self._session.post(
                delivery.subscription.uri, data=delivery.body, headers=headers, allow_redirects=False
            ) as response:
                await response.read()
                return response.status, None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return None, f"{type(error).__name__}: {error}"
