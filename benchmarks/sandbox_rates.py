"""Requests a second that the sandbox answers with 10, 1,000 and 10,000 orders in the store, and its time to start.

Usage: python -m benchmarks.sandbox_rates [--orders 10 1000 10000] [--rounds 30]
Each size has a sandbox of its own. They are asked in turn, ten orders a round and one request at a time, so that
whatever else the machine does strikes all of them alike. Every order is read, fulfilled and captured once; a store too
small to have ten fresh orders each round is emptied and filled again between rounds. The processor's time is the
sandbox's own, and hardly depends on what else the machine does; it is nan where the system has no /proc.
"""

import argparse
import http.client
import json
import math
import statistics
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.sandbox_read import HEADERS, ORDER, start

CHECKOUT = {"lines": [{"sku": "TEA", "title": "Tea", "price": "5.00", "quantity": 2}], "payment": "authorised"}
GRAPHQL = "/admin/api/2026-10/graphql.json"
EACH_ROUND = 10
STARTS = 5
FULFIL = """mutation Fulfil($fulfillment: FulfillmentInput!) { fulfillmentCreate(fulfillment: $fulfillment) {
  fulfillment { id status } userErrors { field message } } }"""
CAPTURE = """mutation Capture($input: OrderCaptureInput!) { orderCapture(input: $input) {
  transaction { id status } userErrors { field message } } }"""


@dataclass(frozen=True)
class Placed:
    """One order as far as the requests need it."""

    gid: str
    fulfillment_order: str
    authorisation: str

    def requests(self) -> dict[str, bytes]:
        """The body of each request by its name, in the order in which they are sent."""
        work = [{"fulfillmentOrderId": self.fulfillment_order}]
        payment = {"id": self.gid, "parentTransactionId": self.authorisation, "amount": "10.00", "currency": "CAD"}
        return {
            "order read": _body(ORDER, {"id": self.gid}),
            "fulfillmentCreate": _body(FULFIL, {"fulfillment": {"lineItemsByFulfillmentOrder": work}}),
            "orderCapture": _body(CAPTURE, {"input": payment}),
        }


@dataclass
class Store:
    """A sandbox with a number of orders, the seconds each request to it took, and what its process spent on them."""

    connection: http.client.HTTPConnection
    pid: int
    size: int
    fresh: list[Placed] = field(default_factory=list)
    seconds: dict[str, list[float]] = field(default_factory=dict)
    processor_seconds: dict[str, float] = field(default_factory=dict)

    def fill(self) -> None:
        """Empty the store and place its orders; its bucket never runs dry."""
        self._post("/sandbox/reset", b"{}")
        self._post("/sandbox/clock", b'{"rate": 1000000}')
        self.fresh = [self._place() for _ in range(self.size)]

    def round(self, *, counted: bool) -> None:
        """Read, fulfil and capture ten orders that nothing was done about yet."""
        if len(self.fresh) < EACH_ROUND:
            self.fill()
        todo, self.fresh = self.fresh[:EACH_ROUND], self.fresh[EACH_ROUND:]
        each_order = [placed.requests() for placed in todo]
        for name in each_order[0]:
            before = processor_seconds(self.pid)
            took = [self._timed(requests[name]) for requests in each_order]
            spent = processor_seconds(self.pid) - before
            if counted:
                self.seconds.setdefault(name, []).extend(took)
                self.processor_seconds[name] = self.processor_seconds.get(name, 0) + spent

    def _timed(self, body: bytes) -> float:
        begun = time.perf_counter()
        answer = self._post(GRAPHQL, body)
        took = time.perf_counter() - begun
        if b'"errors"' in answer or (b'"userErrors"' in answer and b'"userErrors":[]' not in answer):
            raise RuntimeError(answer.decode()[:300])
        return took

    def _place(self) -> Placed:
        placed = json.loads(self._post("/sandbox/checkout", json.dumps(CHECKOUT).encode()))
        return Placed(placed["order"], placed["fulfillment_orders"][0]["id"], placed["transactions"][0]["id"])

    def _post(self, path: str, body: bytes) -> bytes:
        self.connection.request("POST", path, body, HEADERS)
        return self.connection.getresponse().read()


def _body(query: str, variables: dict[str, object]) -> bytes:
    return json.dumps({"query": query, "variables": variables}).encode()


@contextmanager
def sandbox() -> Iterator[tuple[http.client.HTTPConnection, int]]:
    """A sandbox that runs until the end of the block: a connection to it and its process id."""
    process, url = start("-m", "shopify_sandbox", "--port", "0")
    connection = http.client.HTTPConnection(urlsplit(url).netloc)
    try:
        yield connection, process.pid
    finally:
        connection.close()
        process.terminate()
        _ended(process)


def _ended(process: subprocess.Popen[str]) -> None:
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def processor_seconds(pid: int) -> float:
    """What a process of one thread has computed so far."""
    told = Path(f"/proc/{pid}/schedstat")
    return int(told.read_text().split()[0]) / 1e9 if told.exists() else math.nan


def seconds_to_start() -> tuple[float, float]:
    """From the start of the process to its first answer to a query, and the processor's part of it."""
    begun = time.perf_counter()
    with sandbox() as (connection, pid):
        connection.request("POST", GRAPHQL, _body("{ shop { name } }", {}), HEADERS)
        answer = connection.getresponse().read()
        took, spent = time.perf_counter() - begun, processor_seconds(pid)
    assert b'"data"' in answer
    return took, spent


def measured(sizes: Sequence[int], rounds: int) -> list[Store]:
    """Ask a store of each size in turn; the first round warms up and isn't counted."""
    with ExitStack() as running:
        stores = [Store(*running.enter_context(sandbox()), size) for size in sizes]
        for store in stores:
            store.fill()
        for number in range(rounds + 1):
            for store in stores:
                store.round(counted=number > 0)
        return stores


def told(stores: Sequence[Store]) -> Iterator[str]:
    """One line a request and size; what stands in brackets is the share of the smallest store of the same run."""
    for name, least in stores[0].seconds.items():
        for store in stores:
            took = store.seconds[name]
            median = statistics.median(took) * 1000
            rate, share = 1 / statistics.fmean(took), statistics.fmean(least) / statistics.fmean(took)
            spent = store.processor_seconds[name] / len(took) * 1000
            spared = stores[0].processor_seconds[name] / store.processor_seconds[name]
            yield (
                f"{name:18} {store.size:6} orders {rate:6.0f} requests/s ({share:.2f})"
                f"   median {median:5.2f} ms   processor {spent:5.2f} ms ({spared:.2f})"
            )


def main() -> int:
    """Measure and print the time to start and the rates."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, nargs="+", default=[10, 1000, 10_000], help="sizes of the store")
    parser.add_argument("--rounds", type=int, default=30, help="of ten orders for each size")
    arguments = parser.parse_args()
    if min(arguments.orders) < EACH_ROUND or arguments.rounds < 1:
        parser.error("a store needs at least ten orders, and there must be a round")
    starts = [seconds_to_start() for _ in range(STARTS)]
    wall, processor = zip(*starts, strict=True)
    median = statistics.median(wall)
    print(f"start to first answer: median {median:.2f} s, {min(wall):.2f} to {max(wall):.2f} s", end="")
    print(f", of which the processor computes {statistics.median(processor):.2f} s")
    for line in told(measured(sorted(arguments.orders), arguments.rounds)):
        print(line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
