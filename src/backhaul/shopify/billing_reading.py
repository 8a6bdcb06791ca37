"""Reads one billing cycle with all the attempts to bill it."""

from dataclasses import dataclass

from backhaul.core.contracts import RemoteAttempt, RemoteCycle
from backhaul.shopify.attempt_mapping import attempt_of
from backhaul.shopify.contract_mapping import cycle_of
from backhaul.shopify.exchange import Exchange
from backhaul.shopify.operations import queries
from backhaul.shopify.operations.queries.fragments import BillingAttemptFields
from backhaul.shopify.pages import Page, all_nodes


@dataclass(frozen=True)
class CycleBilling:
    """A cycle as it is now, and the attempts at it, whoever made them."""

    cycle: RemoteCycle
    attempts: tuple[RemoteAttempt, ...]


def read_billing(exchange: Exchange, contract_gid: str, index: int) -> CycleBilling | None:
    """One billing cycle by its index, with every attempt; None when Shopify does not show it."""
    wanted = queries.SubscriptionBillingCycleInput(
        contract_id=contract_gid, selector=queries.SubscriptionBillingCycleSelector(index=index)
    )

    def more(after: str) -> Page[BillingAttemptFields] | None:
        page = exchange.query(queries.cycle_attempts(wanted, after)).data.subscription_billing_cycle
        return page.billing_attempts if page else None

    found = exchange.query(queries.cycle_attempts(wanted)).data.subscription_billing_cycle
    if found is None:
        return None
    return CycleBilling(cycle_of(found), tuple(attempt_of(one) for one in all_nodes(found.billing_attempts, more)))
