"""Endpoints of drift between subscriptions and their orders: look at, check one subscription now."""

from dataclasses import dataclass
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query

from backhaul.api.once import calls_shopify
from backhaul.api.paging import PageQuery
from backhaul.flows.find import find_contract
from backhaul.flows.report_drift import check_contract
from backhaul.flows.show.drifts import DriftFilter, DriftView, drift_page, drift_view, read_drift
from backhaul.flows.show.pages import Page


class DriftsQuery(PageQuery):
    """Which drifts, and which page of them; those that are open unless asked otherwise."""

    store: str = ""
    contract: str = ""
    order: str = ""
    kind: str = ""
    state: Literal["open", "settled", "all"] = "open"

    def to_filter(self) -> DriftFilter:
        """As the read wants it."""
        state = "" if self.state == "all" else self.state
        return DriftFilter(self.store, self.contract, self.order, self.kind, state)


@dataclass(frozen=True)
class Checked:
    """What does not agree now."""

    items: list[DriftView]


def list_drifts(request: HttpRequest, query: Annotated[DriftsQuery, Query()]) -> Page[DriftView]:
    """Where subscriptions, orders and mirror do not agree, newest first; `contract` and `order` are our ids."""
    return drift_page(query.to_filter(), query.paging())


def get_drift(request: HttpRequest, drift: str) -> DriftView:
    """One drift with what to do about it."""
    return read_drift(drift)


@calls_shopify
def check_drift(request: HttpRequest, contract: str, store: str = "") -> Checked:
    """Read a subscription and its orders now, and answer what does not agree."""
    found = check_contract(find_contract(contract, store_slug=store or None))
    return Checked([drift_view(row) for row in found])
