"""Sends webhooks over connections that stay open, as fast as they are answered or at a given rate; prints JSON.

Started by `benchmarks.intake`, never by hand: `port connections seconds rate shop secret body_bytes`, rate 0 for as
fast as possible. Bare sockets and one loop: whatever it computes is missing to the server, which shares its processor.
"""

import base64
import hmac
import json
import select
import socket
import sys
import time
import uuid

TIMEOUT_SECONDS = 10


class Sender:
    """Connections to one server, each with one request under way at most."""

    def __init__(self, port: int, connections: int, *, shop: str, secret: str, body_bytes: int) -> None:
        body = b'{"id":5000000001,"updated_at":"2026-11-22T08:00:00Z"}'.ljust(body_bytes)
        signature = base64.b64encode(hmac.digest(secret.encode(), body, "sha256")).decode()
        self._before = (
            "POST /webhooks/shopify HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            f"X-Shopify-Topic: orders/updated\r\nX-Shopify-Shop-Domain: {shop}\r\nX-Shopify-API-Version: 2026-10\r\n"
            f"X-Shopify-Hmac-Sha256: {signature}\r\nX-Shopify-Triggered-At: 2026-11-22T08:00:00.123456789Z\r\n"
            f"X-Shopify-Webhook-Id: {uuid.uuid4()}\r\nContent-Length: {len(body)}\r\nX-Shopify-Event-Id: "
        ).encode()
        self._after = b"\r\n\r\n" + body
        self._run = uuid.uuid4().hex[:12]
        self._sent = 0
        self._sockets = [socket.create_connection(("127.0.0.1", port), TIMEOUT_SECONDS) for _ in range(connections)]
        self.refused = 0

    def as_fast_as_answered(self, seconds: float) -> list[float]:
        """Each connection sends as soon as it has its answer; the seconds of each."""
        begun = {connection.fileno(): (connection, 0.0) for connection in self._sockets}
        poll = select.epoll()
        end = time.perf_counter() + seconds
        took: list[float] = []
        for number, (connection, _) in begun.items():
            poll.register(number, select.EPOLLIN)
            begun[number] = (connection, self._send(connection))
        waiting = len(begun)
        while waiting:
            for number, _ in poll.poll(TIMEOUT_SECONDS):
                connection, at = begun[number]
                self._receive(connection)
                here = time.perf_counter()
                took.append(here - at)
                if here < end:
                    begun[number] = (connection, self._send(connection))
                else:
                    waiting -= 1
        return took

    def at_rate(self, rate: float, seconds: float) -> list[float]:
        """So many a second in all; counted from the instant at which each was due, sent late or not."""
        numbers = {connection.fileno(): connection for connection in self._sockets}
        poll = select.epoll()
        for number in numbers:
            poll.register(number, select.EPOLLIN)
        free, due = list(self._sockets), dict[int, float]()
        took: list[float] = []
        start, total, next_one = time.perf_counter(), int(rate * seconds), 0
        while len(took) < total:
            here = time.perf_counter()
            while next_one < total and free and start + next_one / rate <= here:
                connection = free.pop()
                self._send(connection)
                due[connection.fileno()] = start + next_one / rate
                next_one += 1
            pause = max(start + next_one / rate - time.perf_counter(), 0) if free and next_one < total else 1
            for number, _ in poll.poll(pause):
                self._receive(numbers[number])
                took.append(time.perf_counter() - due.pop(number))
                free.append(numbers[number])
        return took

    def _send(self, connection: socket.socket) -> float:
        self._sent += 1
        at = time.perf_counter()
        connection.sendall(b"%b%s-%d%b" % (self._before, self._run.encode(), self._sent, self._after))
        return at

    def _receive(self, connection: socket.socket) -> None:
        answer = connection.recv(65_536)
        if not answer:
            raise ConnectionError("the server closed a connection")
        if not answer.startswith(b"HTTP/1.1 200 "):
            self.refused += 1


def main(arguments: list[str]) -> None:
    """Send, and tell how long each took."""
    port, connections, seconds, rate, shop, secret, body_bytes = arguments
    sender = Sender(int(port), int(connections), shop=shop, secret=secret, body_bytes=int(body_bytes))
    begun = time.perf_counter()
    took = sender.at_rate(float(rate), float(seconds)) if float(rate) else sender.as_fast_as_answered(float(seconds))
    elapsed = time.perf_counter() - begun
    cpu = time.process_time()
    print(json.dumps({"seconds": elapsed, "took": took, "refused": sender.refused, "cpu_seconds": cpu}))


if __name__ == "__main__":
    main(sys.argv[1:])
