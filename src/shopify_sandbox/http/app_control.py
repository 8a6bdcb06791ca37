"""What a merchant and the owner of the app do outside the Admin API: uninstall, grant, rotate secrets, ask for data."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import TypeVar

from shopify_sandbox import app_proxy, control_input
from shopify_sandbox.control_input import BadControlRequest
from shopify_sandbox.engine.envelopes import Json
from shopify_sandbox.installation import PLANS_DELETED_AFTER, REDACTED_AFTER, Installation, ScopesChange
from shopify_sandbox.options import compliance_address, parse_scopes
from shopify_sandbox.state import selling_plan_groups
from shopify_sandbox.state.customers import Customer
from shopify_sandbox.state.deleting import Person
from shopify_sandbox.state.entities import Entity
from shopify_sandbox.state.orders import Order
from shopify_sandbox.state.selling_plan_groups import SellingPlanGroup
from shopify_sandbox.webhooks.app_bodies import COMPLIANCE_TOPICS, SHOP_REDACT, compliance_body
from shopify_sandbox.webhooks.delivery import Delivery
from shopify_sandbox.webhooks.subscription import WebhookSubscription

from .shop import Sandbox, Shop

E = TypeVar("E", bound=Entity)
_KEYS = {"uninstall", "install", "scopes", "client_secret", "rotate_secret", "revoke_secret", "compliance_url", "proxy"}


class AppControl:
    """Acts on the app of the sandbox's present shop. Bad input raises BadControlRequest and changes nothing."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    @property
    def _shop(self) -> Shop:
        return self._sandbox.shop

    @property
    def _installation(self) -> Installation:
        return self._shop.world.installation

    async def app(self, body: Json) -> Json:
        """Tell how the app stands, after what the body asks for."""
        control_input.no_others(body, _KEYS, "the app")
        wishes = _Wishes(body)
        self._shop.clock.run_due()
        self._shop.deliveries.begin_event()
        self._replace_secrets(wishes)
        if wishes.compliance_url is not None:
            self._installation.compliance_url = wishes.compliance_url
        if "proxy" in body:
            self._installation.app_proxy = wishes.proxy
        if wishes.uninstall:
            self._uninstall()
        if wishes.install:
            self._installation.install()
        if wishes.scopes is not None:
            self._grant(wishes.scopes)
        return await self.told({}) | ({"client_secret": wishes.new_secret} if wishes.generated else {})

    async def told(self, query: Json) -> Json:
        """How the app stands; of its secrets only the ends."""
        control_input.no_others(query, set(), "the app")
        here = self._installation
        return {
            "installed": here.installed,
            "scopes": sorted(here.scopes),
            "secrets": [{"suffix": each[-4:], "signs": each == here.signing_secret} for each in here.secrets],
            "compliance_url": here.compliance_url,
            "proxy": here.app_proxy.as_json() if here.app_proxy else None,
            "subscriptions": len(self._shop.world.all(WebhookSubscription)),
        }

    async def privacy(self, body: Json) -> Json:
        """Send one of the topics that the law requires to the address for them."""
        control_input.no_others(body, {"topic", "customer", "orders"}, "privacy")
        topic = control_input.one_of(body.get("topic"), COMPLIANCE_TOPICS, "topic")
        person = None if topic == SHOP_REDACT else self._person(body)
        delivery = self._tell(topic, person)
        if delivery is None:
            raise BadControlRequest("there is no address for it: set compliance_url first")
        return {"webhook_id": delivery.webhook_id, "event_id": delivery.event_id, "uri": delivery.subscription.uri}

    def _replace_secrets(self, wishes: _Wishes) -> None:
        kept = self._installation.secrets
        if wishes.new_secret is not None and wishes.new_secret not in kept:
            kept.append(wishes.new_secret)
        if wishes.revoke_secret:
            if len(kept) < 2:
                raise BadControlRequest("the only secret can't be revoked; give the next one with it")
            kept.pop(0)

    def _uninstall(self) -> None:
        """app/uninstalled is the last that the subscriptions send; what the app had here is gone with them."""
        if not self._installation.installed:
            return
        world = self._shop.world
        number = self._installation.number
        world.emit("app/uninstalled", self._installation)
        self._installation.uninstall()
        for each in world.all(WebhookSubscription):
            world.remove(each)
        world.later(PLANS_DELETED_AFTER, lambda: self._delete_plans(number))
        world.later(REDACTED_AFTER, lambda: self._redact_shop(number))

    def _is_gone_since(self, number: int) -> bool:
        return not self._installation.installed and self._installation.number == number

    def _delete_plans(self, number: int) -> None:
        if self._is_gone_since(number):
            for group in self._shop.world.all(SellingPlanGroup):
                selling_plan_groups.delete(self._shop.world, group)

    def _redact_shop(self, number: int) -> None:
        if self._is_gone_since(number):
            self._tell(SHOP_REDACT, None)

    def _grant(self, scopes: frozenset[str]) -> None:
        change = ScopesChange(self._installation.scopes, scopes, self._shop.world.now())
        if change.previous == change.current:
            return
        self._installation.scopes = scopes
        self._shop.tokens.grant(scopes)
        self._shop.world.emit("app/scopes_update", change)

    def _tell(self, topic: str, person: Person | None) -> Delivery | None:
        uri = self._installation.compliance_url
        if uri is None:
            return None
        return self._shop.deliveries.tell(topic, compliance_body(self._shop.world, topic, person), uri=uri)

    def _person(self, body: Json) -> Person:
        customer = self._named(Customer, body.get("customer"))
        given = body.get("orders")
        if given is None:
            return Person(customer, [each for each in self._shop.world.all(Order) if each.customer is customer])
        if not isinstance(given, list):
            raise BadControlRequest("orders must be a list of ids")
        return Person(customer, [self._named(Order, each) for each in given])

    def _named(self, kind: type[E], gid: object) -> E:
        found = self._shop.world.find(kind, str(gid))
        if found is None:
            raise BadControlRequest(f"there is no {kind.typename.lower()} {gid!r}")
        return found


class _Wishes:
    """The body of POST /sandbox/app, read before anything is done."""

    def __init__(self, body: Mapping[str, object]) -> None:
        self.uninstall = control_input.truth(body.get("uninstall", False), "uninstall")
        self.install = control_input.truth(body.get("install", False), "install")
        self.revoke_secret = control_input.truth(body.get("revoke_secret", False), "revoke_secret")
        self.scopes = parse_scopes(body["scopes"]) if "scopes" in body else None
        self.compliance_url = compliance_address(body["compliance_url"]) if "compliance_url" in body else None
        self.proxy = app_proxy.parse(body["proxy"]) if body.get("proxy") is not None else None
        self.generated = control_input.truth(body.get("rotate_secret", False), "rotate_secret")
        given = control_input.optional_text(body, "client_secret")
        self.new_secret = f"shpss_{secrets.token_hex(16)}" if self.generated else given
