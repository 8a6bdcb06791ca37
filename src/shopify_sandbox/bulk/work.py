"""The work of bulk operations: reads everything a query asks for, or carries out a mutation for each line of a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from graphql import GraphQLSchema

from shopify_sandbox.bulk.jsonl import line_of, lines, rows_of
from shopify_sandbox.bulk.operation import Outcome
from shopify_sandbox.engine.documents import Request
from shopify_sandbox.engine.envelopes import Json, RequestRefused
from shopify_sandbox.engine.selections import SelectionReader
from shopify_sandbox.resolvers.connections import whole_lists
from shopify_sandbox.resolvers.context import RequestContext
from shopify_sandbox.state.staged_files import StagedFile


@dataclass(frozen=True)
class BulkQuery:
    """A query that may run in bulk, its text, and whether children are to follow their parents."""

    text: str
    request: Request
    grouped: bool


def read_everything(schema: GraphQLSchema, query: BulkQuery, caller: RequestContext) -> Outcome:
    """Every node of every connection of a query. Any error in it fails the whole, as Shopify documents."""
    with whole_lists():
        answer = caller.world.carry_out(query.text, {}, caller)
    if answer.get("errors"):
        return Outcome(error_code=_error_code(answer["errors"]))
    data, root = answer["data"], schema.query_type
    assert isinstance(data, Mapping)
    assert root is not None
    reader = SelectionReader.of(schema, query.request.document, variables={})
    rows = rows_of(reader, root, sets=(query.request.operation.selection_set,), data=data)
    found = lines(rows, grouped=query.grouped)
    return Outcome("".join(found).encode(), objects=len(found), root_objects=len(rows))


def carry_out_lines(text: str, *, file: StagedFile, caller: RequestContext) -> Outcome:
    """The mutation once for each line of the file; a line that fails says so in the result and stops no other."""
    given = [line for line in (file.content or b"").splitlines() if line.strip()]
    answers = [_one(text, line, caller) | {"__lineNumber": number} for number, line in enumerate(given)]
    content = "".join(line_of(answer) for answer in answers).encode()
    return Outcome(content, objects=len(answers), root_objects=len(answers))


def _one(text: str, line: bytes, caller: RequestContext) -> Json:
    try:
        variables = json.loads(line)
    except ValueError:
        variables = None
    if not isinstance(variables, dict):
        return {"errors": [{"message": "The line is not a JSON object."}]}
    try:
        return caller.world.carry_out(text, variables, caller)
    except RequestRefused as refusal:
        return refusal.body()


def _error_code(errors: object) -> str:
    codes = [each.get("extensions", {}).get("code") for each in errors] if isinstance(errors, list) else []
    return "ACCESS_DENIED" if "ACCESS_DENIED" in codes else "INTERNAL_SERVER_ERROR"
