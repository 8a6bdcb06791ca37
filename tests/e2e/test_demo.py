"""The demo as its users start it: a fresh machine, every process its own, and nothing left behind."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from tests.support.commands import fresh_environment, processes_that_mention, start_backhaul, wait_until

pytestmark = pytest.mark.e2e

A_FALSE_STORY = """
import importlib, sys
from backhaul.site.demo.directory import own_installation

with own_installation():
    importlib.import_module("backhaul.site.preparation").prepare(describe_only=False)
    story = importlib.import_module("backhaul.site.demo.story")
    performance = importlib.import_module("backhaul.site.demo.performance")
    false = story.Step("A false expectation", lambda stage, sight: sight.equal("one", 1, 2))
    sys.exit(performance.perform(once=True, as_json=False, story=[story.STORY[0], false]))
"""


def test_the_demo_plays_its_story_well_and_stays_open_until_ctrl_c(tmp_path: Path) -> None:
    strange_database = "postgresql://nobody@127.0.0.1:1/somebody-elses"
    environment = fresh_environment(tmp_path, DATABASE_URL=strange_database)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secret_key").write_text("the key of the real installation")

    with start_backhaul("demo", "--json", environment=environment) as demo:
        assert demo.stdout is not None
        try:
            story = json.loads(demo.stdout.readline())
            access = json.loads(demo.stdout.readline())
            console = httpx2.get(access["console"], follow_redirects=True)
        finally:
            demo.send_signal(signal.SIGINT)
            code = demo.wait(timeout=60)

    assert [step["problems"] for step in story["steps"]] == [[]] * len(story["steps"])
    assert story["ok"]
    assert story["seconds"] < 240
    assert console.status_code == 200
    assert code == 0
    assert (tmp_path / "data" / "secret_key").read_text() == "the key of the real installation"
    wait_until(lambda: not processes_that_mention(str(tmp_path)))


def test_a_story_with_a_false_expectation_says_so_and_ends_with_exit_code_1(tmp_path: Path) -> None:
    environment = fresh_environment(tmp_path)

    told = subprocess.run(
        [sys.executable, "-c", A_FALSE_STORY], env=environment, capture_output=True, text=True, timeout=120, check=False
    )

    assert told.returncode == 1, told.stderr
    assert "FAILED: one should be 2, but is 1" in told.stdout
    assert "NOT every step did what it should: 1 failed" in told.stdout
    assert max(len(line) for line in told.stdout.splitlines()[1:]) <= 100
