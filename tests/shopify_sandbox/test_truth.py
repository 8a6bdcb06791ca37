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
CODE = [path for path in SOURCE.rglob("*.py") if path.parent.name != "truth"]
ANSWERED = resolvers.FIELDS.keys() | subscriptions.FIELDS.keys()
# Functions that add the family to the topic they are given.
FAMILIES = {"fulfillment_order_happened": "fulfillment_orders", "hold_happened": "fulfillment_holds"}
CLAIMS = [(name, claim) for table in TABLES.values() for name, claims in table.items() for claim in claims]


@pytest.mark.parametrize(("typename", "claims"), [("QueryRoot", QUERIES), ("Mutation", MUTATIONS)])
def test_every_operation_that_is_answered_says_what_is_known_of_it(typename: str, claims: Claims) -> None:
    declared = load_schema().type_map[typename]
    assert isinstance(declared, GraphQLObjectType)

    answered = {name for parent, name in ANSWERED if parent == typename}

    assert answered - claims.keys() == set()
    assert claims.keys() - declared.fields.keys() == set()


def test_every_topic_that_is_sent_says_what_is_known_of_it() -> None:
    known = set(load_access().topics.values())

    sent = {topic for path in CODE for topic in (*topics_in(path), *texts_in(path)) if topic in known}

    assert sent - WEBHOOKS.keys() == set()
    assert WEBHOOKS.keys() - known == set()


def test_nothing_is_said_of_a_topic_that_is_never_sent() -> None:
    literals = {text for path in CODE for text in texts_in(path)}

    unsent = [topic for topic in WEBHOOKS if not {topic, topic.partition("/")[2]} & literals]

    assert unsent == []


def test_what_is_called_proven_has_its_test() -> None:
    named = {claim.test for _, claim in CLAIMS if claim.status is Status.PROVEN}

    existing = {test for path in {test.partition("::")[0] for test in named} for test in names_of_tests(path)}

    assert named - existing == set()


def test_only_what_is_proven_names_a_test_and_only_an_assumption_has_no_source() -> None:
    wrong = [
        (name, claim)
        for name, claim in CLAIMS
        if bool(claim.test) != (claim.status is Status.PROVEN) or bool(claim.source) == (claim.status is Status.ASSUMED)
    ]

    assert wrong == []


def test_nothing_that_was_never_recorded_is_called_proven() -> None:
    proven = {name for name, claim in CLAIMS if claim.status is Status.PROVEN}

    assert proven & WEBHOOKS.keys() == set()
    assert {name for name in proven if "subscriptionContract" in name or "subscriptionBilling" in name} == set()


def names_of_tests(path: str) -> Iterator[str]:
    """The tests of a file below this folder, as `path::name`; none when there is no such file."""
    file = TESTS / path
    tree = ast.parse(file.read_text(encoding="utf-8") if file.exists() else "")
    for each in tree.body:
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path}::{each.name}"


def topics_in(path: Path) -> Iterator[str]:
    """The topics of calls in this file that name them without their family."""
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        family = FAMILIES.get(getattr(call.func, "id", "")) if isinstance(call, ast.Call) else None
        if isinstance(call, ast.Call) and family is not None:
            texts = [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            yield from (f"{family}/{text}" for text in texts)


def texts_in(path: Path) -> Iterator[str]:
    """Every text in this file."""
    for each in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value
