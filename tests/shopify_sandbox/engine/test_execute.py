"""Answers of requests that run."""

from shopify_sandbox.engine.execute import Engine

from .conftest import Run


def test_data_comes_with_what_it_cost(run: Run) -> None:
    answer = run("{ shop { name } }")

    assert answer["data"] == {"shop": {"name": "Sandbox"}}
    assert answer["extensions"] == {
        "cost": {
            "requestedQueryCost": 1,
            "actualQueryCost": 1,
            "throttleStatus": {"maximumAvailable": 2000, "currentlyAvailable": 1999, "restoreRate": 100},
        }
    }


def test_an_error_of_a_field_stands_beside_its_null(run: Run) -> None:
    answer = run('mutation { orderClose(input: {id: "gid://shopify/Order/0"}) { order { id } } }')

    assert answer["data"] == {"orderClose": None}
    assert answer["errors"] == [
        {
            "message": "Invalid id: gid://shopify/Order/0",
            "locations": [{"line": 1, "column": 12}],
            "extensions": {"code": "RESOURCE_NOT_FOUND"},
            "path": ["orderClose"],
        }
    ]


def test_a_resolver_that_fails_is_an_internal_error_without_data(run: Run) -> None:
    answer = run('mutation { orderOpen(input: {id: "gid://shopify/Order/0"}) { order { id } } }')

    assert answer["data"] is None
    assert answer["errors"] == [
        {
            "message": "Internal error. Looks like something went wrong on our end.\n"
            "Request ID: test-request (include this in support requests).",
            "extensions": {"requestId": "test-request", "code": "INTERNAL_SERVER_ERROR"},
        }
    ]


def test_a_null_that_the_schema_forbids_is_an_internal_error(run: Run) -> None:
    answer = run("{ shop { email } }")

    assert answer["errors"][0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"  # type: ignore[index]


def test_a_field_without_its_scope_is_denied_with_the_official_text(run: Run) -> None:
    answer = run("{ shop { name } locations(first: 1) { nodes { id } } }", scopes=frozenset({"read_orders"}))

    required = "`read_locations` access scope, `read_inventory` access scope or `read_markets_home` access scope."
    assert answer["errors"] == [
        {
            "message": f"Access denied for locations field. Required access: {required}",
            "locations": [{"line": 1, "column": 17}],
            "extensions": {
                "code": "ACCESS_DENIED",
                "documentation": "https://shopify.dev/api/usage/access-scopes",
                "requiredAccess": required,
            },
            "path": ["locations"],
        }
    ]


def test_a_nullable_field_without_its_scope_leaves_the_rest_answered(run: Run) -> None:
    answer = run('{ shop { name } order(id: "gid://shopify/Order/1") { id } }', scopes=frozenset({"read_products"}))

    assert answer["data"] == {"shop": {"name": "Sandbox"}, "order": None}


def test_a_scope_to_write_includes_reading(run: Run) -> None:
    answer = run("{ locations(first: 1) { nodes { name } } }", scopes=frozenset({"write_locations"}))

    assert answer["data"] == {"locations": {"nodes": [{"name": "Main Street"}]}}


def test_an_empty_bucket_throttles_and_charges_nothing(engine: Engine, run: Run) -> None:
    assert engine.bucket.take(1995)

    answer = run('mutation { tagsAdd(id: "gid://shopify/Order/1", tags: "a") { userErrors { message } } }')

    assert answer["errors"][0]["extensions"]["code"] == "THROTTLED"  # type: ignore[index]
    assert answer["extensions"]["cost"] == {  # type: ignore[index]
        "requestedQueryCost": 10,
        "actualQueryCost": None,
        "throttleStatus": {"maximumAvailable": 2000, "currentlyAvailable": 5, "restoreRate": 100},
    }
    assert "data" not in answer


def test_what_was_asked_for_and_not_used_is_given_back(engine: Engine, run: Run) -> None:
    answer = run("{ locations(first: 100) { nodes { id } } }")

    cost = answer["extensions"]["cost"]  # type: ignore[index]
    assert (cost["requestedQueryCost"], cost["actualQueryCost"]) == (11, 3)
    assert engine.bucket.status()["currentlyAvailable"] == 1997


def test_a_request_that_asks_for_more_than_one_may_is_refused(run: Run) -> None:
    lines = "lineItems(first: 250) { nodes { variant { product { variants(first: 250) { nodes { id } } } } } }"

    answer = run(f"{{ orders(first: 250) {{ nodes {{ {lines} }} }} }}")

    assert answer["errors"][0]["extensions"]["code"] == "MAX_COST_EXCEEDED"  # type: ignore[index]


def test_one_of_several_operations_runs_only_when_it_is_named(run: Run) -> None:
    text = "query A { shop { name } } query B { shop { id } }"

    unnamed, named, unknown = run(text), run(text, operation="B"), run(text, operation="C")

    assert unnamed == {"errors": [{"message": "An operation name is required"}]}
    assert named["data"] == {"shop": {"id": "gid://shopify/Shop/1"}}
    assert unknown == {"errors": [{"message": 'No operation named "C"'}]}


def test_an_id_of_another_type_names_nothing(run: Run) -> None:
    answer = run('{ order(id: "gid://shopify/Product/1") { id } shop { name } }')

    assert answer["data"] == {"order": None, "shop": {"name": "Sandbox"}}
    [error] = answer["errors"]  # type: ignore[misc]
    assert error["message"] == "Invalid id: gid://shopify/Product/1"  # type: ignore[has-type]
    assert error["extensions"] == {"code": "RESOURCE_NOT_FOUND"}  # type: ignore[has-type]
