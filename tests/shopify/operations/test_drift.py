"""Documents, schema and generated types belong together; whoever changes one must run `make codegen`."""

import json
import subprocess
from pathlib import Path

import pytest
from graphql import GraphQLSchema, parse, validate
from graphql.language import OperationDefinitionNode
from scripts.operations.costs import requested_cost
from scripts.operations.generate import read_schema
from scripts.operations.places import KINDS, OPERATIONS, RECORD, ROOT, fingerprint, made, made_from

from backhaul.shopify.operations import mutations, queries
from backhaul.shopify.operations.model import BaseModel
from backhaul.shopify.operations.operation import Operation

CODEGEN = ROOT / ".venv-codegen/bin/python"
ALL: list[Operation[BaseModel]] = [*queries.OPERATIONS.values(), *mutations.OPERATIONS.values()]


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return read_schema()


@pytest.mark.parametrize("operation", ALL, ids=lambda operation: operation.name)
def test_every_operation_is_valid_in_the_official_schema(
    operation: Operation[BaseModel], schema: GraphQLSchema
) -> None:
    assert validate(schema, parse(operation.document)) == []


@pytest.mark.parametrize("operation", ALL, ids=lambda operation: operation.name)
def test_every_operation_costs_what_the_rule_says(operation: Operation[BaseModel], schema: GraphQLSchema) -> None:
    assert operation.points == requested_cost(parse(operation.document), schema, operation.name)


def test_each_file_holds_one_operation_and_each_operation_is_generated() -> None:
    found = []
    for kind in KINDS:
        for path in (OPERATIONS / kind).glob("*.graphql"):
            named = [
                node.name for node in parse(path.read_text()).definitions if isinstance(node, OperationDefinitionNode)
            ]
            assert len(named) == 1, path.name
            assert named[0] is not None
            found.append(named[0].value)

    assert sorted(found) == sorted(operation.name for operation in ALL)


def test_the_generated_types_are_those_of_the_documents() -> None:
    record = json.loads(RECORD.read_text())

    assert record["made_from"] == fingerprint(made_from()), "a document changed: run `make codegen`"
    assert record["made"] == fingerprint(made()), "a generated file was changed by hand: run `make codegen`"


def test_a_changed_document_would_be_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scripts.operations.places.ROOT", tmp_path)
    document = tmp_path / "order.graphql"
    document.write_text("query Order { shop { name } }")
    before = fingerprint([document])

    document.write_text("query Order { shop { id } }")

    assert fingerprint([document]) != before


@pytest.mark.skipif(not CODEGEN.exists(), reason="`make codegen` has not made its environment here")
def test_generating_again_changes_nothing(tmp_path: Path) -> None:
    subprocess.run([CODEGEN, "-m", "scripts.operations.generate", "--into", tmp_path], cwd=ROOT, check=True)

    for kind in KINDS:
        again = {path.name: path.read_text() for path in (tmp_path / kind).glob("*.py")}
        assert again == {path.name: path.read_text() for path in (OPERATIONS / kind).glob("*.py")}


def test_reading_and_fulfilling_the_common_order_takes_at_most_sixty_points() -> None:
    assert queries.ORDER.points <= 44
    assert queries.ORDER.points + mutations.FULFILLMENT_CREATE.points <= 60


def test_reading_and_capturing_a_payment_takes_at_most_twenty_five_points() -> None:
    assert queries.ORDER_PAYMENTS.points + mutations.ORDER_CAPTURE.points <= 25


def test_a_refund_is_sent_with_its_idempotency_key() -> None:
    assert "refundCreate(input: $input) @idempotent(key: $key)" in mutations.REFUND_CREATE.document


@pytest.mark.parametrize("operation", ALL, ids=lambda operation: operation.name)
def test_every_operation_fits_the_smallest_bucket(operation: Operation[BaseModel]) -> None:
    assert operation.points <= 100


def test_user_errors_without_a_code_are_not_asked_for_one(schema: GraphQLSchema) -> None:
    plain = {
        "FulfillmentCreate",
        "FulfillmentCancel",
        "FulfillmentTrackingInfoUpdate",
        "FulfillmentOrderOpen",
        "OrderCapture",
        "OrderUpdate",
        "CustomerPaymentMethodSendUpdateEmail",
        "RefundCreate",
        "TagsAdd",
        "WebhookSubscriptionCreate",
        "WebhookSubscriptionUpdate",
    }

    asked = {operation.name for operation in mutations.OPERATIONS.values() if "code\n" in operation.document}

    assert asked == set(mutations.OPERATIONS) - plain
