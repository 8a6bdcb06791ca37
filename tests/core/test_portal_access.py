"""Who gets into the portal, and for how long."""

import hmac
from datetime import UTC, datetime, timedelta

import pytest

from backhaul.core.portal_access import (
    ProxyCall,
    masked,
    may_ask,
    network_of,
    read_proxy_call,
    require_recent,
    session_has_ended,
)
from backhaul.core.portal_errors import ProxyCallRefused

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECRET = b"hush"
PARAMETERS = {
    "logged_in_customer_id": "111",
    "path_prefix": "/apps/subscriptions",
    "shop": "boxes.myshopify.com",
    "timestamp": "1795348800",
    "signature": "0" * 64,
}


def call(**changed: str) -> ProxyCall:
    """The call with these parameters changed or added."""
    return read_proxy_call(list({**PARAMETERS, **changed}.items()))


def sign(pairs: list[tuple[str, str]]) -> str:
    """The text that Shopify signs for a query, whatever is in it: each name with its value, sorted, put together."""
    return "".join(sorted(f"{name}={value}" for name, value in pairs))


def test_the_text_that_is_signed_is_the_sorted_parameters_without_the_signature() -> None:
    read = call()

    assert read.signed_text == (
        "logged_in_customer_id=111path_prefix=/apps/subscriptionsshop=boxes.myshopify.comtimestamp=1795348800"
    )
    assert (read.customer_gid, read.shop_domain) == ("gid://shopify/Customer/111", "boxes.myshopify.com")
    assert read.at == datetime.fromtimestamp(1795348800, UTC)


def test_a_call_of_nobody_names_no_customer() -> None:
    assert call(logged_in_customer_id="").customer_gid == ""


@pytest.mark.parametrize(
    "changed",
    [
        {"logged_in_customer_id": "0"},
        {"logged_in_customer_id": "\u0661"},
        {"logged_in_customer_id": "1 "},
        {"logged_in_customer_id": "111,112"},
        {"logged_in_customer_id": "1" * 19},
        {"path_prefix": "/apps/x=y"},
        {"path_prefix": ""},
        {"shop": "boxes.myshopify.com/evil"},
        {"timestamp": "now"},
        {"timestamp": "-1"},
        {"signature": ""},
        {"signature": "A" * 64},
    ],
)
def test_a_value_of_another_form_is_refused(changed: dict[str, str]) -> None:
    with pytest.raises(ProxyCallRefused):
        call(**changed)


def test_a_parameter_too_many_too_few_or_twice_is_refused() -> None:
    pairs = list(PARAMETERS.items())

    for query in ([*pairs, ("page", "2")], pairs[1:], [*pairs, pairs[0]], [*pairs, ("logged_in_customer_id", "5")], []):
        with pytest.raises(ProxyCallRefused):
            read_proxy_call(query)


def test_no_other_query_that_the_same_signature_fits_is_read_as_somebody_else() -> None:
    """What a customer who is logged in as 111 can have Shopify sign, and send us in another shape."""
    real = [(name, value) for name, value in PARAMETERS.items() if name != "signature"]
    wished = [("a", "logged_in_customer_id=999lz="), *real]
    forged = [
        ("a", ""),
        ("logged_in_customer_id", "999"),
        ("lz", "logged_in_customer_id=111"),
        *(pair for pair in real if pair[0] != "logged_in_customer_id"),
    ]
    signature = hmac.digest(SECRET, sign(wished).encode(), "sha256").hex()

    assert sign(wished) == sign(forged)
    with pytest.raises(ProxyCallRefused):
        read_proxy_call([*forged, ("signature", signature)])


@pytest.mark.parametrize("seconds", [-90, 0, 90])
def test_a_call_of_this_moment_is_recent(seconds: int) -> None:
    require_recent(call(timestamp=str(int(NOW.timestamp()) + seconds)), NOW)


@pytest.mark.parametrize("seconds", [-91, 91])
def test_a_call_from_too_far_in_the_past_or_the_future_is_refused(seconds: int) -> None:
    with pytest.raises(ProxyCallRefused):
        require_recent(call(timestamp=str(int(NOW.timestamp()) + seconds)), NOW)


@pytest.mark.parametrize(
    ("started", "seen", "is_over"),
    [
        (timedelta(0), timedelta(0), False),
        (timedelta(hours=11, minutes=59), timedelta(minutes=1), False),
        (timedelta(hours=12), timedelta(0), True),
        (timedelta(hours=1), timedelta(minutes=29), False),
        (timedelta(hours=1), timedelta(minutes=30), True),
    ],
)
def test_a_session_ends_when_it_is_idle_or_old(started: timedelta, seen: timedelta, *, is_over: bool) -> None:
    assert session_has_ended(started_at=NOW - started, seen_at=NOW - seen, now=NOW) is is_over


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        (" 203.0.113.7 ", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("what, no", "unknown"),
    ],
)
def test_a_limit_counts_for_a_household(address: str, network: str) -> None:
    assert network_of(address) == network


def test_links_are_limited_for_an_address_and_from_a_network() -> None:
    assert may_ask(asked_for_address=2, asked_from_network=19)
    assert not may_ask(asked_for_address=3, asked_from_network=0)
    assert not may_ask(asked_for_address=0, asked_from_network=20)


@pytest.mark.parametrize(
    ("address", "shown"),
    [("ada@example.com", "a•••@example.com"), ("", ""), ("ada", ""), ("@example.com", "")],
)
def test_only_its_owner_recognises_a_masked_address(address: str, shown: str) -> None:
    assert masked(address) == shown
