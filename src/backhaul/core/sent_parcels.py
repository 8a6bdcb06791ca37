"""Which fulfillments of an order carried which of its deliveries, as far as that can be told."""

from collections.abc import Mapping, Sequence

from backhaul.core.deliveries import Delivery, DeliveryState
from backhaul.core.remote import RemoteFulfillment


def parcels_of_deliveries(
    deliveries: Sequence[Delivery], fulfillments: Sequence[RemoteFulfillment]
) -> Mapping[int, tuple[RemoteFulfillment, ...]]:
    """The fulfillments of one order by the number of the delivery that they carried.

    All of them where the order has one delivery. Where as many deliveries have left as there are fulfillments, one each
    in the order of their dates; else nobody can tell which was which (Shopify names no fulfillment order of one).
    """
    sent = sorted(
        (one for one in fulfillments if one.is_live), key=lambda one: (one.created_at is None, str(one.created_at))
    )
    if len(deliveries) == 1:
        return {deliveries[0].number: tuple(sent)}
    gone = [one for one in deliveries if one.state is DeliveryState.SHIPPED]
    if len(gone) != len(sent):
        return {}
    in_order = sorted(gone, key=lambda one: (str(one.due_at or ""), one.number))
    return {delivery.number: (parcel,) for delivery, parcel in zip(in_order, sent, strict=True)}
