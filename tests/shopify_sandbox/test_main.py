"""The sandbox as a process."""

import signal
import socket
import subprocess
import sys
import time

import httpx2

COMMAND = [sys.executable, "-m", "shopify_sandbox"]
WELL_BELOW_A_MINUTE = 30
"""Seconds. The web server by itself would wait a minute for clients that still wait for an answer."""


def test_it_says_where_it_listens_answers_and_stops_when_told() -> None:
    with subprocess.Popen(
        [*COMMAND, "--port", "0", "--shop-name", "Mine"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline().strip()
        url = line.removeprefix("listening on ")

        answer = httpx2.post(
            f"{url}/admin/api/2026-10/graphql.json",
            json={"query": "{ shop { name } locations(first: 5) { nodes { name } } }"},
            headers={"X-Shopify-Access-Token": "shpat_sandbox"},
        )
        process.send_signal(signal.SIGTERM)

        assert process.wait(WELL_BELOW_A_MINUTE) == 0
    assert line.startswith("listening on http://127.0.0.1:")
    assert answer.json()["data"] == {
        "shop": {"name": "Mine"},
        "locations": {"nodes": [{"name": "Main Street"}, {"name": "Warehouse"}]},
    }


def test_it_does_not_wait_to_stop_while_a_client_still_waits_for_a_lost_reply() -> None:
    with subprocess.Popen([*COMMAND, "--port", "0"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip().removeprefix("listening on ")
        httpx2.post(f"{url}/sandbox/faults", json={"kind": "timeout_after"})
        port = int(url.rsplit(":", 1)[1])
        body = b'{"query": "{ shop { name } }"}'
        head = f"Content-Length: {len(body)}\r\nX-Shopify-Access-Token: shpat_sandbox\r\nHost: localhost\r\n\r\n"
        with socket.create_connection(("127.0.0.1", port)) as waiting:
            waiting.sendall(b"POST /admin/api/2026-10/graphql.json HTTP/1.1\r\n" + head.encode() + body)
            time.sleep(0.2)
            process.send_signal(signal.SIGTERM)

            assert process.wait(WELL_BELOW_A_MINUTE) == 0


def test_a_port_that_is_taken_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        result = subprocess.run([*COMMAND, "--port", port], capture_output=True, text=True, timeout=20, check=False)

    assert result.returncode == 1
    assert f"can't listen on 127.0.0.1:{port}" in result.stderr


def test_an_option_that_can_not_be_is_wrong_use() -> None:
    result = subprocess.run([*COMMAND, "--scopes", "fly"], capture_output=True, text=True, timeout=20, check=False)

    assert result.returncode == 2
    assert "no such scope" in result.stderr
