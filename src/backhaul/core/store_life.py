"""How a store's work stops and goes on: paused by whom, uninstalled when, and which news of that is stale."""

from datetime import datetime, timedelta
from enum import StrEnum

CLOCKS_MAY_DIFFER = timedelta(minutes=5)
"""Shopify's clock says when a store was uninstalled, ours when its credentials were last accepted."""


class PausedBy(StrEnum):
    """Who paused a store: a person, until a person resumes it, or Shopify's refusal, until access works again."""

    PERSON = "person"
    ACCESS = "access"


class UninstallNews(StrEnum):
    """What a webhook about an uninstalled app tells us."""

    TRUE = "true"
    STALE = "stale"
    UNSURE = "unsure"


def judge_uninstall(triggered_at: datetime | None, *, accepted_at: datetime | None) -> UninstallNews:
    """Whether an uninstall that happened at `triggered_at` still stands.

    `accepted_at` is when Shopify last accepted the store's credentials. Credentials that were accepted after the
    uninstall are those of a new installation. Too near to tell, or without a date: Shopify has to be asked.
    """
    if accepted_at is None:
        return UninstallNews.TRUE
    if triggered_at is None or abs(triggered_at - accepted_at) <= CLOCKS_MAY_DIFFER:
        return UninstallNews.UNSURE
    return UninstallNews.TRUE if triggered_at > accepted_at else UninstallNews.STALE
