"""What a bulk mutation must be like, and the file with its variables."""

from __future__ import annotations

from graphql import FieldNode, GraphQLSchema, GraphQLSyntaxError, OperationDefinitionNode, OperationType, parse

from shopify_sandbox.engine.documents import Documents
from shopify_sandbox.engine.envelopes import RequestRefused
from shopify_sandbox.engine.syntax import syntax_message
from shopify_sandbox.schema import load_access
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.staged_files import StagedFile

INVALID = "INVALID_MUTATION"
# Mutations that start or stop background work themselves can't be its work (recorded of bulkOperationRunMutation).
FORBIDDEN = frozenset({"bulkOperationRunMutation", "bulkOperationRunQuery", "bulkOperationCancel"})


def check_mutation(schema: GraphQLSchema, text: str) -> None:
    """Hold that the mutation may run in bulk. Raises Refused with the first reason against it.

    Order and wording are recorded, but for a mutation that is no valid GraphQL against the schema. Of mutations that
    the sandbox's cut of the schema leaves out only the name is looked at.
    """
    try:
        document = parse(text)
    except GraphQLSyntaxError as error:
        message, _place = syntax_message(text, error)
        raise refused(f"Failed to parse the mutation - {message}", code=INVALID) from error
    operations = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    if not operations or any(each.operation is not OperationType.MUTATION for each in operations):
        raise refused("Invalid operation type. Only `mutation` operations are supported.", code=INVALID)
    names = [each.name.value for each in operations[0].selection_set.selections if isinstance(each, FieldNode)]
    if len(operations) > 1 or len(names) != 1:
        raise refused("You must specify a single top level mutation.", "mutation")
    if names[0] in FORBIDDEN or names[0] not in load_access().mutations:
        raise refused("You must use an allowed mutation name.", "mutation")
    _check_against_schema(schema, text, name=names[0])


def _check_against_schema(schema: GraphQLSchema, text: str, *, name: str) -> None:
    if schema.mutation_type is None or name not in schema.mutation_type.fields:
        return
    try:
        Documents(schema).read(text, None)
    except RequestRefused as refusal:
        message = str(refusal.errors[0]["message"])
        raise refused(f"Failed to parse the mutation - {message}", code=INVALID) from refusal


def check_file(file: StagedFile | None) -> StagedFile:
    """The uploaded file. Raises Refused when there is none, or when it is too large (both recorded)."""
    if file is None or not file.is_uploaded:
        raise refused(
            "The JSONL file could not be found. Try uploading the file again, and check that you've entered the URL"
            " correctly for the stagedUploadPath mutation argument.",
            code="NO_SUCH_FILE",
        )
    if file.is_too_large:
        raise refused(
            "The input file size exceeds the maximum allowed size of 100 MB.", code="INVALID_STAGED_UPLOAD_FILE"
        )
    return file
