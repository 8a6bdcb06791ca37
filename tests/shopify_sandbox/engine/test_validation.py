"""Requests refused as a whole, in Shopify's wording."""

import pytest

from shopify_sandbox.engine.envelopes import Json

from .conftest import Run


def only_error(answer: Json) -> Json:
    """The one error of an answer that has neither data nor cost."""
    assert set(answer) == {"errors"}
    [error] = answer["errors"]  # type: ignore[misc]
    return error  # type: ignore[no-any-return, has-type]


def test_an_unknown_field_is_named_with_its_type_and_path(run: Run) -> None:
    error = only_error(run("query Shop { store: shop { name colour } }"))

    assert error == {
        "message": "Field 'colour' doesn't exist on type 'Shop'",
        "locations": [{"line": 1, "column": 33}],
        "path": ["query Shop", "store", "colour"],
        "extensions": {"code": "undefinedField", "typeName": "Shop", "fieldName": "colour"},
    }


def test_code_on_a_plain_user_error_refuses_the_whole_request(run: Run) -> None:
    text = 'mutation { tagsAdd(id: "gid://shopify/Order/1", tags: "a") { userErrors { field message code } } }'

    error = only_error(run(text))

    assert error["path"] == ["mutation", "tagsAdd", "userErrors", "code"]
    assert error["extensions"] == {"code": "undefinedField", "typeName": "UserError", "fieldName": "code"}


def test_missing_arguments_are_listed(run: Run) -> None:
    error = only_error(run("mutation Tag { tagsAdd { userErrors { message } } }"))

    assert error["message"] == "Field 'tagsAdd' is missing required arguments: id, tags"
    assert error["extensions"] == {
        "code": "missingRequiredArguments",
        "className": "Field",
        "name": "tagsAdd",
        "arguments": "id, tags",
    }


def test_an_argument_nobody_takes_is_refused_where_it_stands(run: Run) -> None:
    error = only_error(run("{ shop(id: 1) { name } }"))

    assert error["message"] == "Field 'shop' doesn't accept argument 'id'"
    assert error["locations"] == [{"line": 1, "column": 8}]


def test_a_literal_of_the_wrong_type_is_repeated_in_the_message(run: Run) -> None:
    error = only_error(run("{ orders(first: 1, sortKey: COLOUR) { nodes { id } } }"))

    expected = "Argument 'sortKey' on Field 'orders' has an invalid value (COLOUR). Expected type 'OrderSortKeys'."
    assert error["message"] == expected
    assert error["path"] == ["query", "orders", "sortKey"]


def test_an_error_inside_an_input_object_is_told_once_at_its_place(run: Run) -> None:
    error = only_error(run('mutation { orderUpdate(input: {note: "n"}) { order { id } } }'))

    assert error == {
        "message": "Argument 'id' on InputObject 'OrderInput' is required. Expected type ID!",
        "locations": [{"line": 1, "column": 31}],
        "path": ["mutation", "orderUpdate", "input", "id"],
        "extensions": {
            "code": "missingRequiredInputObjectAttribute",
            "argumentName": "id",
            "argumentType": "ID!",
            "inputObjectType": "OrderInput",
        },
    }


def test_a_literal_that_is_no_global_id_is_refused_by_its_type(run: Run) -> None:
    error = only_error(run('{ order(id: "1001") { id } }'))

    assert error["message"] == "Invalid global id '1001'"
    assert error["extensions"] == {"code": "argumentLiteralsIncompatible", "typeName": "CoercionError"}


def test_a_union_may_be_selected_without_fields(run: Run) -> None:
    answer = run('{ nodes(ids: ["gid://shopify/Order/1"]) { ... on StoreCreditAccountCreditTransaction { origin } } }')

    codes = [error["extensions"]["code"] for error in answer["errors"]]  # type: ignore[attr-defined]
    assert codes == ["INTERNAL_SERVER_ERROR"]


def test_an_object_needs_a_selection_and_a_scalar_takes_none(run: Run) -> None:
    without, within = only_error(run("{ shop }")), only_error(run("{ shop { name { first } } }"))

    assert without["extensions"]["code"] == "selectionMismatch"  # type: ignore[index]
    assert within["extensions"]["code"] == "selectionMismatch"  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{ shop { ...Missing } }", "useAndDefineFragment"),
        ("{ shop { name } } fragment Spare on Shop { name }", "useAndDefineFragment"),
        ("{ shop { ... on Nothing { name } } }", "undefinedType"),
        ("query($id: ID!) { shop { name } }", "variableNotUsed"),
        ("{ order(id: $id) { id } }", "variableNotDefined"),
        ("query($id: ID) { order(id: $id) { id } }", "variableMismatch"),
        ("{ shop { name @unheardOf } }", "undefinedDirective"),
    ],
)
def test_other_mistakes_in_a_document_have_their_codes(run: Run, text: str, code: str) -> None:
    assert only_error(run(text))["extensions"]["code"] == code  # type: ignore[index]


def test_what_only_the_specification_forbids_is_refused_too(run: Run) -> None:
    answer = run("query A { shop { name } } query A { shop { id } }", operation="A")

    assert "data" not in answer


@pytest.mark.parametrize(
    ("text", "message", "column"),
    [
        ("{ shop { name }", "syntax error, unexpected end of file at [1, 15]", 15),
        ("{ shop }}", 'syntax error, unexpected RCURLY ("}") at [1, 9]', 9),
        ("{ shop(name: ) }", 'syntax error, unexpected RPAREN (")") at [1, 14]', 14),
        ("{ shop { name } } more", 'syntax error, unexpected IDENTIFIER ("more") at [1, 19]', 19),
    ],
)
def test_text_that_is_no_graphql_is_a_syntax_error_at_its_token(run: Run, text: str, message: str, column: int) -> None:
    error = only_error(run(text))

    assert error["message"] == message
    assert error["locations"] == [{"line": 1, "column": column}]


def test_the_same_name_may_mean_different_types_under_different_fragments(run: Run) -> None:
    text = """{ nodes(ids: []) {
        ... on Fulfillment { status }
        ... on FulfillmentEvent { status }
    } }"""

    answer = run(text)

    assert answer["errors"][0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"  # type: ignore[index]
