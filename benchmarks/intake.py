"""How many webhooks a second are taken in over HTTP, beside pgbench's single-row inserts in the same run.

Usage: python -m benchmarks.intake [--connections 8 32] [--seconds 5] [--turns 3] [--json]

pgbench and the web server take turns, on the same PostgreSQL that waits for the disk, with as many connections each.
pgbench inserts rows of the inbox's columns with bodies of the same size, one a transaction, into a table with nothing
but a primary key (`plain`), and into a copy of the inbox with all its indexes (`indexed`). The webhooks come from a
process of its own: signed, each another event, each answered only when it is on the disk with its job. Last, webhooks
are sent at half the rate that was reached, and their delays are counted from the instant at which each was due.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psycopg

from backhaul.site.postgres_files import programs
from backhaul.site.serving import answers, reserve_port
from benchmarks.installation import PROJECT, Place, fresh_place

SHOP = "benchmark.myshopify.com"
SECRET = "hush-this-signs-the-benchmark"
BODY_BYTES = 2000
START_SECONDS = 60
TABLES = (
    "create table plain (like backhaul_webhookdelivery, primary key (id))",
    "create table indexed (like backhaul_webhookdelivery including all)",
)
INSERT = """insert into {table} (id, store_id, topic, name, event_id, webhook_id, api_version, triggered_at,
 received_at, body, secret_id, duplicates, state, result, subject_gid, attempts)
 values ('whd_' || replace(gen_random_uuid()::text, '-', ''), 'sto_1', 'orders/updated', '', gen_random_uuid()::text,
 gen_random_uuid()::text, '2026-10', now(), now(), '{body}'::bytea, 'sec_1', 0, 'received', '', '', 0);"""


@dataclass(frozen=True)
class Figures:
    """So many a second, and how long each took."""

    per_second: float
    median_ms: float
    p99_ms: float

    def __str__(self) -> str:
        return f"{self.per_second:9.0f} /s   p50 {self.median_ms:7.2f} ms   p99 {self.p99_ms:7.2f} ms"


def figures(took: Sequence[float], seconds: float) -> Figures:
    """Of the seconds that each took."""
    cuts = statistics.quantiles(took, n=100)
    return Figures(len(took) / seconds, statistics.median(took) * 1000, cuts[98] * 1000)


def measure(*, connections: Sequence[int], seconds: float, turns: int, processes: int = 1) -> dict[int, dict[str, Any]]:
    """All figures for each number of connections: medians over the turns."""
    with fresh_place() as place:
        _prepare(place)
        with _web(place, processes) as port:
            _webhooks(port, max(connections), seconds=1)
            return {each: _with(each, place, port, seconds=seconds, turns=turns) for each in connections}


def _with(connections: int, place: Place, port: int, *, seconds: float, turns: int) -> dict[str, Any]:
    found: dict[str, list[Figures]] = {"plain": [], "indexed": [], "webhooks": []}
    rows, jobs = _written(place)
    for _ in range(turns):
        for table in ("plain", "indexed"):
            found[table].append(_pgbench(place, table, connections, seconds=seconds))
        found["webhooks"].append(_webhooks(port, connections, seconds=seconds))
    rows_later, jobs_later = _written(place)
    middle = {name: _middle(several) for name, several in found.items()}
    half = _webhooks(port, connections, seconds=seconds, rate=middle["webhooks"].per_second / 2)
    return {
        **{name: asdict(each) for name, each in middle.items()},
        "webhooks_at_half_rate": asdict(half),
        "ratio_to_plain": middle["webhooks"].per_second / middle["plain"].per_second,
        "ratio_to_indexed": middle["webhooks"].per_second / middle["indexed"].per_second,
        "webhooks_a_commit": (rows_later - rows) / (jobs_later - jobs),
    }


def _middle(several: Sequence[Figures]) -> Figures:
    return sorted(several, key=lambda each: each.per_second)[len(several) // 2]


def _prepare(place: Place) -> None:
    environment = {**place.environment, "DJANGO_SETTINGS_MODULE": "backhaul.site.django_settings"}
    command = [sys.executable, "-m", "benchmarks.intake_store", SHOP, SECRET]
    subprocess.run(command, cwd=PROJECT, env=environment, check=True, stdout=subprocess.DEVNULL)
    with psycopg.connect(place.database_url, autocommit=True) as connection:
        for table in TABLES:
            connection.execute(table.encode())


@contextmanager
def _web(place: Place, processes: int) -> Iterator[int]:
    """The web server as it is started in earnest; yields its port."""
    port = reserve_port("127.0.0.1", 0)
    command = [sys.executable, "-m", "backhaul.site.main", "web", "--port", str(port)]
    with (place.directory / "web.log").open("w") as log:
        environment = {**place.environment, "BACKHAUL_WEB_PROCESSES": str(processes)}
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            deadline = time.monotonic() + START_SECONDS
            while not answers("127.0.0.1", port):
                if time.monotonic() > deadline:
                    raise TimeoutError("the web server does not answer")
                time.sleep(0.1)
            yield port
        finally:
            process.terminate()
            process.wait(timeout=START_SECONDS)


def _pgbench(place: Place, table: str, connections: int, *, seconds: float) -> Figures:
    script = place.directory / f"{table}.sql"
    script.write_text(INSERT.format(table=table, body="x" * BODY_BYTES).replace("\n", " "))
    prefix = place.directory / "pgbench_log"
    command = [programs() / "pgbench", "-n", "-M", "prepared", "-c", str(connections), "-j", "2"]
    command += ["-T", str(max(int(seconds), 1)), "-l", "--log-prefix", str(prefix), "-f", str(script)]
    subprocess.run([*map(str, command), place.database_url], check=True, capture_output=True)
    took = [int(line.split()[2]) / 1e6 for line in _lines(place.directory.glob("pgbench_log.*"))]
    return figures(took, max(int(seconds), 1))


def _lines(paths: Iterator[Path]) -> Iterator[str]:
    for path in paths:
        yield from path.read_text().splitlines()
        path.unlink()


def _webhooks(port: int, connections: int, *, seconds: float, rate: float = 0) -> Figures:
    arguments = [port, connections, seconds, rate, SHOP, SECRET, BODY_BYTES]
    command = [sys.executable, "-m", "benchmarks.intake_client", *map(str, arguments)]
    done = subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True)
    found = json.loads(done.stdout)
    if found["refused"]:
        raise RuntimeError(f"{found['refused']} webhooks were not taken in")
    return figures(found["took"], found["seconds"])


def _written(place: Place) -> tuple[int, int]:
    """How many webhooks were written so far, and how many jobs, of which a commit has one."""
    with psycopg.connect(place.database_url) as connection:
        rows = connection.execute("select count(*) from backhaul_webhookdelivery").fetchone()
        jobs = connection.execute("select count(*) from procrastinate_jobs where queue_name = 'inbox'").fetchone()
    assert rows is not None
    assert jobs is not None
    return int(rows[0]), int(jobs[0])


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--connections", type=int, nargs="+", default=[8, 32])
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--processes", type=int, default=1, help="of the web server")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    found = measure(connections=given.connections, seconds=given.seconds, turns=given.turns, processes=given.processes)
    if given.json:
        print(json.dumps(found, indent=2))
        return 0
    for connections, each in found.items():
        print(f"{connections} connections")
        _print(each)
    return 0


def _print(found: dict[str, Any]) -> None:
    for name in ("plain", "indexed", "webhooks", "webhooks_at_half_rate"):
        print(f"{name.replace('_', ' '):24}{Figures(**found[name])}")
    print(f"webhooks ÷ plain inserts {found['ratio_to_plain']:.2f}, ÷ indexed inserts {found['ratio_to_indexed']:.2f}")
    print(f"webhooks a commit {found['webhooks_a_commit']:.1f}")


if __name__ == "__main__":
    raise SystemExit(main())
