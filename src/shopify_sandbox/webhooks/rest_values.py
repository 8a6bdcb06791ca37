"""How REST writes values: amounts with two decimals, instants in the shop's own zone, numbers for ids."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from shopify_sandbox.state.addresses import Address
from shopify_sandbox.state.money import Money, MoneyBag
from shopify_sandbox.world import World

Body = dict[str, object]


def instant(world: World, value: datetime | None) -> str | None:
    """An instant with the offset of the shop's zone."""
    if value is None:
        return None
    return value.astimezone(ZoneInfo(world.profile.timezone)).replace(microsecond=0).isoformat()


def price(bag: MoneyBag) -> str:
    """The amount in the shop's currency."""
    return bag.shop.text


def price_set(bag: MoneyBag) -> Body:
    """The amount in both currencies."""
    return {"shop_money": _money(bag.shop), "presentment_money": _money(bag.presentment)}


def _money(money: Money) -> Body:
    return {"amount": money.text, "currency_code": money.currency}


def address(given: Address | None) -> Body | None:
    """A billing or shipping address."""
    if given is None:
        return None
    return {
        "first_name": given.first_name,
        "address1": given.address1,
        "phone": given.phone,
        "city": given.city,
        "zip": given.zip,
        "province": given.province,
        "country": given.country,
        "last_name": given.last_name,
        "address2": given.address2,
        "company": given.company,
        "latitude": None,
        "longitude": None,
        "name": given.name or "",
        "country_code": given.country_code,
        "province_code": given.province_code,
    }
