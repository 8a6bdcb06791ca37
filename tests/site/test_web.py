"""One port for everything: what Django serves beside the webhooks' event loop, and several processes of it."""

import http.client
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from backhaul.models import WebhookDelivery
from tests.intake.conftest import own_environment
from tests.support.commands import wait_until
from tests.support.databases import TestServer
from tests.support.webhooks import PATH, Web, headers_of, running_web

TOKEN = "a-token-of-the-api"
LOGIN = "/console/login/"
THREADS_OF_ALL_PROCESSES = 2 * 2
LARGE = b'{"external_number": "' + b"x" * 2_000_000 + b'"}'


@pytest.fixture(scope="module")
def web(
    database_template: TestServer, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Web]:
    """A web server of two processes behind a proxy that speaks HTTPS."""
    directory = tmp_path_factory.mktemp("web")
    ours = {
        "BACKHAUL_WEB_PROCESSES": "2",
        "BACKHAUL_WEB_THREADS": "2",
        "BACKHAUL_API_TOKEN": TOKEN,
        "BACKHAUL_PUBLIC_URL": "https://shop.example",
        "BACKHAUL_REQUEST_MAX_BYTES": "3000000",
    }
    with (
        django_db_blocker.unblock(),
        own_environment(database_template, directory) as environment,
        running_web({**environment, **ours}, directory / "web.log") as web,
    ):
        yield web
    connection.close()


def test_the_answer_to_head_has_the_headers_of_get_and_no_body(web: Web) -> None:
    got, head = web.request("GET", None, {}, path=LOGIN), web.request("HEAD", None, {}, path=LOGIN)

    assert (got.status, head.status) == (200, 200)
    assert b"<form" in got.body
    assert head.body == b""
    assert head.headers["content-type"] == got.headers["content-type"]


def test_after_head_the_connection_answers_the_next_request(web: Web) -> None:
    one = http.client.HTTPConnection("127.0.0.1", web.port, timeout=20)
    one.request("HEAD", LOGIN)
    one.getresponse().read()

    one.request("GET", "/healthz")

    assert one.getresponse().read() == b"ok\n"
    one.close()


def test_a_static_file_comes_whole(web: Web) -> None:
    answer = web.get("/static/admin/css/base.css")

    assert answer.status == 200
    assert len(answer.body) == int(answer.headers["content-length"]) > 10_000


def test_the_rest_interface_reads_a_large_body_to_its_end(web: Web) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json", "Idempotency-Key": "key-1"}

    answer = web.request("POST", LARGE, headers, path="/api/v1/orders/1001/shipments")

    assert answer.status == 400
    assert b"at most 255 characters" in answer.body


def test_bodies_that_never_end_keep_nobody_else_waiting(web: Web) -> None:
    head = (
        "POST /api/v1/orders/1001/shipments HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {TOKEN}\r\nIdempotency-Key: key-2\r\nContent-Length: 100\r\n\r\nhalf"
    ).encode()
    with ExitStack() as stack:
        for _ in range(4 * THREADS_OF_ALL_PROCESSES):
            stack.enter_context(socket.create_connection(("127.0.0.1", web.port), 20)).sendall(head)

        answers = [web.get("/healthz").status for _ in range(4)]

    assert answers == [200] * 4


def test_a_body_above_the_limit_is_refused_with_what_to_do(web: Web) -> None:
    answer = web.request(
        "POST", b"x" * 3_100_000, {"Content-Type": "application/json"}, path="/api/v1/orders/1/shipments"
    )

    assert answer.status == 413
    assert b"BACKHAUL_REQUEST_MAX_BYTES" in answer.body


def test_a_header_with_an_underscore_is_not_taken_for_the_proxys(web: Web) -> None:
    secure = web.request("GET", None, {"X-Forwarded-Proto": "https"}, path=LOGIN)
    pretended = web.request("GET", None, {"X_Forwarded_Proto": "https"}, path=LOGIN)

    assert "strict-transport-security" not in pretended.headers
    assert secure.status == pretended.status == 200


def test_a_webhook_that_is_broken_off_leaves_nothing_and_the_next_is_taken_in(web: Web) -> None:
    body = b'{"id": 1}'
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers_of(body, event_id="cut").items())
    head = f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\n{lines}Content-Length: {len(body)}\r\n\r\n".encode()

    with socket.create_connection(("127.0.0.1", web.port), 20) as cut:
        cut.sendall(head + body[:4])
    answers = [web.deliver(event_id=f"whole-{number}").status for number in range(8)]

    assert answers == [200] * 8
    assert not WebhookDelivery.objects.filter(event_id="cut").exists()
    assert WebhookDelivery.objects.filter(event_id__startswith="whole").count() == 8


def test_two_requests_sent_at_once_over_one_connection_are_answered_in_their_order(web: Web) -> None:
    head = b"GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"

    with socket.create_connection(("127.0.0.1", web.port), 20) as both:
        both.sendall(head)
        received = b""
        while b"ok\n" not in received:
            received += both.recv(65_536)

    assert received.index(b" 404 ") < received.index(b" 200 ")


def test_a_killed_process_is_replaced(web: Web) -> None:
    before = set(web.workers())
    assert len(before) == 2
    os.kill(min(before), signal.SIGKILL)

    wait_until(lambda: len(set(web.workers())) == 2 and set(web.workers()) != before, seconds=60)
