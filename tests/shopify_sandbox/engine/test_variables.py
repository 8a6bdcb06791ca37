"""Variables that don't fit."""

import pytest

from shopify_sandbox.engine.envelopes import Json

from .conftest import Run

UPDATE = "mutation Update($input: OrderInput!) { orderUpdate(input: $input) { order { id } } }"
ORDER = "gid://shopify/Order/1"


def extensions(answer: Json) -> Json:
    """Extensions of the only error."""
    [error] = answer["errors"]  # type: ignore[misc]
    return error["extensions"]  # type: ignore[no-any-return, has-type]


def test_a_missing_variable_is_told_without_a_place_inside_it(run: Run) -> None:
    answer = run("query Q($id: ID!) { order(id: $id) { id } }")

    assert answer == {
        "errors": [
            {
                "message": "Variable $id of type ID! was provided invalid value",
                "locations": [{"line": 1, "column": 9}],
                "extensions": {
                    "code": "INVALID_VARIABLE",
                    "value": None,
                    "problems": [{"path": [], "explanation": "Expected value to not be null"}],
                },
            }
        ]
    }


def test_every_problem_of_a_variable_is_told_given_fields_before_missing_ones(run: Run) -> None:
    answer = run(UPDATE, {"input": {"colour": "red", "tags": [1]}})

    assert extensions(answer)["problems"] == [
        {"path": ["colour"], "explanation": "Field is not defined on OrderInput"},
        {"path": ["tags", 0], "explanation": "Could not coerce value 1 to String"},
        {"path": ["id"], "explanation": "Expected value to not be null"},
    ]


def test_an_unknown_enum_value_is_answered_with_the_known_ones(run: Run) -> None:
    text = "query Q($key: OrderSortKeys) { orders(first: 1, sortKey: $key) { nodes { id } } }"

    [problem] = extensions(run(text, {"key": "COLOUR"}))["problems"]  # type: ignore[misc]

    assert problem["explanation"].startswith('Expected "COLOUR" to be one of: CREATED_AT, ')  # type: ignore[has-type]


@pytest.mark.parametrize("given", ["1", "gid://shopify/Order", "order 1", ""])
def test_a_variable_that_is_no_global_id_is_refused_by_its_type(run: Run, given: str) -> None:
    answer = run("query Q($id: ID!) { order(id: $id) { id } }", {"id": given})

    explanation = f"Invalid global id '{given}'"
    assert extensions(answer)["problems"] == [{"path": [], "explanation": explanation, "message": explanation}]


def test_more_than_250_items_in_a_list_are_too_many(run: Run) -> None:
    answer = run(UPDATE, {"input": {"id": ORDER, "tags": ["t"] * 251}})

    assert answer["errors"] == [
        {
            "message": "The input array size of 251 is greater than the maximum allowed of 250.",
            "locations": [{"line": 1, "column": 40}],
            "path": ["orderUpdate", "input", "tags"],
            "extensions": {"code": "MAX_INPUT_SIZE_EXCEEDED"},
        }
    ]


def test_a_single_value_stands_for_a_list_of_one(run: Run) -> None:
    text = 'mutation Tag($tags: [String!]!) { tagsAdd(id: "gid://shopify/Order/1", tags: $tags) { node { id } } }'

    assert run(text, {"tags": "urgent"})["data"] == {"tagsAdd": {"node": None}}
