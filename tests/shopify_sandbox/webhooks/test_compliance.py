"""The topics that the law requires."""

import pytest

from tests.shopify_sandbox.live import Live

from .conftest import until


def test_a_request_for_data_names_the_customer_and_the_orders(shop: Live) -> None:
    order, customer = bought(shop)

    shop.control("privacy", {"topic": "customers/data_request", "customer": customer, "orders": [order["order"]]})

    until(lambda: shop.receiver.topics() == ["customers/data_request"])
    told = shop.receiver.received[0].told
    assert told["shop_domain"] == "sandbox.myshopify.com"
    assert told["customer"] == {"id": int(customer.rsplit("/", 1)[1]), "email": "ada@example.com", "phone": None}
    assert told["orders_requested"] == [order["id"]]
    assert told["data_request"]["id"] > 0


def test_redacting_a_customer_is_about_all_of_their_orders_unless_some_are_named(shop: Live) -> None:
    first, customer = bought(shop)
    second, _ = bought(shop)

    shop.control("privacy", {"topic": "customers/redact", "customer": customer})

    until(lambda: shop.receiver.topics() == ["customers/redact"])
    assert shop.receiver.received[0].told["orders_to_redact"] == [first["id"], second["id"]]


def test_a_customer_whose_erasure_was_asked_for_is_redacted_after_ten_days(shop: Live) -> None:
    order, customer = bought(shop)
    shop.subscribe("CUSTOMERS_DELETE")
    asked = "mutation($id: ID!) { customerRequestDataErasure(customerId: $id) { userErrors { message } } }"
    shop.ask(asked, id=customer)
    shop.pass_time("P9DT23H")
    early = list(shop.receiver.received)

    shop.pass_time("PT1H")

    until(lambda: sorted(shop.receiver.topics()) == ["customers/delete", "customers/redact"])
    assert early == []
    told = next(each.told for each in shop.receiver.received if "orders_to_redact" in each.told)
    assert told["orders_to_redact"] == [order["id"]]
    assert told["customer"]["email"] == "ada@example.com"


def test_a_shop_is_redacted_two_days_after_the_app_has_gone(shop: Live) -> None:
    shop.control("app", {"compliance_url": shop.receiver.url})
    shop.control("app", {"uninstall": True})
    shop.pass_time("P1DT23H")
    early = list(shop.receiver.received)

    shop.pass_time("PT1H")

    until(lambda: shop.receiver.topics() == ["shop/redact"])
    assert early == []
    assert shop.receiver.received[0].told.keys() == {"shop_id", "shop_domain"}


def test_an_app_that_came_back_keeps_its_shop(shop: Live) -> None:
    shop.control("app", {"compliance_url": shop.receiver.url})
    shop.control("app", {"uninstall": True})
    shop.control("app", {"install": True})

    shop.pass_time("P3D")

    assert shop.read("deliveries")["deliveries"] == []


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"topic": "orders/create"}, "topic must be one of"),
        ({"topic": "customers/redact", "customer": "gid://shopify/Customer/1"}, "there is no customer"),
        ({"topic": "shop/redact"}, "set compliance_url first"),
        ({"topic": "shop/redact", "shop": 1}, "unknown 'shop'"),
    ],
)
def test_what_makes_no_sense_is_refused(shop: Live, body: dict[str, object], reason: str) -> None:
    assert reason in shop.refusal("privacy", body)


def test_an_address_must_be_one(shop: Live) -> None:
    assert "compliance_url must be" in shop.refusal("app", {"compliance_url": "nowhere"})


def bought(shop: Live) -> tuple[dict[str, object], str]:
    """An order and the id of its customer, in a shop with an address for compliance topics."""
    shop.control("app", {"compliance_url": shop.receiver.url})
    order = shop.buy(email="ada@example.com")
    customers = shop.ask("{ customers(first: 1) { nodes { id } } }")["data"]["customers"]["nodes"]
    return order, customers[0]["id"]
