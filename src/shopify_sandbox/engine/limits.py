"""The sizes that a request's input may not exceed."""

from graphql import FieldNode, GraphQLSchema, OperationDefinitionNode
from graphql.execution.values import VariableValues, get_argument_values

from .envelopes import Json, RequestRefused, error_entry
from .literals import position
from .selections import response_key

MAX_ITEMS = 250


def check_input_sizes(schema: GraphQLSchema, operation: OperationDefinitionNode, *, variables: VariableValues) -> None:
    """Raise RequestRefused with MAX_INPUT_SIZE_EXCEEDED for each list of more than 250 items (recorded)."""
    root = schema.get_root_type(operation.operation)
    errors: list[Json] = []
    for node in operation.selection_set.selections:
        definition = schema.get_field(root, node.name.value) if root and isinstance(node, FieldNode) else None
        if isinstance(node, FieldNode) and definition is not None:
            for name, value in get_argument_values(definition, node, variables).items():
                errors += _oversized(value, (response_key(node), name), node)
    if errors:
        raise RequestRefused(errors)


def _oversized(value: object, path: tuple[str | int, ...], node: FieldNode) -> list[Json]:
    if isinstance(value, dict):
        return [error for key, each in value.items() for error in _oversized(each, (*path, key), node)]
    if not isinstance(value, list):
        return []
    if len(value) > MAX_ITEMS:
        message = f"The input array size of {len(value)} is greater than the maximum allowed of {MAX_ITEMS}."
        extensions = {"code": "MAX_INPUT_SIZE_EXCEEDED"}
        return [error_entry(message, locations=[position(node)], path=path, extensions=extensions)]
    return [error for number, each in enumerate(value) for error in _oversized(each, (*path, number), node)]
