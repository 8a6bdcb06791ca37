"""Options that commands of many kinds have, each with one name, one meaning and one help."""

from typing import Annotated

import typer

from backhaul.flows.show.pages import MOST

StoreOption = Annotated[str | None, typer.Option("--store", help="Needed as soon as there are two stores.")]
StoreFilter = Annotated[str, typer.Option("--store", help="Only of this store.")]
Limit = Annotated[int, typer.Option(min=1, max=MOST, help="How many at most.")]
Cursor = Annotated[str, typer.Option(help="Where the page before this one ended.")]
