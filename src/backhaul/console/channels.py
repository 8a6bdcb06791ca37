"""Pages of channels and of a store's own words: where the people of a store are told, and how."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from backhaul.console.forms import EmptyForm
from backhaul.console.pages import FormPage, require, serve_form, shown
from backhaul.console.read_only import ReadOnlyAdmin, button
from backhaul.console.telling_forms import ChannelChangeForm, ChannelForm, WordsForm
from backhaul.core.channels import ChannelKind, Language, Rhythm
from backhaul.flows.channels import ChannelWish, add_channel, change_channel, remove_channel, try_channel
from backhaul.flows.find import find_store
from backhaul.flows.own_words import drop_words, keep_words
from backhaul.models import Channel, NoticeWords

LIST = "admin:backhaul_channel_changelist"
WORDS = "admin:backhaul_noticewords_changelist"
NEW = {"rhythm": Rhythm.AT_ONCE, "digest_hour": 8, "language": Language.ENGLISH, "is_on": True}


class ChannelAdmin(ReadOnlyAdmin):
    """Where people are told."""

    list_display = ("goes_to", "kind", "store", "rhythm", "digest_hour", "language", "only", "is_on")
    list_filter = ("store", "kind")
    list_select_related = ("store",)
    exclude = ("target_encrypted",)
    actions_list = ("add_one",)
    actions_detail = ("change", "test", "remove")

    @admin.display(description="Goes to")
    def goes_to(self, channel: Channel) -> str:
        """Its target, without what is secret in it."""
        return channel.shown

    @admin.display(description="Notices")
    def only(self, channel: Channel) -> str:
        """Which it passes on."""
        return ", ".join(channel.kinds) or "all"

    @button("Add a channel", "add-one")
    def add_one(self, request: HttpRequest) -> HttpResponse:
        """Tell somebody of notices from now on."""
        require(request, "add_channel")

        def carry_out(data: dict[str, Any]) -> str:
            kind = ChannelKind(data["kind"])
            target = data["target"] if kind is ChannelKind.MAIL else data["chat"]
            made = add_channel(find_store(data["store"]), kind, target, _wish(data))
            return f"Notices go to {made.shown}. Send a test from its page."

        page = FormPage("Add a channel", ChannelForm, carry_out, reverse(LIST), "Add", initial=NEW)
        return serve_form(request, page)

    @button("Change", "change-it")
    def change(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Change what a channel passes on, and when."""
        require(request, "change_channel")
        channel = shown(self, request, object_id, Channel)

        def carry_out(data: dict[str, Any]) -> str:
            return f"{change_channel(channel.pk, _wish(data)).shown} is changed."

        page = FormPage(f"Change {channel}", ChannelChangeForm, carry_out, reverse(LIST), "Save", initial=vars(channel))
        return serve_form(request, page)

    @button("Send a test", "test")
    def test(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Send a test, now."""
        require(request, "change_channel")
        channel = shown(self, request, object_id, Channel)

        def carry_out(_data: dict[str, Any]) -> str:
            return f"A test was sent to {try_channel(channel.pk).shown}."

        return serve_form(request, FormPage(f"Test {channel}", EmptyForm, carry_out, reverse(LIST), "Send a test"))

    @button("Remove", "remove")
    def remove(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Tell nobody there any more."""
        require(request, "delete_channel")
        channel = shown(self, request, object_id, Channel)

        def carry_out(_data: dict[str, Any]) -> str:
            remove_channel(channel.pk)
            return f"Nothing more goes to {channel.shown}."

        words = "What is still owed to it is not sent. Notices stay in the inbox."
        page = FormPage(f"Remove {channel}", EmptyForm, carry_out, reverse(LIST), "Remove", explanation=words)
        return serve_form(request, page)


class NoticeWordsAdmin(ReadOnlyAdmin):
    """Stores' own words for kinds of notices."""

    list_display = ("kind", "to_customer", "language", "subject", "store", "changed_at")
    list_filter = ("store", "language")
    list_select_related = ("store",)
    actions_list = ("write",)
    actions_detail = ("rewrite", "drop")

    @button("Write words of your own", "write")
    def write(self, request: HttpRequest) -> HttpResponse:
        """Use words of the store's own for a kind of notice."""
        require(request, "change_noticewords")
        page = FormPage("Words of your own", WordsForm, _keep, reverse(WORDS), "Save")
        return serve_form(request, page)

    @button("Change", "rewrite")
    def rewrite(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Change them."""
        require(request, "change_noticewords")
        words = shown(self, request, object_id, NoticeWords)
        initial = {**vars(words), "store": words.store.slug}
        return serve_form(request, FormPage(f"Words of {words}", WordsForm, _keep, reverse(WORDS), "Save", "", initial))

    @button("Back to ours", "drop")
    def drop(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Use our words again."""
        require(request, "change_noticewords")
        words = shown(self, request, object_id, NoticeWords)

        def carry_out(_data: dict[str, Any]) -> str:
            language = Language(words.language)
            drop_words(words.store, words.kind, language=language, to_customer=words.to_customer)
            return "Our words are used again."

        return serve_form(request, FormPage(f"Drop {words}", EmptyForm, carry_out, reverse(WORDS), "Use ours"))


def _wish(data: dict[str, Any]) -> ChannelWish:
    return ChannelWish(
        data["kinds"], Rhythm(data["rhythm"]), data["digest_hour"], Language(data["language"]), data["is_on"]
    )


def _keep(data: dict[str, Any]) -> str:
    kept = keep_words(
        find_store(data["store"]),
        data["kind"],
        language=Language(data["language"]),
        subject=data["subject"],
        body=data["body"],
        to_customer=data["to_customer"],
    )
    return f"Notices {kept.kind} are told in these words."
