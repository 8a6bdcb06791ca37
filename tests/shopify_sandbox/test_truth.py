"""The table of what is known leaves nothing out, and calls nothing proven that no test holds."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import GraphQLObjectType

import shopify_sandbox
from shopify_sandbox import resolvers
from shopify_sandbox.schema import load_access, load_schema
from shopify_sandbox.truth import MUTATIONS, QUERIES, TABLES, WEBHOOKS, Claims, Status
from shopify_sandbox.webhooks import subscriptions

TESTS = Path(__file__).parent
SOURCE = Path(shopify_sandbox.__file__).parent
ANSWERED = resolvers.FIELDS.keys() | subscriptions.FIELDS.keys()
# Functions that add the family to the topic they are given.
FAMILIES = {"fulfillment_order_happened": "fulfillment_orders", "hold_happened": "fulfillment_holds"}
CLAIMS = [(name, claim) for table in TABLES.values() for name, claims in table.items() for claim in claims]
PROVEN = sorted({claim.test for _, claim in CLAIMS if claim.status is Status.PROVEN})


@pytest.mark.parametrize(("typename", "claims"), [("QueryRoot", QUERIES), ("Mutation", MUTATIONS)])
def test_every_operation_that_is_answered_says_what_is_known_of_it(typename: str, claims: Claims) -> None:
    declared = load_schema().type_map[typename]
    assert isinstance(declared, GraphQLObjectType)

    answered = {name for parent, name in ANSWERED if parent == typename}

    assert answered - claims.keys() == set()
    assert claims.keys() - declared.fields.keys() == set()


def test_every_topic_that_is_sent_says_what_is_known_of_it() -> None:
    sent = {topic for path in SOURCE.rglob("*.py") for topic in topics_in(path)}

    assert sent - WEBHOOKS.keys() == set()
    assert WEBHOOKS.keys() - set(load_access().topics.values()) == set()


def test_nothing_is_said_of_a_topic_that_is_never_sent() -> None:
    literals = {text for path in SOURCE.rglob("*.py") if path.parent.name != "truth" for text in texts_in(path)}

    unsent = [topic for topic in WEBHOOKS if not {topic, topic.partition("/")[2]} & literals]

    assert unsent == []


@pytest.mark.parametrize("test", PROVEN)
def test_what_is_called_proven_has_its_test(test: str) -> None:
    path, _, name = test.partition("::")

    tree = ast.parse((TESTS / path).read_text(encoding="utf-8"))

    assert name in {each.name for each in tree.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)}


@pytest.mark.parametrize(("name", "claim"), CLAIMS)
def test_only_what_is_proven_needs_a_test_and_only_an_assumption_has_no_source(name: str, claim: object) -> None:
    found = next(each for known, each in CLAIMS if known == name and each is claim)

    assert bool(found.test) == (found.status is Status.PROVEN)
    assert bool(found.source) == (found.status is not Status.ASSUMED)


def test_nothing_that_was_never_recorded_is_called_proven() -> None:
    proven = {name for name, claim in CLAIMS if claim.status is Status.PROVEN}

    assert proven & WEBHOOKS.keys() == set()
    assert {name for name in proven if "subscriptionContract" in name or "subscriptionBilling" in name} == set()


def topics_in(path: Path) -> Iterator[str]:
    """The topics that calls in this file name."""
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call):
            continue
        called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        for given in (*call.args, *(keyword.value for keyword in call.keywords)):
            if isinstance(given, ast.Constant) and isinstance(given.value, str):
                topic = f"{FAMILIES[called]}/{given.value}" if called in FAMILIES else given.value
                if topic in load_access().topics.values():
                    yield topic


def texts_in(path: Path) -> Iterator[str]:
    """Every text in this file."""
    for each in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value
