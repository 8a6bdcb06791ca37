"""The import of past orders by a bulk operation: time, memory with ten times as many orders, killed halfway."""

import argparse
import json
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx2
import psycopg

from benchmarks.installation import PROJECT, Place, fresh_place, sandbox_at
from tests.support.sandbox import Sandbox

LINES = [{"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 2}]
SHORT_LEASE = {
    "BACKHAUL_CALL_TIMEOUT_SECONDS": "20",
    "BACKHAUL_SEND_WITHIN_SECONDS": "3",
    "BACKHAUL_SETTLE_MARGIN_SECONDS": "1",
    "BACKHAUL_LEASE_SECONDS": "40",
    "BACKHAUL_LOG_LEVEL": "ERROR",
}
DONE = "SELECT coalesce(max(orders_read), 0) FROM backhaul_backfill"


@dataclass(frozen=True)
class Import:
    """One import: what its process printed, and how many requests and points it took."""

    printed: Mapping[str, Any]
    placing_seconds: float
    requests: int
    points: float


def measure(orders: int, *, rate: float, kill_at: float | None = None) -> Import:
    """Place so many orders and import them; with `kill_at`, kill the process at that share and let another go on."""
    with fresh_place() as place, sandbox_at(place, rate=rate) as sandbox:
        began = time.monotonic()
        _place(sandbox, orders)
        placing = time.monotonic() - began
        if kill_at is not None:
            _run_and_kill(place, sandbox, at=int(orders * kill_at))
        printed = _finish(_start(place, sandbox))
        log = sandbox.log()
        points = sum(float(entry.get("requested") or 0) for entry in log)
        return Import(printed, placing, len(log), points)


def _place(sandbox: Sandbox, orders: int) -> None:
    wanted = {"lines": LINES, "payment": "paid", "count": orders, "spread": "P30D", "quiet": True}
    httpx2.post(f"{sandbox.url}/sandbox/checkout", json=wanted, timeout=900).raise_for_status()


def _start(place: Place, sandbox: Sandbox) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "benchmarks.backfill_driver", sandbox.url]
    return subprocess.Popen(
        command, env={**place.environment, **SHORT_LEASE}, cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )


def _finish(process: "subprocess.Popen[str]") -> dict[str, Any]:
    printed, _ = process.communicate()
    if process.returncode:
        raise RuntimeError("the driver ended in an error; its standard error says which")
    return dict(json.loads(printed.splitlines()[-1]))


def _run_and_kill(place: Place, sandbox: Sandbox, *, at: int) -> None:
    process = _start(place, sandbox)
    with psycopg.connect(place.database_url, autocommit=True) as connection:
        while process.poll() is None:
            row = connection.execute(DONE).fetchone()
            if row and int(row[0]) >= at:
                process.send_signal(signal.SIGKILL)
                break
            time.sleep(0.1)
    process.wait()


def _show(title: str, found: Import) -> None:
    print(f"{title}: {json.dumps(found.printed)}")
    print(f"  placed in {found.placing_seconds:.0f} s; {found.requests} requests, {found.points:.0f} points requested")


def main() -> None:
    """Three imports: a tenth of the orders, all of them, and all of them with a kill halfway."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--rate", type=float, default=1, help="how many times as fast the bucket refills")
    options = parser.parse_args()
    few = measure(max(options.orders // 10, 1), rate=options.rate)
    _show("a tenth", few)
    all_of_them = measure(options.orders, rate=options.rate)
    _show("all", all_of_them)
    killed = measure(options.orders, rate=options.rate, kill_at=0.5)
    _show("all, killed halfway", killed)
    growth = all_of_them.printed["peak_megabytes"] / few.printed["peak_megabytes"]
    print(f"peak memory with ten times as many orders: {growth:.2f} times")


if __name__ == "__main__":
    main()
