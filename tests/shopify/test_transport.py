"""The transport against a server that misbehaves in every way."""

import logging
import socket
import time
from datetime import UTC, datetime, timedelta

import pytest

from backhaul.core.shopify_errors import BrokenReply, Effect, NetworkFailure, NotSent, ReplyLost, ShopifyError
from backhaul.shopify.secret import Secret
from backhaul.shopify.transport import Post, Transport, transport_for
from tests.shopify.scripted_server import ScriptedServer, answer, drip, hang_up, keep_silent, send_bytes

TOKEN = "shpat_0123456789abcdef"


def post_to(server: ScriptedServer, body: bytes = b"{}") -> Post:
    return Post(server.url + "/graphql", body, {"Content-Type": "application/json"}, Secret(TOKEN))


class Guard:
    """Lets a call pass so many times, then holds it back."""

    def __init__(self, passes: int) -> None:
        self.passes = passes
        self.asked = 0

    def __call__(self) -> None:
        self.asked += 1
        if self.asked > self.passes:
            raise NotSent("The lease is over.")


def test_a_reply_keeps_status_body_request_id_and_version(server: ScriptedServer, transport: Transport) -> None:
    server.script(answer({"a": 1}, status=418, headers={"x-request-id": "r-1", "X-Shopify-API-Version": "2026-07"}))

    reply = transport.send(post_to(server), within_seconds=5)

    assert (reply.status, reply.body, reply.request_id, reply.api_version) == (418, b'{"a": 1}', "r-1", "2026-07")
    assert datetime.now(UTC) - reply.started_at < timedelta(seconds=5)


def test_the_token_is_sent_in_its_header(server: ScriptedServer, transport: Transport) -> None:
    transport.send(post_to(server), within_seconds=5)

    assert server.requests[0].header("x-shopify-access-token") == TOKEN


def test_a_connection_is_used_again(server: ScriptedServer, transport: Transport) -> None:
    for _ in range(5):
        transport.send(post_to(server), within_seconds=5)

    assert (len(server.requests), server.connections) == (5, 1)


def test_the_connections_of_a_store_are_shared_within_the_process() -> None:
    assert transport_for("sto_a") is transport_for("sto_a")
    assert transport_for("sto_a") is not transport_for("sto_b")


def test_a_refused_connection_had_no_effect(transport: Transport) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    with pytest.raises(NetworkFailure) as caught:
        transport.send(Post(f"http://127.0.0.1:{port}/", b"{}", {}), within_seconds=5)

    assert caught.value.effect is Effect.NONE


def test_an_unknown_host_had_no_effect(transport: Transport) -> None:
    with pytest.raises(NetworkFailure):
        transport.send(Post("http://nowhere.invalid/", b"{}", {}), within_seconds=5)


def test_a_server_that_is_not_tls_had_no_effect(server: ScriptedServer, transport: Transport) -> None:
    with pytest.raises(NetworkFailure):
        transport.send(Post(server.url.replace("http:", "https:"), b"{}", {}), within_seconds=2)


@pytest.mark.parametrize(
    "behaviour",
    [
        pytest.param(hang_up(), id="closed without an answer"),
        pytest.param(send_bytes(b"HTTP/1.1 200 OK\r\nContent-Le"), id="half a head"),
        pytest.param(send_bytes(b'HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{"data"'), id="half a body"),
        pytest.param(send_bytes(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), id="broken chunks"),
        pytest.param(send_bytes(b"SSH-2.0-OpenSSH_9.6\r\n"), id="another protocol"),
        pytest.param(keep_silent(1.5), id="silence"),
        pytest.param(drip(b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 200, every_seconds=0.02), id="dripping head"),
    ],
)
def test_a_broken_answer_leaves_the_effect_unknown(
    server: ScriptedServer, transport: Transport, behaviour: "object"
) -> None:
    server.script(behaviour)  # type: ignore[arg-type]

    with pytest.raises(ReplyLost) as caught:
        transport.send(post_to(server), within_seconds=0.8)

    assert caught.value.effect is Effect.UNKNOWN
    assert server.requests[0].complete


def test_an_answer_that_cannot_be_decompressed_is_broken(server: ScriptedServer, transport: Transport) -> None:
    server.script(answer(b"not gzip", headers={"Content-Encoding": "gzip"}))

    with pytest.raises(BrokenReply):
        transport.send(post_to(server), within_seconds=5)


def test_the_limit_holds_in_total_however_slowly_the_answer_drips(server: ScriptedServer, transport: Transport) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n"
    server.script(drip(head + b" " * 400, every_seconds=0.02))
    started = time.monotonic()

    with pytest.raises(ReplyLost):
        transport.send(post_to(server), within_seconds=1.0)

    assert 0.9 < time.monotonic() - started < 4


def test_a_guard_that_says_no_before_the_headers_sends_nothing(server: ScriptedServer, transport: Transport) -> None:
    with pytest.raises(NotSent):
        transport.send(post_to(server), within_seconds=5, guard=Guard(passes=0))

    assert server.requests == []


def test_a_guard_that_says_no_before_the_body_leaves_the_request_unfinished(
    server: ScriptedServer, transport: Transport
) -> None:
    guard = Guard(passes=1)

    with pytest.raises(NotSent):
        transport.send(post_to(server, b'{"query": "mutation"}'), within_seconds=5, guard=guard)

    time.sleep(0.2)
    assert guard.asked == 2
    assert [request.complete for request in server.requests] == [False]
    assert b"mutation" not in server.requests[0].body


def test_after_a_guard_has_held_a_call_back_the_next_one_goes_through(
    server: ScriptedServer, transport: Transport
) -> None:
    with pytest.raises(NotSent):
        transport.send(post_to(server), within_seconds=5, guard=Guard(passes=1))

    reply = transport.send(post_to(server), within_seconds=5, guard=Guard(passes=2))

    assert reply.status == 200


def test_redirects_are_not_followed(server: ScriptedServer, transport: Transport) -> None:
    server.script(answer({}, status=307, headers={"Location": "http://evil.invalid/"}))

    reply = transport.send(post_to(server), within_seconds=5)

    assert (reply.status, len(server.requests)) == (307, 1)


def test_cookies_are_not_kept(server: ScriptedServer, transport: Transport) -> None:
    server.script(answer({}, headers={"Set-Cookie": "session=1"}), answer({}))

    for _ in range(2):
        transport.send(post_to(server), within_seconds=5)

    assert server.requests[1].header("cookie") is None


def test_the_token_shows_nowhere(
    server: ScriptedServer, transport: Transport, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.script(hang_up())

    with pytest.raises(ShopifyError) as caught:
        transport.send(post_to(server), within_seconds=5)

    shown = [repr(post_to(server)), str(Secret(TOKEN)), caplog.text]
    cause: BaseException | None = caught.value
    while cause is not None:
        request = getattr(cause, "_request", None)
        shown += [repr(cause), str(cause), repr(vars(cause)), str(request and list(request.headers.raw))]
        shown.append(str(request and request.extensions))
        cause = cause.__cause__ or cause.__context__
    assert not [text for text in shown if TOKEN in text]
