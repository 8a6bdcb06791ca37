"""The demo's table fits its terminal and hides no failure."""

from backhaul.site.demo import report
from backhaul.site.demo.local_shopify import Calls
from backhaul.site.demo.story import STORY, Played, all_well


def step(*problems: str) -> Played:
    """A step that was played, with more to say than fits into a line."""
    words = "S-1 of #1001: " + ", ".join(["2 MUG"] * 30)
    return Played("A step with a long title", [words], [words], problems, Calls(12, 1234, 567, {}), 1.0)


def test_no_line_is_wider_than_100_columns() -> None:
    lines = [*report.heading(), *report.lines(12, step("x" * 80 + " " + "y" * 80))]

    assert max(len(line) for line in lines) <= 100


def test_a_problem_is_shown_with_its_step() -> None:
    assert any(line.startswith("FAILED: one should be 2") for line in report.lines(1, step("one should be 2")))


def test_a_story_that_was_not_played_to_its_end_is_not_well() -> None:
    assert not all_well(STORY, [step() for _ in STORY[1:]])
    assert all_well(STORY, [step() for _ in STORY])


def test_a_story_with_one_problem_is_not_well() -> None:
    assert not all_well(STORY, [*(step() for _ in STORY[1:]), step("one should be 2")])
