"""An engine on the real schema with a shop that only knows its name and locations."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest
from graphql import GraphQLResolveInfo

from shopify_sandbox.clock import SandboxClock
from shopify_sandbox.engine.bucket import Bucket
from shopify_sandbox.engine.documents import Documents
from shopify_sandbox.engine.envelopes import Json, RequestRefused, ResourceNotFound
from shopify_sandbox.engine.execute import Engine
from shopify_sandbox.schema import load_access, load_schema


@dataclass(frozen=True)
class Caller:
    """Who asks, in these tests: only scopes."""

    scopes: frozenset[str]
    notes: Mapping[str, object] = field(default_factory=dict)


def resolve(source: object, info: GraphQLResolveInfo[object], **arguments: object) -> object:
    """Answer a few fields; fail in the ways a resolver can."""
    match info.field_name:
        case "shop":
            return {"id": "gid://shopify/Shop/1", "name": "Sandbox"}
        case "locations":
            return {"nodes": [{"id": "gid://shopify/Location/1", "name": "Main Street"}]}
        case "orderClose":
            raise ResourceNotFound("gid://shopify/Order/0")
        case "orderOpen":
            raise ZeroDivisionError
        case "tagsAdd":
            return {"node": None, "userErrors": []}
    return source.get(info.field_name) if isinstance(source, Mapping) else None


Run = Callable[..., Json]


@pytest.fixture
def engine() -> Engine:
    """An engine with a full bucket of 2000 points."""
    bucket = Bucket(SandboxClock(monotonic=lambda: 0.0), size=2000, per_second=100)
    return Engine(
        Documents(load_schema()),
        load_access(),
        resolve_field=resolve,
        resolve_type=lambda _value, _info, _type: None,
        bucket=bucket,
    )


@pytest.fixture
def run(engine: Engine) -> Run:
    """Run a document as a client would; the answer's JSON."""

    def send(
        text: str,
        variables: Mapping[str, object] | None = None,
        *,
        operation: str | None = None,
        scopes: frozenset[str] | None = None,
    ) -> Json:
        try:
            prepared = engine.prepare(text, variables or {}, operation_name=operation)
        except RequestRefused as refusal:
            return refusal.body()
        caller = Caller(load_access().all_scopes if scopes is None else scopes)
        return engine.perform(prepared, caller, request_id="test-request").body

    return send
