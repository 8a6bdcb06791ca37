"""The app is installed, granted, given new secrets and uninstalled."""

from typing import Any

from shopify_sandbox.webhooks.delivery import signature
from tests.shopify_sandbox.live import Live

from .conftest import until

NAME = "{ shop { name } }"
ORDERS = "{ orders(first: 1) { nodes { id } } }"
GRANTED = "{ currentAppInstallation { accessScopes { handle } } }"
COMPLIANCE = """mutation($url: String!) { webhookSubscriptionCreate(topic: CUSTOMERS_REDACT,
  webhookSubscription: {uri: $url}) { userErrors { message } } }"""


def test_an_uninstalled_app_is_told_last_and_may_do_nothing_more(shop: Live) -> None:
    shop.subscribe("APP_UNINSTALLED", "ORDERS_CREATE")

    told = shop.control("app", {"uninstall": True})

    until(lambda: shop.receiver.topics() == ["app/uninstalled"])
    assert (told["installed"], told["subscriptions"]) == (False, 0)
    assert shop.receiver.received[0].told["myshopify_domain"] == "sandbox.myshopify.com"
    assert shop.response(NAME).status_code == 401
    shop.buy()
    assert shop.receiver.topics() == ["app/uninstalled"]


def test_the_last_word_to_an_app_is_tried_again_although_its_subscription_is_gone(shop: Live) -> None:
    shop.subscribe("APP_UNINSTALLED")
    shop.receiver.status = 503
    shop.control("app", {"uninstall": True})
    until(lambda: len(shop.receiver.received) == 1)
    shop.receiver.status = 200

    shop.pass_time("PT5M")

    until(lambda: shop.read("deliveries")["counts"] == {"delivered": 1})
    assert shop.receiver.topics() == ["app/uninstalled"] * 2


def test_an_app_installed_again_starts_without_subscriptions_and_old_tokens(shop: Live) -> None:
    issued = shop.control("tokens", {"action": "issue"})
    shop.subscribe("ORDERS_CREATE")
    shop.control("app", {"uninstall": True})

    told = shop.control("app", {"install": True})

    assert (told["installed"], told["subscriptions"]) == (True, 0)
    assert shop.response(NAME).status_code == 200
    assert shop.response(NAME, token=issued["access_token"]).status_code == 401
    assert (
        buy_token(shop, grant_type="refresh_token", refresh_token=issued["refresh_token"])["error"] == "invalid_grant"
    )


def test_an_uninstalled_app_buys_no_token(shop: Live) -> None:
    shop.control("app", {"uninstall": True})

    answer = buy_token(shop)

    assert answer["error"] == "app_not_installed"


def test_changed_scopes_are_told_and_what_may_be_read_follows(shop: Live) -> None:
    shop.subscribe("APP_SCOPES_UPDATE")
    shop.control("app", {"scopes": ["read_orders", "read_products"]})
    allowed = shop.ask(ORDERS)

    shop.control("app", {"scopes": ["read_products"]})

    until(lambda: len(shop.receiver.received) == 2)
    change = shop.receiver.received[1].told
    assert (change["previous"], change["current"]) == (["read_orders", "read_products"], ["read_products"])
    assert "errors" not in allowed
    assert shop.ask(ORDERS)["errors"][0]["extensions"]["code"] == "ACCESS_DENIED"
    assert shop.ask(GRANTED)["data"]["currentAppInstallation"]["accessScopes"] == [{"handle": "read_products"}]


def test_scopes_that_stay_as_they_are_tell_nobody(shop: Live) -> None:
    shop.subscribe("APP_SCOPES_UPDATE")
    granted = shop.read("app")["scopes"]

    shop.control("app", {"scopes": granted})

    assert shop.read("deliveries")["deliveries"] == []


def test_while_a_secret_is_replaced_both_open_and_the_older_signs(shop: Live) -> None:
    shop.subscribe("ORDERS_CREATE")

    shop.control("app", {"client_secret": "next-secret"})

    shop.buy()
    until(lambda: len(shop.receiver.received) == 1)
    assert signed_with(shop, 0, "sandbox-secret")
    assert {"access_token"} <= buy_token(shop).keys() & buy_token(shop, secret="next-secret").keys()


def test_a_revoked_secret_neither_opens_nor_signs_and_takes_its_tokens_with_it(shop: Live) -> None:
    shop.subscribe("ORDERS_CREATE")
    old = buy_token(shop)["access_token"]
    shop.control("app", {"client_secret": "next-secret"})
    new = buy_token(shop, secret="next-secret")["access_token"]

    shop.control("app", {"revoke_secret": True})

    shop.buy()
    until(lambda: len(shop.receiver.received) == 1)
    assert signed_with(shop, 0, "next-secret")
    assert buy_token(shop)["error"] == "invalid_client"
    assert [shop.response(NAME, token=token).status_code for token in (old, new)] == [401, 200]


def test_a_generated_secret_is_told_once(shop: Live) -> None:
    secret = shop.control("app", {"rotate_secret": True, "revoke_secret": True})["client_secret"]

    assert "access_token" in buy_token(shop, secret=secret)
    assert shop.read("app")["secrets"] == [{"suffix": secret[-4:], "signs": True}]


def test_the_only_secret_can_not_be_revoked(shop: Live) -> None:
    reason = shop.refusal("app", {"revoke_secret": True, "uninstall": True})

    assert "only secret" in reason
    assert shop.read("app")["installed"] is True


def test_the_token_of_a_custom_app_can_be_revoked(shop: Live) -> None:
    shop.control("tokens", {"action": "revoke"})

    assert shop.response(NAME).status_code == 401


def test_no_request_subscribes_to_a_topic_that_the_law_requires(shop: Live) -> None:
    answer = shop.ask(COMPLIANCE, url=shop.receiver.url)

    assert answer["errors"][0]["extensions"]["code"] == "argumentLiteralsIncompatible"
    assert "CUSTOMERS_REDACT" in answer["errors"][0]["message"]


def test_a_topic_needs_one_of_its_scopes(shop: Live) -> None:
    shop.control("app", {"scopes": ["write_orders"]})

    refused, taken = shop.subscribe("FULFILLMENTS_CREATE", "ORDERS_CREATE")

    message = "You cannot create a webhook subscription with the specified topic"
    assert refused == {
        "webhookSubscription": None,
        "userErrors": [{"field": ["webhookSubscription"], "message": message}],
    }
    assert taken["userErrors"] == []


def buy_token(shop: Live, *, secret: str = "sandbox-secret", **given: object) -> dict[str, Any]:
    """The token endpoint's answer."""
    body = {"client_id": "sandbox-client", "client_secret": secret, "grant_type": "client_credentials", **given}
    answer: dict[str, Any] = shop.http.post("/admin/oauth/access_token", json=body).json()
    return answer


def signed_with(shop: Live, number: int, secret: str) -> bool:
    """Whether a received webhook has that secret's signature."""
    webhook = shop.receiver.received[number]
    return webhook.headers["X-Shopify-Hmac-Sha256"] == signature(webhook.body, secret)
