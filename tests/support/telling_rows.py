"""Something of everything by which people and programs are told, for tests of doors."""

from backhaul.core.channels import ChannelKind, Language
from backhaul.core.outgoing import EventType
from backhaul.flows.channels import ChannelWish, add_channel
from backhaul.flows.endpoints import add_endpoint
from backhaul.flows.events import emit
from backhaul.flows.own_words import keep_words
from backhaul.models import Notice, NoticeSending

NOWHERE = "http://127.0.0.1:9/hook"


def telling_rows(notice: Notice) -> None:
    """A channel over which the notice is sent, words of the store's own, and an endpoint that is told of an event."""
    store = notice.store
    channel = add_channel(store, ChannelKind.MAIL, "office@example.com", ChannelWish())
    NoticeSending.objects.create(notice=notice, channel=channel, words="The mail server cannot be used.")
    keep_words(store, "order_deleted", language=Language.ENGLISH, subject="{{ order }}", body="{{ words }}")
    add_endpoint(store, NOWHERE, [EventType.SHIPMENT_SENT], name="books")
    emit(store, EventType.SHIPMENT_SENT, {"shipment_id": "shp_1"}, key="1")
