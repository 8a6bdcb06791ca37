"""Endpoints of channels and of a store's own words: look at, add, change, remove, try out."""

from dataclasses import dataclass

from django.http import HttpRequest
from ninja import Status

from backhaul.api.once import calls_shopify
from backhaul.api.telling_bodies import ChannelBody, ChannelChangeBody, DropWordsBody, WordsBody
from backhaul.flows.channels import add_channel, change_channel, remove_channel, try_channel
from backhaul.flows.find import find_store
from backhaul.flows.own_words import drop_words, keep_words
from backhaul.flows.show.channels import (
    ChannelView,
    WordsView,
    channel_list,
    channel_view,
    read_channel,
    words_list,
    words_view,
)


@dataclass(frozen=True)
class Channels:
    """Where people are told."""

    items: list[ChannelView]


@dataclass(frozen=True)
class OwnWordsList:
    """A store's own words."""

    items: list[WordsView]


@dataclass(frozen=True)
class Removed:
    """Whether there was something to remove."""

    removed: bool


def list_channels(request: HttpRequest, store: str = "") -> Channels:
    """Where the people of a store, or of all, are told."""
    return Channels(channel_list(store))


def get_channel(request: HttpRequest, channel: str) -> ChannelView:
    """One channel."""
    return read_channel(channel)


def post_channel(request: HttpRequest, body: ChannelBody) -> Status[ChannelView]:
    """Tell somebody of a store's notices from now on."""
    target = body.target.get_secret_value()
    made = add_channel(find_store(body.store), body.kind, target, body.to_wish())
    return Status(201, channel_view(made))


def patch_channel(request: HttpRequest, channel: str, body: ChannelChangeBody) -> ChannelView:
    """Change what a channel passes on, and when."""
    return channel_view(change_channel(channel, body.to_wish()))


def post_channel_removal(request: HttpRequest, channel: str) -> Removed:
    """Tell nobody there any more."""
    remove_channel(channel)
    return Removed(True)


@calls_shopify
def post_channel_test(request: HttpRequest, channel: str) -> ChannelView:
    """Send a test over a channel, now."""
    return channel_view(try_channel(channel))


def list_own_words(request: HttpRequest, store: str = "") -> OwnWordsList:
    """The own words of a store, or of all, for kinds of notices."""
    return OwnWordsList(words_list(store))


def post_own_words(request: HttpRequest, body: WordsBody) -> WordsView:
    """Use words of a store's own for a kind of notice."""
    store = find_store(body.store)
    kept = keep_words(
        store,
        body.kind,
        language=body.language,
        subject=body.subject,
        body=body.body,
        to_customer=body.to_customer,
    )
    return words_view(kept)


def post_own_words_removal(request: HttpRequest, body: DropWordsBody) -> Removed:
    """Use our words for a kind of notice again."""
    store = find_store(body.store)
    return Removed(drop_words(store, body.kind, language=body.language, to_customer=body.to_customer))
