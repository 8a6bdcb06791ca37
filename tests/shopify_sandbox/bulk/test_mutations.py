"""Bulk mutations and the files with their variables."""

from __future__ import annotations

from typing import Any

import pytest

from shopify_sandbox.state import staged_files
from tests.shopify_sandbox.bulk.conftest import CREATE_PRODUCT, Story, errors

RUN_BULK = """mutation($mutation: String!, $path: String!) { bulkOperationRunMutation(
  mutation: $mutation, stagedUploadPath: $path) { bulkOperation { id } } }"""
TWO = """mutation($product: ProductCreateInput!) { a: productCreate(product: $product) { product { id } }
  b: productCreate(product: $product) { product { id } } }"""


def test_each_line_is_carried_out_and_answered_in_turn(story: Story) -> None:
    path = story.upload([{"product": {"title": "Beans"}}, {"product": {"title": ""}}])

    completed = story.finished(story.mutate(CREATE_PRODUCT, path))

    assert (completed["type"], completed["objectCount"], completed["rootObjectCount"]) == ("MUTATION", "2", "2")
    first, second = story.rows(completed)
    assert first == {"data": {"productCreate": {"product": {"title": "Beans"}, "userErrors": []}}, "__lineNumber": 0}
    assert second["__lineNumber"] == 1
    assert second["data"]["productCreate"]["userErrors"][0]["message"] == "Title can't be blank"


def test_a_line_that_does_not_fit_stops_no_other(story: Story) -> None:
    path = story.upload([["no object"], {"product": 3}, {"product": {"title": "Beans"}}])

    rows = story.rows(story.finished(story.mutate(CREATE_PRODUCT, path)))

    assert ["errors" in row for row in rows] == [True, True, False]
    assert [row["__lineNumber"] for row in rows] == [0, 1, 2]


def test_queries_and_mutations_do_not_keep_each_other_out(story: Story) -> None:
    path = story.upload([{"product": {"title": "Beans"}}])
    for _ in range(5):
        story.query()

    assert story.mutate(CREATE_PRODUCT, path)["userErrors"] == []


@pytest.mark.parametrize(
    ("text", "field", "message", "code"),
    [
        (
            "mutation { closed",
            None,
            "Failed to parse the mutation - syntax error, unexpected end of file at [1, 12]",
            "INVALID_MUTATION",
        ),
        (
            "{ shop { id } }",
            None,
            "Invalid operation type. Only `mutation` operations are supported.",
            "INVALID_MUTATION",
        ),
        (TWO, ["mutation"], "You must specify a single top level mutation.", None),
        (RUN_BULK, ["mutation"], "You must use an allowed mutation name.", None),
        ("mutation { unheardOf { id } }", ["mutation"], "You must use an allowed mutation name.", None),
    ],
)
def test_the_mutation_is_looked_at_before_the_file(
    story: Story, text: str, field: list[str] | None, message: str, code: str | None
) -> None:
    refused = story.mutate(text, "no such file")

    assert refused["bulkOperation"] is None
    assert refused["userErrors"] == [{"field": field, "message": message, "code": code}]


@pytest.mark.parametrize("name", ["metaobjectDefinitionCreate", "productCreate"])
def test_any_other_mutation_of_the_official_schema_may_run_in_bulk(story: Story, name: str) -> None:
    arguments = "product: {title: $title}" if name == "productCreate" else "definition: {type: $title}"

    refused = story.mutate(
        f"mutation($title: String!) {{ {name}({arguments}) {{ userErrors {{ message }} }} }}", "none"
    )

    assert [each["code"] for each in refused["userErrors"]] == ["NO_SUCH_FILE"]


def test_a_place_without_a_file_is_told_before_too_many_operations(story: Story) -> None:
    path = story.upload([{"product": {"title": "Beans"}}])
    for _ in range(5):
        story.mutate(CREATE_PRODUCT, path)

    full = story.mutate(CREATE_PRODUCT, path)
    missing = story.mutate(CREATE_PRODUCT, story.target()["path"])

    assert full["userErrors"][0]["code"] == "OPERATION_IN_PROGRESS"
    assert missing["userErrors"][0]["code"] == "NO_SUCH_FILE"


def test_a_file_may_be_put_to_an_address_of_its_own(story: Story) -> None:
    target = story.target("PUT")

    answered = story.http.put(target["url"], content=b'{"product": {"title": "Beans"}}\n')
    completed = story.finished(story.mutate(CREATE_PRODUCT, target["path"]))

    assert answered.status_code == 200
    assert completed["objectCount"] == "1"


def test_a_file_that_is_too_large_is_refused(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staged_files, "MAX_BYTES", 10)
    path = story.upload([{"product": {"title": "Beans"}}])

    refused = story.mutate(CREATE_PRODUCT, path)

    assert errors(refused) == ["The input file size exceeds the maximum allowed size of 100 MB."]
    assert refused["userErrors"][0]["code"] == "INVALID_STAGED_UPLOAD_FILE"


@pytest.mark.parametrize("key", ["tmp/1/bulk/x/never-given-out.jsonl", ""])
def test_nobody_uploads_to_a_place_that_was_not_given_out(story: Story, key: str) -> None:
    fields: dict[str, Any] = {"key": key}

    posted = story.http.post("/staged-uploads/", data=fields, files={"file": ("a.jsonl", b"{}")})
    put = story.http.put(f"/staged-uploads/{key or 'x'}", content=b"{}")

    assert (posted.status_code, put.status_code) == (403, 403)


def test_a_film_can_not_be_staged_without_its_size(story: Story) -> None:
    given = {"filename": "a.mp4", "mimeType": "video/mp4", "resource": "VIDEO"}

    staged = story.send(
        """mutation($input: [StagedUploadInput!]!) { stagedUploadsCreate(input: $input) {
          stagedTargets { url } userErrors { field } } }""",
        input=[given],
    )["stagedUploadsCreate"]

    assert staged == {"stagedTargets": None, "userErrors": [{"field": ["input", "0", "fileSize"]}]}
