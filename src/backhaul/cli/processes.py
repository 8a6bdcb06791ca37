"""Commands that run until they are told to stop."""

from typing import Annotated

import typer

from backhaul.cli.frame import AsJson, installation_of

Host = Annotated[str | None, typer.Option(help="Address to listen on; BACKHAUL_HOST unless given.")]
Port = Annotated[int | None, typer.Option(help="Port to listen on; BACKHAUL_PORT unless given.", min=0, max=65_535)]
Parent = Annotated[int | None, typer.Option(hidden=True, help="Stop when this process is not the parent any more.")]


def serve(ctx: typer.Context, host: Host = None, port: Port = None, as_json: AsJson = False) -> None:
    """Run everything: database, web server and worker, until Ctrl-C."""
    raise typer.Exit(installation_of(ctx).serve(host=host, port=port))


def web(
    ctx: typer.Context, host: Host = None, port: Port = None, parent: Parent = None, as_json: AsJson = False
) -> None:
    """Run the web server alone."""
    raise typer.Exit(installation_of(ctx).serve_web(host=host, port=port, parent=parent))


def worker(
    ctx: typer.Context,
    concurrency: Annotated[int | None, typer.Option(help="Threads; BACKHAUL_WORKERS unless given.", min=1)] = None,
    parent: Parent = None,
    as_json: AsJson = False,
) -> None:
    """Run a worker alone."""
    raise typer.Exit(installation_of(ctx).work(concurrency=concurrency, parent=parent))
