"""The local Shopify: running it, and turning its clock together with the product's."""

import os
import re
import sys
from datetime import timedelta
from typing import Annotated

import typer

from backhaul.cli.frame import AsJson, installation_of, show
from backhaul.cli.installation import ClockReading

app = typer.Typer(add_completion=False, rich_markup_mode=None)
clock = typer.Typer(no_args_is_help=True, help="Show or advance the sandbox's clock and the product's.")
app.add_typer(clock, name="clock")

_DURATION = re.compile(
    r"P(?!$)(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?"
)


@app.command(add_help_option=False, context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def run(ctx: typer.Context) -> None:
    """Run the local Shopify until Ctrl-C; meant when no command is named. `run --help` lists its options."""
    # Another program that shares no code with this one: it takes this process over, its signals included.
    os.execv(sys.executable, [sys.executable, "-m", "shopify_sandbox", *ctx.args])  # noqa: S606


@clock.command("show")
def show_clock(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Show what the clocks say."""
    _show_reading(installation_of(ctx).read_clock(), as_json=as_json)


@clock.command("advance")
def advance_clock(
    ctx: typer.Context,
    duration: Annotated[str, typer.Argument(help="How far, in ISO 8601: P1D is a day, PT90M an hour and a half.")],
    as_json: AsJson = False,
) -> None:
    """Advance the sandbox's clock and the product's together, then run what became due."""
    _show_reading(installation_of(ctx).advance_clock(parse_duration(duration)), as_json=as_json)


def parse_duration(text: str) -> timedelta:
    """A length of time in ISO 8601, without months and years, whose lengths vary."""
    found = _DURATION.fullmatch(text)
    if found is None:
        raise typer.BadParameter("Give a duration such as P1D, P2W or PT90M.", param_hint="DURATION")
    return timedelta(**{unit: int(value) for unit, value in found.groupdict().items() if value})


def _show_reading(reading: ClockReading, *, as_json: bool) -> None:
    result = {
        "now": reading.now.isoformat(),
        "offset_seconds": reading.offset.total_seconds(),
        "sandboxes": reading.sandboxes,
        "tasks_run": reading.tasks_run,
    }
    lines = [f"product  {reading.now.isoformat()}  ({reading.offset} ahead)"]
    lines += [f"sandbox  {now}  {url}" for url, now in reading.sandboxes.items()]
    show(result, lines, as_json=as_json)
