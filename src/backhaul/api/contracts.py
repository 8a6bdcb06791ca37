"""Endpoints of subscription contracts: find, look at, read from Shopify."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query

from backhaul.api.bodies import ImportBody
from backhaul.api.once import calls_shopify
from backhaul.api.paging import PageQuery
from backhaul.flows.find import find_contract, find_store
from backhaul.flows.read_contract import import_contract
from backhaul.flows.show.contracts import (
    ContractDetail,
    ContractFilter,
    ContractView,
    contract_detail,
    contract_page,
)
from backhaul.flows.show.pages import Page


class ContractsQuery(PageQuery):
    """Which contracts, and which page of them."""

    store: str = ""
    status: str = ""
    customer: str = ""
    order: str = ""
    sku: str = ""

    def to_filter(self) -> ContractFilter:
        """As the read wants it."""
        return ContractFilter(self.store, self.status, self.customer, self.order, self.sku)


def list_contracts(request: HttpRequest, query: Annotated[ContractsQuery, Query()]) -> Page[ContractView]:
    """Subscription contracts, those that Shopify changed last first; `order` is our id, `customer` a gid."""
    return contract_page(query.to_filter(), query.paging())


def get_contract(request: HttpRequest, contract: str, store: str | None = None) -> ContractDetail:
    """One contract by our id, or Shopify's gid or number, with all that belongs to it, without personal data."""
    return contract_detail(find_contract(contract, store_slug=store))


@calls_shopify
def import_one_contract(request: HttpRequest, body: ImportBody) -> ContractDetail:
    """Read a contract from Shopify now, whether it is known here or not."""
    return contract_detail(import_contract(find_store(body.store), body.reference))
