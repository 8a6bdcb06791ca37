"""Posts many shipments for one store and shows what they cost, how fast they go, and what is left unused.

Usage: python -m benchmarks.shipments [--shipments 500] [--rate 1] [--workers 2] [--threads 4] [--json]

The product runs as installed: embedded PostgreSQL, worker processes, a sandbox that really throttles. Its bucket
refills RATE times as fast as a standard shop's. The baseline is a naive connector that ships on the same sandbox in
the same run.
"""

import argparse
import json
import resource
import time
from dataclasses import asdict, dataclass
from typing import Any

import psycopg

from benchmarks.figures import Delays, Entry, Load, PerShipment, delays, instant, per_shipment, under_load
from benchmarks.installation import Driver, Place, driver_at, fresh_place, sandbox_at, workers_at
from benchmarks.naive_connector import NaiveConnector
from tests.support.sandbox import TOKEN, Sandbox

NAIVE_SHIPMENTS = 20
IDLE_SHIPMENTS = 20
LONGEST_RUN_SECONDS = 900
LEFT = "select count(*) from backhaul_task where state in ('pending', 'running', 'waiting')"
UNFIT = "select state, outcome_detail from backhaul_task where state <> 'succeeded' limit 5"
WAITS = "select count(*) from backhaul_taskattempt where result = 'budget'"
COUNTED = "select coalesce(sum(attempts), 0) from backhaul_task"
PROBE = "query Probe { shop { id } }"


@dataclass(frozen=True)
class Report:
    """Everything a run has shown."""

    naive: PerShipment
    ours: PerShipment
    idle: Delays
    loaded: Delays
    load: Load
    postings_per_second: float
    worker_cpu_seconds: float
    waits_for_budget: int
    counted_attempts: int

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {**asdict(self), "load": self.load.as_json(), "ratio": asdict(self.naive.times(self.ours))}


class Run:
    """One run on one sandbox, phase by phase."""

    def __init__(self, place: Place, sandbox: Sandbox, driver: Driver) -> None:
        self._place = place
        self._sandbox = sandbox
        self._driver = driver

    def naive(self, count: int) -> PerShipment:
        """What the naive connector needs."""
        orders = [self._checkout() for _ in range(count)]
        connector = NaiveConnector(self._sandbox.graphql_url, TOKEN, self._sandbox.client)
        begun = self._last_request()
        for position, order in enumerate(orders):
            connector.ship(order["name"], "TEA", f"naive-{position}")
        return per_shipment(self._log_after(begun), count)

    def take_in(self, count: int) -> list[str]:
        """Orders in the mirror, read while the bucket refills as fast as wanted."""
        placed = [self._checkout()["order"] for _ in range(count)]
        return list(self._driver.ask("take_in", orders=placed)["orders"])

    def idle(self, orders: list[str]) -> Delays:
        """Each posting is alone: nothing else is queued and the bucket is full."""
        begun = self._last_request()
        posted: dict[str, float] = {}
        for position, order in enumerate(orders):
            posted |= self._driver.ask("post", orders=[order], prefix=f"idle-{position}-")["posted"]
            self._wait_for_the_end()
        return delays(posted, self._log_after(begun))

    def post(self, orders: list[str]) -> tuple[dict[str, float], float]:
        """A backlog; the numbers with the instants of their commits, and postings a second."""
        answer = self._driver.ask("post", orders=orders, prefix="load-")
        return answer["posted"], len(orders) / answer["seconds"]

    def load(self, posted: dict[str, float], *, workers: int, threads: int) -> tuple[Load, Delays, PerShipment, float]:
        """Workers begin on a backlog with a full bucket. The last figure is their CPU seconds a shipment."""
        level, refill = self._full_bucket()
        begun, cpu_before = self._last_request(), _cpu_seconds()
        with workers_at(self._place, processes=workers, threads=threads):
            self._wait_for_the_end()
        log = self._log_after(begun)
        started = instant(log[0])
        load = under_load(log, shipments=len(posted), level=level, refill=refill)
        waited = {number: max(at, started) for number, at in posted.items()}
        cpu = (_cpu_seconds() - cpu_before) / len(posted)
        return load, delays(waited, log), per_shipment(log, len(posted)), cpu

    def number(self, query: str) -> int:
        """One number from the product's database."""
        with psycopg.connect(self._place.database_url) as connection:
            row = connection.execute(query.encode()).fetchone()
        return int(row[0]) if row else 0

    def _checkout(self) -> dict[str, Any]:
        return self._sandbox.checkout(lines=[{"sku": "TEA", "price": "5.00", "quantity": 2}], payment="paid")

    def _last_request(self) -> int:
        log = self._sandbox.log()
        return int(log[-1]["n"]) if log else 0

    def _log_after(self, number: int) -> list[Entry]:
        return [entry for entry in self._sandbox.log() if entry["n"] > number]

    def _full_bucket(self) -> tuple[float, float]:
        while True:
            answer = self._sandbox.client.post(
                self._sandbox.graphql_url, json={"query": PROBE}, headers={"X-Shopify-Access-Token": TOKEN}
            ).json()
            status = answer["extensions"]["cost"]["throttleStatus"]
            if status["currentlyAvailable"] >= status["maximumAvailable"] - 1:
                return float(status["currentlyAvailable"]), float(status["restoreRate"])
            time.sleep(0.5)

    def _wait_for_the_end(self) -> None:
        deadline = time.monotonic() + LONGEST_RUN_SECONDS
        with psycopg.connect(self._place.database_url, autocommit=True) as connection:
            while (left := connection.execute(LEFT).fetchone()) and left[0]:
                if time.monotonic() > deadline:
                    raise TimeoutError(f"{left[0]} tasks have not ended: {connection.execute(UNFIT).fetchall()}")
                time.sleep(0.25)
            unfit = connection.execute(UNFIT).fetchall()
        if unfit:
            raise RuntimeError(f"tasks that did not succeed: {unfit}")


def measure(*, shipments: int, rate: float, workers: int, threads: int) -> Report:
    """Every phase on one installation."""
    with (
        fresh_place() as place,
        sandbox_at(place, rate=rate) as sandbox,
        driver_at(place, "benchmarks.poster") as driver,
    ):
        run = Run(place, sandbox, driver)
        naive = run.naive(NAIVE_SHIPMENTS)
        driver.ask("connect", url=sandbox.url)
        sandbox.scale_budget(1_000_000)
        orders = run.take_in(IDLE_SHIPMENTS + shipments)
        sandbox.scale_budget(rate)
        with workers_at(place, processes=workers, threads=threads):
            idle = run.idle(orders[:IDLE_SHIPMENTS])
        posted, postings = run.post(orders[IDLE_SHIPMENTS:])
        load, loaded, ours, cpu = run.load(posted, workers=workers, threads=threads)
        return Report(naive, ours, idle, loaded, load, postings, cpu, run.number(WAITS), run.number(COUNTED))


def _cpu_seconds() -> float:
    """Of all child processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def lines(report: Report) -> list[str]:
    """For people."""
    load, ours, naive = report.load, report.ours, report.naive
    return [
        f"{load.shipments} shipments in {load.seconds:.1f} s: {load.per_second:.2f} shipments/s",
        f"THROTTLED: {load.throttled}, other refusals: {load.refused - load.throttled}",
        f"budget: {load.charged_points:.0f} of {load.given_points:.0f} points used, {load.share:.1%}",
        f"waits for budget that ended a run: {report.waits_for_budget}, counted as attempts: {report.counted_attempts}",
        "",
        f"{'per shipment':18}{'ours':>8}{'naive':>8}{'ratio':>8}",
        *(_row(name, getattr(ours, name), getattr(naive, name)) for name in vars(ours)),
        "",
        f"from posting to call, queue idle:  {report.idle}",
        f"from the workers' start to call:   {report.loaded}",
        f"posted at {report.postings_per_second:.1f} shipments/s",
        f"the workers' CPU: {report.worker_cpu_seconds:.3f} s a shipment",
    ]


def _row(name: str, ours: float, naive: float) -> str:
    return f"{name.replace('_', ' '):18}{ours:8.1f}{naive:8.1f}{naive / ours:8.2f}"


def main() -> int:
    """Measure and print; 1 when anything was throttled or refused."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shipments", type=int, default=500)
    parser.add_argument("--rate", type=float, default=1)
    parser.add_argument("--workers", type=int, default=2, help="worker processes")
    parser.add_argument("--threads", type=int, default=4, help="threads per worker process")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    report = measure(shipments=given.shipments, rate=given.rate, workers=given.workers, threads=given.threads)
    print(json.dumps(report.as_json(), indent=2) if given.json else "\n".join(lines(report)))
    return 1 if report.load.refused else 0


if __name__ == "__main__":
    raise SystemExit(main())
