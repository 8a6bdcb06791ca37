"""The demo's table, for a terminal of 100 columns, and the same as JSON."""

import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from itertools import zip_longest

from backhaul.site.demo.story import Played

COLUMNS = {"Step": 20, "Here": 37, "In Shopify": 26, "Calls": 5, "Points": 8}
WIDTH = sum(COLUMNS.values()) + len(COLUMNS) - 1


def heading() -> list[str]:
    """The table's first lines."""
    return [*_row([[name] for name in COLUMNS]), _rule("=")]


def lines(number: int, step: Played) -> list[str]:
    """One step as a row of the table. Points are those requested, then those it really cost."""
    verdict = "FAILED" if step.problems else f"ok, {step.seconds:.1f} s"
    cells = [
        [f"{number}. {step.title}", verdict],
        step.here,
        step.there,
        [str(step.calls.count)],
        [f"{step.calls.requested}/{step.calls.actual}"],
    ]
    problems = [line for problem in step.problems for line in _wrapped(f"FAILED: {problem}", WIDTH)]
    return [*_row(cells), *problems, _rule("-")]


def summary(played: Sequence[Played], *, steps: int, well: bool, seconds: float) -> list[str]:
    """The last lines: what all of it has cost, and whether every step did what it should."""
    calls, requested = sum(step.calls.count for step in played), sum(step.calls.requested for step in played)
    actual = sum(step.calls.actual for step in played)
    failed = sum(bool(step.problems) for step in played)
    cost = f"{calls} calls to Shopify, {requested} points requested, {actual} used; {seconds:.1f} s."
    if well:
        return [cost, f"Every one of the {steps} steps did what it should."]
    return [cost, f"NOT every step did what it should: {failed} failed, {steps - len(played)} of {steps} not played."]


def as_json(played: Sequence[Played], *, well: bool, seconds: float) -> dict[str, object]:
    """The same as JSON."""
    return {"ok": well, "seconds": round(seconds, 1), "steps": [asdict(step) for step in played]}


def _row(cells: Sequence[Sequence[str]]) -> list[str]:
    widths = list(COLUMNS.values())
    columns = [
        [line for text in cell for line in _wrapped(text, width)] for cell, width in zip(cells, widths, strict=True)
    ]
    return [
        " ".join(part.ljust(width) for part, width in zip(parts, widths, strict=True)).rstrip()
        for parts in zip_longest(*columns, fillvalue="")
    ]


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, subsequent_indent="  ")


def _rule(character: str) -> str:
    return character * WIDTH
