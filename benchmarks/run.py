"""One run of a benchmark on one installation and one sandbox: orders, postings, and what came of carrying them out."""

import argparse
import resource
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

import psycopg

from benchmarks.figures import Cost, Delays, Entry, Load, cost, delays, instant, under_load
from benchmarks.installation import Driver, Place, driver_at, fresh_place, sandbox_at, workers_at
from benchmarks.naive_connector import NaiveConnector
from tests.support.sandbox import TOKEN, Sandbox

NAIVE_DOCUMENTS = 20
IDLE_DOCUMENTS = 20
LONGEST_RUN_SECONDS = 900
LEFT = "select count(*) from backhaul_task where state in ('pending', 'running', 'waiting')"
UNFIT = "select state, outcome_detail from backhaul_task where state <> 'succeeded' limit 5"
WAITS = "select count(*) from backhaul_taskattempt where result = 'budget'"
COUNTED = "select coalesce(sum(attempts), 0) from backhaul_task"
PROBE = "query Probe { shop { id } }"


@dataclass(frozen=True)
class Subject:
    """What is measured: a kind of document, how its orders are paid, and which call carries it out.

    `command` is the poster's; `posting_of` finds in a request that carries a posting out the name that the poster gave
    it, None in others; `naively` has the naive connector do the same to the order of that position.
    """

    name: str
    payment: object
    command: str
    posting_of: Callable[[Entry], str | None]
    naively: Callable[[NaiveConnector, Mapping[str, Any], int], None]


@dataclass(frozen=True)
class Settings:
    """How many documents, how fast the bucket refills, and who works."""

    documents: int
    rate: float
    workers: int
    threads: int


@dataclass(frozen=True)
class Report:
    """Everything a run has shown; `log` has the requests under load."""

    subject: str
    naive: Cost
    ours: Cost
    idle: Delays
    loaded: Delays
    load: Load
    postings_per_second: float
    worker_cpu_seconds: float
    waits_for_budget: int
    counted_attempts: int
    log: Sequence[Entry]

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        figures = {name: value for name, value in asdict(self).items() if name != "log"}
        return {**figures, "load": self.load.as_json(), "ratio": asdict(self.naive.times(self.ours))}

    def lines(self) -> list[str]:
        """For people."""
        load, ours, naive = self.load, self.ours, self.naive
        return [
            f"{load.documents} {self.subject}s in {load.seconds:.1f} s: {load.per_second:.2f} {self.subject}s/s",
            f"THROTTLED: {load.throttled}, other refusals: {load.refused - load.throttled}",
            f"budget: {load.charged_points:.0f} of {load.given_points:.0f} points used, {load.share:.1%}",
            f"waits for budget that ended a run: {self.waits_for_budget}, counted as attempts: {self.counted_attempts}",
            "",
            f"{'per ' + self.subject:18}{'ours':>8}{'naive':>8}{'ratio':>8}",
            *(_row(name, getattr(ours, name), getattr(naive, name)) for name in vars(ours)),
            "",
            f"from posting to call, queue idle:  {self.idle}",
            f"from the workers' start to call:   {self.loaded}",
            f"posted at {self.postings_per_second:.1f} {self.subject}s/s",
            f"the workers' CPU: {self.worker_cpu_seconds:.3f} s a {self.subject}",
        ]


def measure(subject: Subject, settings: Settings) -> Report:
    """Every phase on one installation: the naive connector, single postings, then a backlog under load."""
    with _run(subject, settings) as run:
        return run.report(settings)


def asked(description: str | None, documents: str) -> tuple[Settings, bool]:
    """What the command line asks for, and whether it wants JSON."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(f"--{documents}", dest="documents", type=int, default=500)
    parser.add_argument("--rate", type=float, default=1)
    parser.add_argument("--workers", type=int, default=2, help="worker processes")
    parser.add_argument("--threads", type=int, default=4, help="threads per worker process")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    return Settings(given.documents, given.rate, given.workers, given.threads), given.json


@contextmanager
def _run(subject: Subject, settings: Settings) -> Iterator["_Run"]:
    with (
        fresh_place() as place,
        sandbox_at(place, rate=settings.rate) as sandbox,
        driver_at(place, "benchmarks.poster") as driver,
    ):
        yield _Run(subject, place, sandbox, driver)


class _Run:
    """Phase by phase."""

    def __init__(self, subject: Subject, place: Place, sandbox: Sandbox, driver: Driver) -> None:
        self._subject = subject
        self._place = place
        self._sandbox = sandbox
        self._driver = driver

    def report(self, settings: Settings) -> Report:
        naive = self._naive()
        self._driver.ask("connect", url=self._sandbox.url)
        self._sandbox.scale_budget(1_000_000)
        orders = self._take_in(IDLE_DOCUMENTS + settings.documents)
        self._sandbox.scale_budget(settings.rate)
        with workers_at(self._place, processes=settings.workers, threads=settings.threads):
            idle = self._idle(orders[:IDLE_DOCUMENTS])
        posted, postings = self._post(orders[IDLE_DOCUMENTS:])
        level, refill = self._full_bucket()
        log, cpu = self._work_off(settings)
        waited = {name: max(at, instant(log[0])) for name, at in posted.items()}
        return Report(
            subject=self._subject.name,
            naive=naive,
            ours=cost(log, len(posted)),
            idle=idle,
            loaded=delays(waited, self._called(log)),
            load=under_load(log, documents=len(posted), level=level, refill=refill),
            postings_per_second=postings,
            worker_cpu_seconds=cpu / len(posted),
            waits_for_budget=self._number(WAITS),
            counted_attempts=self._number(COUNTED),
            log=log,
        )

    def _naive(self) -> Cost:
        """What the naive connector needs."""
        orders = [self._checkout() for _ in range(NAIVE_DOCUMENTS)]
        connector = NaiveConnector(self._sandbox.graphql_url, TOKEN, self._sandbox.client)
        begun = self._last_request()
        for position, order in enumerate(orders):
            self._subject.naively(connector, order, position)
        return cost(self._log_after(begun), len(orders))

    def _take_in(self, count: int) -> list[str]:
        """Orders in the mirror, read while the bucket refills as fast as wanted."""
        placed = [self._checkout()["order"] for _ in range(count)]
        return list(self._driver.ask("take_in", orders=placed)["orders"])

    def _idle(self, orders: list[str]) -> Delays:
        """Each posting is alone: nothing else is queued and the bucket is full."""
        begun = self._last_request()
        posted: dict[str, float] = {}
        for position, order in enumerate(orders):
            posted |= self._driver.ask(self._subject.command, orders=[order], prefix=f"idle-{position}-")["posted"]
            self._wait_for_the_end()
        return delays(posted, self._called(self._log_after(begun)))

    def _post(self, orders: list[str]) -> tuple[dict[str, float], float]:
        """A backlog; the names with the instants of their commits, and postings a second."""
        answer = self._driver.ask(self._subject.command, orders=orders, prefix="load-")
        return answer["posted"], len(orders) / answer["seconds"]

    def _work_off(self, settings: Settings) -> tuple[list[Entry], float]:
        """Workers begin on the backlog; their requests, and the seconds of CPU they needed."""
        begun, cpu_before = self._last_request(), _cpu_seconds()
        with workers_at(self._place, processes=settings.workers, threads=settings.threads):
            self._wait_for_the_end()
        return self._log_after(begun), _cpu_seconds() - cpu_before

    def _called(self, log: Sequence[Entry]) -> Iterator[tuple[str, float]]:
        for entry in log:
            name = self._subject.posting_of(entry)
            if name is not None:
                yield name, instant(entry)

    def _number(self, query: str) -> int:
        """One number from the product's database."""
        with psycopg.connect(self._place.database_url) as connection:
            row = connection.execute(query.encode()).fetchone()
        return int(row[0]) if row else 0

    def _checkout(self) -> dict[str, Any]:
        lines = [{"sku": "TEA", "price": "5.00", "quantity": 2}]
        return self._sandbox.checkout(lines=lines, payment=self._subject.payment)

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


def _cpu_seconds() -> float:
    """Of all child processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _row(name: str, ours: float, naive: float) -> str:
    return f"{name.replace('_', ' '):18}{ours:8.1f}{naive:8.1f}{naive / ours:8.2f}"
