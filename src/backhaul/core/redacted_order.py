"""An order as it is kept once its customer's personal data was deleted."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from backhaul.core.remote import RemoteFulfillment, RemoteOrder


def without_customer(remote: RemoteOrder, *, tags: Collection[str], titles: Mapping[str, str]) -> RemoteOrder:
    """The order as read, without whom it is for: Shopify deletes that too, but need not have done so yet.

    What was answered word for word is left out with it. Lines, quantities, amounts and tracking numbers stay. Tags and
    the titles of lines may name somebody, and nobody can tell any more: those that were kept, by the line's gid, stay.
    """
    refunds = None if remote.refunds is None else tuple(replace(refund, note="") for refund in remote.refunds)
    return replace(
        remote,
        tags=frozenset(tags),
        lines=tuple(replace(line, title=titles.get(line.gid, line.title)) for line in remote.lines),
        note=None,
        attributes=(),
        email=None,
        phone=None,
        customer=None,
        shipping_address=None,
        refunds=refunds,
        fulfillments=tuple(_without_addresses(one) for one in remote.fulfillments),
        raw=None,
    )


def _without_addresses(fulfillment: RemoteFulfillment) -> RemoteFulfillment:
    """Addresses of carriers' pages often have the recipient's postal code in them."""
    return replace(fulfillment, tracking=tuple(replace(entry, url=None) for entry in fulfillment.tracking))
