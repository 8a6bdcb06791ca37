"""The command that shows what Backhaul does, on a local Shopify and an installation of its own."""

from typing import Annotated

import typer

from backhaul.cli.frame import AsJson, frame_of


def demo(
    ctx: typer.Context,
    once: Annotated[
        bool, typer.Option("--once", help="End after the story instead of leaving the console open.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Play a story on a local Shopify, and show what happened here and there.

    The exit code is 0 only if every step did what it should. Your own installation is not touched.
    """
    raise typer.Exit(frame_of(ctx).play_demo(once=once, as_json=as_json))
