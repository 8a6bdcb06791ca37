"""Commands of webhooks."""

import typer

from backhaul.cli.webhook_subscriptions import check, repair

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
app.command()(check)
app.command()(repair)


@app.callback()
def webhooks() -> None:
    """Webhooks."""
