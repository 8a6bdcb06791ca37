"""Which news of an uninstalled app is stale, and whose shop a body is about."""

from datetime import UTC, datetime, timedelta

import pytest

from backhaul.core.store_life import UninstallNews, judge_uninstall
from backhaul.core.webhook_shop import names_another_shop

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("triggered_at", "accepted_at", "news"),
    [
        (NOON + HOUR, NOON, UninstallNews.TRUE),
        (NOON - HOUR, NOON, UninstallNews.STALE),
        (NOON + timedelta(minutes=2), NOON, UninstallNews.UNSURE),
        (NOON - timedelta(minutes=2), NOON, UninstallNews.UNSURE),
        (None, NOON, UninstallNews.UNSURE),
        (NOON, None, UninstallNews.TRUE),
        (None, None, UninstallNews.TRUE),
    ],
)
def test_an_uninstall_stands_unless_the_credentials_were_accepted_after_it(
    triggered_at: datetime | None, accepted_at: datetime | None, news: UninstallNews
) -> None:
    assert judge_uninstall(triggered_at, accepted_at=accepted_at) is news


@pytest.mark.parametrize(
    ("body", "is_another"),
    [
        (b'{"myshopify_domain": "other.myshopify.com"}', True),
        (b'{"shop_domain": "Shop.MyShopify.com"}', False),
        (b'{"id": 1}', False),
        (b"not json", False),
        (b"[" * 100_000, False),
        ({"shop_domain": "other.myshopify.com"}, True),
        ({"shop_domain": 5}, False),
    ],
)
def test_a_body_that_names_another_shop_is_recognised(body: bytes | dict[str, object], is_another: bool) -> None:
    assert names_another_shop(body, "shop.myshopify.com") is is_another
