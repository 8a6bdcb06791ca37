"""A served sandbox whose shop knows its name and tags orders."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import httpx2
import pytest
from graphql import GraphQLResolveInfo

from shopify_sandbox.control_input import BadControlRequest
from shopify_sandbox.domain import Domain
from shopify_sandbox.engine.envelopes import Json
from shopify_sandbox.http.shop import Sandbox
from shopify_sandbox.options import Profile
from shopify_sandbox.world import World
from tests.shopify_sandbox.server import serving

GRAPHQL = "/admin/api/2026-10/graphql.json"
TAG = 'mutation Tag { tagsAdd(id: "gid://shopify/Order/1", tags: "a") { userErrors { message } } }'


@dataclass(frozen=True)
class Context:
    """What the test's resolvers are given."""

    world: World
    scopes: frozenset[str]
    notes: Mapping[str, object] = field(default_factory=dict)


TAGGED: list[str] = []
TOPICS: list[str] = ["orders/updated"]


def resolve(source: object, info: GraphQLResolveInfo[object], **_arguments: object) -> object:
    """A shop with a name; tagging leaves a trace in TAGGED and tells the world's listeners about TOPICS."""
    if info.field_name == "shop":
        return {"name": "Sandbox"}
    if info.field_name == "tagsAdd":
        TAGGED.append("tag")
        context = info.context
        assert isinstance(context, Context)
        for topic in TOPICS:
            context.world.emit(topic, TAGGED)
        return {"userErrors": []}
    return source.get(info.field_name) if isinstance(source, Mapping) else None


def place_order(_world: World, body: Json) -> Json:
    """Take any order but an empty one."""
    if not body:
        raise BadControlRequest("an order needs lines")
    return {"order": body}


def fake_domain() -> Domain:
    """The domain of these tests."""
    return Domain(
        make_world=World,
        resolve_field=resolve,
        mutations=frozenset({"tagsAdd"}),
        resolve_type=lambda _value, _info, _type: None,
        context=lambda world, scopes, _app_id, _version, _url: Context(world, scopes),
        snapshot=lambda world, _last: {"locations": [each.name for each in world.locations]},
        place_order=place_order,
        pay=place_order,
        bill=place_order,
        change_contract=place_order,
        webhook_body=lambda _world, topic, _subject: {"id": 1, "topic": topic, "name": "#1001"},
    )


class Client:
    """Speaks HTTP with the sandbox as an app and as a test would."""

    def __init__(self, url: str, sandbox: Sandbox) -> None:
        self.url = url
        self.sandbox = sandbox
        self.http = httpx2.Client(base_url=url, timeout=5)

    def graphql(
        self, query: str = "{ shop { name } }", *, token: str = "shpat_sandbox", timeout: float = 5
    ) -> httpx2.Response:
        """Send a document to the Admin API."""
        headers = {"X-Shopify-Access-Token": token}
        return self.http.post(GRAPHQL, json={"query": query}, headers=headers, timeout=timeout)

    def control(self, name: str, body: object = None) -> httpx2.Response:
        """POST to a control endpoint."""
        return self.http.post(f"/sandbox/{name}", json=body if body is not None else {})

    def read(self, name: str) -> Json:
        """GET a control endpoint."""
        answer: Json = self.http.get(f"/sandbox/{name}").json()
        return answer


@pytest.fixture(scope="session")
def _served() -> Iterator[Client]:
    sandbox = Sandbox(Profile(), fake_domain())
    with serving(sandbox) as url:
        client = Client(url, sandbox)
        yield client
        client.http.close()


@pytest.fixture
def client(_served: Client) -> Client:
    """A freshly reset sandbox."""
    _served.control("reset")
    TAGGED.clear()
    return _served
