"""Pages of a connection, put together."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from backhaul.shopify.operations.queries.fragments import PageFields

Node_co = TypeVar("Node_co", covariant=True)


class Page(Protocol[Node_co]):
    """One page of a connection."""

    @property
    def nodes(self) -> Sequence[Node_co]: ...

    @property
    def page_info(self) -> PageFields: ...


def all_nodes(first: Page[Node_co], following: Callable[[str], Page[Node_co] | None]) -> list[Node_co]:
    """The nodes of this page and of all that follow; `following` fetches the page after a cursor."""
    nodes, page = list(first.nodes), first
    while page.page_info.has_next_page and page.page_info.end_cursor:
        after = following(page.page_info.end_cursor)
        if after is None:
            break
        nodes += after.nodes
        page = after
    return nodes
