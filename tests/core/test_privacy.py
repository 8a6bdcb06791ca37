"""What a request under data protection law says, and until when it is due."""

from datetime import UTC, datetime, timedelta

import pytest

from backhaul.core.errors import BadReference
from backhaul.core.privacy import is_overdue, read_request

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_customer_and_orders_become_gids_once_each() -> None:
    asked = read_request(
        {"shop_domain": "a.myshopify.com", "customer": {"id": 7, "email": "a@b.c"}, "orders_to_redact": [1, "2", 1]}
    )

    assert asked.shop_domain == "a.myshopify.com"
    assert asked.customer_gid == "gid://shopify/Customer/7"
    assert asked.order_gids == ("gid://shopify/Order/1", "gid://shopify/Order/2")


@pytest.mark.parametrize("payload", [{}, {"customer": None}, {"customer": {}, "orders_requested": None}])
def test_a_request_about_a_shop_names_nobody(payload: dict[str, object]) -> None:
    asked = read_request(payload)

    assert (asked.customer_gid, asked.order_gids) == ("", ())


@pytest.mark.parametrize(
    "payload",
    [
        {"customer": {"id": "seven"}},
        {"customer": {"id": True}},
        {"customer": {"id": 1.5}},
        {"orders_to_redact": "12"},
        {"orders_requested": {"1": 2}},
        {"orders_requested": [None]},
        {"orders_requested": [9 * 10**30]},
    ],
)
def test_an_id_that_is_none_is_refused(payload: dict[str, object]) -> None:
    with pytest.raises(BadReference):
        read_request(payload)


def test_a_request_is_overdue_only_until_it_is_done() -> None:
    late = NOON + timedelta(seconds=1)

    assert is_overdue(NOON, done_at=None, now=late)
    assert not is_overdue(NOON, done_at=late, now=late)
    assert not is_overdue(late, done_at=None, now=NOON)
