"""How many order reads the sandbox answers in a second, beside a bare HTTP server that answers a constant.

Usage: python benchmarks/sandbox_read.py [--seconds 3] [--clients 4]
Both servers run in processes of their own and are asked by the same clients in the same run.
"""

import argparse
import asyncio
import json
import subprocess
import sys
import time
from dataclasses import dataclass

import aiohttp
from aiohttp import web

ORDER = """query Order($id: ID!) { order(id: $id) {
  id name displayFulfillmentStatus displayFinancialStatus
  lineItems(first: 10) { nodes { id sku quantity currentQuantity } }
  fulfillmentOrders(first: 10) { nodes {
    id status requestStatus supportedActions { action } assignedLocation { location { id name } }
    lineItems(first: 10) { nodes { id totalQuantity remainingQuantity lineItem { id } } }
  } }
} }"""
CHECKOUT = {"lines": [{"sku": "TEA", "title": "Tea", "price": "5.00", "quantity": 2}], "payment": "paid"}
HEADERS = {"X-Shopify-Access-Token": "shpat_sandbox", "Content-Type": "application/json"}
BARE = "--bare-server"


@dataclass(frozen=True)
class Result:
    """What one server did."""

    requests: int
    seconds: float
    latencies: list[float]

    @property
    def per_second(self) -> float:
        """Requests answered in a second."""
        return self.requests / self.seconds

    def percentile(self, share: float) -> float:
        """Milliseconds within which that share of requests was answered."""
        return sorted(self.latencies)[int(share * (len(self.latencies) - 1))] * 1000


async def measure(url: str, body: bytes, *, seconds: float, clients: int) -> Result:
    """Ask one server as fast as it answers."""
    latencies: list[float] = []
    begun = time.perf_counter()

    async def ask(session: aiohttp.ClientSession) -> None:
        while time.perf_counter() - begun < seconds:
            sent = time.perf_counter()
            async with session.post(url, data=body, headers=HEADERS) as response:
                answer = await response.read()
            latencies.append(time.perf_counter() - sent)
            if b'"errors"' in answer:
                raise RuntimeError(answer.decode()[:300])

    async with aiohttp.ClientSession() as session:
        await asyncio.gather(*(ask(session) for _ in range(clients)))
    return Result(len(latencies), time.perf_counter() - begun, latencies)


def start(*arguments: str) -> tuple[subprocess.Popen[str], str]:
    """Start a server; its process and base URL."""
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, process.stdout.readline().strip().removeprefix("listening on ")


async def prepare(url: str) -> bytes:
    """Place an order in the sandbox and let its bucket never run dry; the body of the read."""
    async with aiohttp.ClientSession() as session:
        await session.post(f"{url}/sandbox/clock", json={"rate": 1_000_000})
        async with session.post(f"{url}/sandbox/checkout", json=CHECKOUT) as response:
            placed = await response.json()
    gid = f"gid://shopify/Order/{placed['id']}"
    return json.dumps({"query": ORDER, "variables": {"id": gid}}).encode()


async def serve_constant() -> None:
    """The bare server: the least that HTTP costs here."""

    async def answer(request: web.Request) -> web.Response:
        await request.read()
        return web.Response(body=b'{"data":{}}', content_type="application/json")

    app = web.Application()
    app.router.add_post("/", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"listening on http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


def main() -> int:
    """Measure both and print requests a second, latencies and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument(BARE, action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.bare_server:
        asyncio.run(serve_constant())
        return 0
    bare, bare_url = start(__file__, BARE)
    sandbox, sandbox_url = start("-m", "shopify_sandbox", "--port", "0")
    try:
        body = asyncio.run(prepare(sandbox_url))
        how = {"seconds": arguments.seconds, "clients": arguments.clients}
        constant = asyncio.run(measure(bare_url, body, **how))
        reads = asyncio.run(measure(f"{sandbox_url}/admin/api/2026-10/graphql.json", body, **how))
    finally:
        bare.kill()
        sandbox.terminate()
        bare.wait()
        sandbox.wait()
    for name, result in (("bare HTTP", constant), ("order read", reads)):
        median, slow = result.percentile(0.5), result.percentile(0.99)
        print(f"{name:10} {result.per_second:8.0f} requests/s   median {median:6.2f} ms   99 % {slow:6.2f} ms")
    print(f"an order read costs {constant.per_second / reads.per_second:.1f} bare requests")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
