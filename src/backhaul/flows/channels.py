"""The channels by which the people of a store are told: add, change, remove, try out."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from django.db import transaction

from backhaul.core.channels import ChannelKind, Language, Rhythm, SendingState, last_digest_day, mask_address
from backhaul.core.errors import InputError
from backhaul.core.mail import check_address
from backhaul.core.moments import zone_of
from backhaul.core.notice_kinds import check_kinds
from backhaul.flows.chat import check_chat
from backhaul.flows.clock import now
from backhaul.flows.find import by_id
from backhaul.flows.notice_text import trial_told
from backhaul.flows.send_notice import pass_on
from backhaul.flows.spread_notice import send_gathered
from backhaul.flows.store_pauses import require_installed
from backhaul.models import Channel, NoticeSending, Store
from backhaul.shopify.vault import open_sealed, seal

REMOVED = "The channel was removed before its digest was due."

log = structlog.get_logger()


@dataclass(frozen=True)
class ChannelWish:
    """What a channel is to be; None leaves it as it is, and as is usual with a new one.

    `kinds`: of notices; every kind when there are none. `digest_hour`: 0 to 23, in the store's zone.
    """

    kinds: Sequence[str] | None = None
    rhythm: Rhythm | None = None
    digest_hour: int | None = None
    language: Language | None = None
    is_on: bool | None = None


def add_channel(store: Store, kind: ChannelKind, target: str, wish: ChannelWish) -> Channel:
    """Tell somebody of the store's notices from now on. `target`: a mail address, or an Apprise address of a chat.

    Raises BadMailAddress, BadTarget, PrivateTarget, UnknownNoticeKind, InputError, StoreUninstalled.
    """
    require_installed(store)
    if kind is ChannelKind.MAIL:
        target = check_address(target)
        shown = mask_address(target)
    else:
        shown = check_chat(store, target)
    channel = Channel(store=store, kind=kind, target_encrypted=seal(target), shown=shown, added_at=now())
    with transaction.atomic():
        _apply(channel, wish)
        channel.save(force_insert=True)
    log.info("channel.added", channel=channel.pk, store=store.slug, kind=kind.value)
    return channel


def change_channel(channel_id: str, wish: ChannelWish) -> Channel:
    """Change what a channel passes on, and when; a digest that becomes single notices is sent as it is now.

    Raises NotFound, UnknownNoticeKind, InputError.
    """
    with transaction.atomic():
        channel = _locked(channel_id)
        was = channel.rhythm
        _apply(channel, wish)
        channel.save()
        if was == Rhythm.DAILY and channel.rhythm == Rhythm.AT_ONCE:
            send_gathered(channel, key=now().isoformat())
    log.info("channel.changed", channel=channel.pk, store=channel.store.slug)
    return channel


def remove_channel(channel_id: str) -> None:
    """Tell nobody there any more; what was owed to it ends unsent, and says so. Raises NotFound."""
    with transaction.atomic():
        channel = _locked(channel_id)
        owed = NoticeSending.objects.filter(channel=channel, task=None, state=SendingState.QUEUED)
        owed.update(state=SendingState.NOT_SENT, words=REMOVED)
        channel.delete()
    log.info("channel.removed", channel=channel_id, store=channel.store.slug)


def try_channel(channel_id: str) -> Channel:
    """Send a test, whatever the channel passes on. Raises NotFound, and what sending raises."""
    channel = by_id(Channel.objects.select_related("store"), channel_id, "channel")
    told = trial_told(channel.store, Language(channel.language))
    pass_on(channel.store, channel, told, name=f"test:{channel.pk}:{now().isoformat()}")
    return channel


def reseal_targets() -> int:
    """Encrypt the target of every channel with the newest key; returns how many."""
    count = 0
    for channel in Channel.objects.all():
        before = channel.target_encrypted
        sealed = seal(open_sealed(before).reveal())
        count += Channel.objects.filter(pk=channel.pk, target_encrypted=before).update(target_encrypted=sealed)
    return count


def _locked(channel_id: str) -> Channel:
    rows = Channel.objects.select_for_update(no_key=True, of=("self",)).select_related("store")
    return by_id(rows, channel_id, "channel")


def _apply(channel: Channel, wish: ChannelWish) -> None:
    if wish.digest_hour is not None and not 0 <= wish.digest_hour <= 23:
        raise InputError("The hour of a digest is 0 to 23.", hint="It is an hour in the store's zone.")
    if wish.kinds is not None:
        channel.kinds = check_kinds(wish.kinds)
    plain = {"rhythm": wish.rhythm, "digest_hour": wish.digest_hour, "language": wish.language, "is_on": wish.is_on}
    for name, value in plain.items():
        if value is not None:
            setattr(channel, name, value)
    if channel.rhythm == Rhythm.DAILY and (wish.rhythm or wish.digest_hour is not None):
        zone = zone_of(channel.store.timezone)
        channel.digest_day = last_digest_day(now(), zone=zone, hour=channel.digest_hour)
