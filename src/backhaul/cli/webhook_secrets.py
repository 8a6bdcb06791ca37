"""Commands of the secrets that a store's webhooks are signed with."""

from pathlib import Path
from typing import Annotated

import typer

from backhaul.cli.frame import AsJson, installation_of, show, table
from backhaul.cli.reading import read_secret
from backhaul.flows.find import find_store
from backhaul.flows.show.plain import plain
from backhaul.flows.show.webhook_secrets import secret_list, secret_view
from backhaul.flows.webhook_secrets import add_secret, retire_secret

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

Slug = Annotated[str, typer.Argument(help="The store's short name.")]
COLUMNS = ("fingerprint", "state", "added_at", "last_used_at", "retired_at")


@app.command("list")
def list_(ctx: typer.Context, slug: Slug, as_json: AsJson = False) -> None:
    """List the secrets of a store by their fingerprints, newest first, and when a webhook last came with each."""
    with installation_of(ctx).database():
        secrets = secret_list(find_store(slug))
    rows = [vars(secret) for secret in secrets]
    lines = table(rows, COLUMNS) or ["The store has no secret: its webhooks are refused."]
    show(plain(secrets), lines, as_json=as_json)


@app.command()
def add(
    ctx: typer.Context,
    slug: Slug,
    secret_file: Annotated[
        Path | None, typer.Option(help="File with the secret; - is standard input. Asked for when missing.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Take webhooks signed with this secret too, within 5 seconds. The others still count until they are retired."""
    text = read_secret("webhook secret", secret_file)
    with installation_of(ctx).database():
        secret = secret_view(add_secret(find_store(slug), text))
    show(plain(secret), [f"Webhooks signed with {secret.fingerprint} are taken in."], as_json=as_json)


@app.command()
def retire(
    ctx: typer.Context,
    slug: Slug,
    secret: Annotated[str, typer.Argument(help="Its id, or the beginning of its fingerprint.")],
    as_json: AsJson = False,
) -> None:
    """Refuse webhooks signed with this secret, within 5 seconds. A store's only secret cannot be retired."""
    with installation_of(ctx).database():
        retired = secret_view(retire_secret(find_store(slug), secret))
    show(plain(retired), [f"Webhooks signed with {retired.fingerprint} are refused."], as_json=as_json)
