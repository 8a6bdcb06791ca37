"""Puts a notice into words for one recipient: subject, text and HTML, in a language, or in the store's own words."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext, ngettext, override

from backhaul.core.channels import Language
from backhaul.core.mail import one_line
from backhaul.core.moments import zone_of
from backhaul.core.notice_kinds import title_of
from backhaul.core.told_templates import OwnWords
from backhaul.flows.bank_link import BANK_LINK, bank_link_of, needs_bank_link
from backhaul.flows.notices import to_decide
from backhaul.models import Notice, NoticeWords, Store

CONSOLE = "/console/backhaul/notice"
LINK = re.compile(r"https?://\S+")
SENTENCES = re.compile(r"(?<=[.!?]) ")


@dataclass(frozen=True)
class Told:
    """What a recipient reads."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class OptionShown:
    """One thing that can be decided, and where."""

    label: str
    follows: str
    link: str


@dataclass(frozen=True)
class NoticeShown:
    """A notice as templates know it; what there is not is empty."""

    title: str
    words: str
    shop: str
    order: str
    subscription: str
    date: str
    decide_by: str
    options: list[OptionShown]
    link: str


def notice_told(notice: Notice, language: Language, *, for_customer: bool = False) -> Told:
    """One notice, in the words that the store has of its own for its kind, else in ours."""
    with override(language):
        shown = _shown(notice, language, for_customer=for_customer)
        own = NoticeWords.objects.filter(
            store=notice.store_id, kind=notice.kind, to_customer=for_customer, language=language
        ).first()
        if own is not None:
            return _in_own_words(own, shown, language)
        context = {**vars(shown), "subject": _subject(shown, for_customer=for_customer), "language": language}
        name = "customer" if for_customer else "notice"
        return Told(context["subject"], *_rendered(name, context))


def digest_told(store: Store, notices: Sequence[Notice], language: Language) -> Told:
    """Several notices at once, the oldest first; what was decided meanwhile is not asked for any more."""
    with override(language):
        count = len(notices)
        subject = ngettext("%(count)d notice of %(shop)s", "%(count)d notices of %(shop)s", count)
        shop = store.name or store.slug
        shown = [_shown(notice, language) for notice in notices]
        context: dict[str, object] = {
            "subject": subject % {"count": count, "shop": shop},
            "shop": shop,
            "notices": shown,
            "language": language,
        }
        return Told(str(context["subject"]), *_rendered("digest", context))


def told_again(told: Told, language: Language) -> Told:
    """The same, with a remark that it may be there already: for recipients that cannot tell by an id."""
    with override(language):
        remark = gettext("This is sent again: whether it arrived before is not known.")
        return Told(told.subject, f"{told.text.rstrip()}\n\n{remark}\n", told.html)


def values_of(shown: NoticeShown) -> dict[str, str]:
    """What the fields of a store's own words are filled with."""
    return {name: value for name, value in asdict(shown).items() if isinstance(value, str)}


def trial_told(store: Store, language: Language) -> Told:
    """What is sent to try out a channel."""
    with override(language):
        shop = store.name or store.slug
        words = gettext("What happens in the store is told here.")
        shown = NoticeShown(gettext(title_of("test")), words, shop, "", "", "", "", [], "")
        context = {**vars(shown), "subject": _subject(shown, for_customer=False), "language": language}
        return Told(context["subject"], *_rendered("notice", context))


def _shown(notice: Notice, language: Language, *, for_customer: bool = False) -> NoticeShown:
    store = notice.store
    zone = zone_of(store.timezone)
    is_open = to_decide(Notice.objects.filter(pk=notice.pk)).exists()
    return NoticeShown(
        title=gettext(title_of(notice.kind, for_customer=for_customer)),
        words=_customer_words(notice) if for_customer else notice.words,
        shop=store.name or store.slug,
        order=notice.order.name if notice.order else "",
        subscription=str(notice.contract) if notice.contract else "",
        date=format_date(notice.created_at.astimezone(zone), locale=language),
        decide_by=_moment(notice.decide_by, zone, language) if is_open else "",
        options=_options(notice) if is_open else [],
        link="" if for_customer else _link(notice, "change/"),
    )


def _customer_words(notice: Notice) -> str:
    """What a customer is told, each sentence in the language that is active, if the catalogue has it."""
    words = notice.words
    if needs_bank_link(notice):
        words = words.replace(BANK_LINK, bank_link_of(notice))
    link = LINK.search(words)
    named = {
        "link": link[0] if link else "",
        "order": notice.order and notice.order.name,
        "subscription": notice.contract,
    }
    marks = {f"%({name})s": str(value) for name, value in named.items() if value}
    for mark, value in marks.items():
        words = words.replace(value, mark)
    words = " ".join(gettext(sentence) for sentence in SENTENCES.split(words) if sentence)
    for mark, value in marks.items():
        words = words.replace(mark, value)
    return words


def _options(notice: Notice) -> list[OptionShown]:
    link = _link(notice, "decide/")
    return [
        OptionShown(one["label"], one["follows"], f"{link}?option={one['name']}" if link else "")
        for one in notice.options
    ]


def _link(notice: Notice, page: str) -> str:
    """Where staff can see it; nothing where the installation does not know how browsers reach it."""
    base = settings.BACKHAUL.public_url
    return f"{base}{CONSOLE}/{notice.pk}/{page}" if base else ""


def _moment(at: datetime | None, zone: ZoneInfo, language: Language) -> str:
    return format_datetime(at, "short", tzinfo=zone, locale=language) if at else ""


def _subject(shown: NoticeShown, *, for_customer: bool) -> str:
    about = shown.order or shown.subscription
    named = f"{shown.title}: {about}" if about and not for_customer else shown.title
    return one_line(f"[{shown.shop}] {named}" if not for_customer else named)


def _in_own_words(own: NoticeWords, shown: NoticeShown, language: Language) -> Told:
    subject, body = OwnWords(own.subject, own.body).fill(values_of(shown))
    context = {"subject": one_line(subject), "body": body, "shop": shown.shop, "language": language}
    return Told(one_line(subject), body, render_to_string("told/own.html", context))


def _rendered(name: str, context: dict[str, object]) -> tuple[str, str]:
    text = render_to_string(f"told/{name}.txt", context).strip() + "\n"
    return text, render_to_string(f"told/{name}.html", context)
