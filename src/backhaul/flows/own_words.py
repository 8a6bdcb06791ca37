"""A store's own words for a kind of notice: keep them, show what they say, go back to ours."""

from backhaul.core.channels import Language
from backhaul.core.notice_kinds import check_kinds
from backhaul.core.told_templates import check_words
from backhaul.flows.clock import now
from backhaul.flows.store_pauses import require_installed
from backhaul.models import NoticeWords, Store


def keep_words(
    store: Store, kind: str, *, language: Language, subject: str, body: str, to_customer: bool = False
) -> NoticeWords:
    """Use these words for a kind of notice in a language from now on, in place of others.

    Raises UnknownNoticeKind, BadTemplate with the place of the mistake, StoreUninstalled.
    """
    require_installed(store)
    check_kinds([kind])
    words = check_words(subject, body)
    kept, _ = NoticeWords.objects.update_or_create(
        store=store,
        kind=kind,
        to_customer=to_customer,
        language=language,
        defaults={"subject": words.subject, "body": words.body, "changed_at": now()},
    )
    return kept


def drop_words(store: Store, kind: str, *, language: Language, to_customer: bool = False) -> bool:
    """Use ours again; returns whether there were others."""
    rows = NoticeWords.objects.filter(store=store, kind=kind, language=language, to_customer=to_customer)
    deleted, _ = rows.delete()
    return bool(deleted)
