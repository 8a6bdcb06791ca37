"""Finds ids of the wrong type among the arguments of root fields."""

from graphql import FieldNode, GraphQLSchema, OperationDefinitionNode, is_object_type
from graphql.execution.values import VariableValues, get_argument_values

from shopify_sandbox.schema import AccessTable

from .selections import response_key

# A discount is a code or an automatic one, and its node goes by the id of either (recorded).
_NODE_IDS = {"DiscountNode": ("DiscountNode", "DiscountCodeNode", "DiscountAutomaticNode")}


def misplaced_ids(
    schema: GraphQLSchema, table: AccessTable, *, operation: OperationDefinitionNode, variables: VariableValues
) -> dict[str, str]:
    """The id that can't be meant, by response key: `order(id: "gid://shopify/Product/1")`.

    Only arguments that the official schema reserves for ids of one object type are judged. That Shopify answers them
    as RESOURCE_NOT_FOUND is seen of ids that name nothing, and assumed of ids of another type.
    """
    root = schema.get_root_type(operation.operation)
    found: dict[str, str] = {}
    for node in operation.selection_set.selections:
        definition = schema.get_field(root, node.name.value) if root and isinstance(node, FieldNode) else None
        if root is None or definition is None or not isinstance(node, FieldNode):
            continue
        for name, value in get_argument_values(definition, node, variables).items():
            if isinstance(value, str) and _is_misplaced(
                schema, table, argument=f"{root.name}.{node.name.value}.{name}", gid=value
            ):
                found[response_key(node)] = value
    return found


def _is_misplaced(schema: GraphQLSchema, table: AccessTable, *, argument: str, gid: str) -> bool:
    types = table.id_types.get(argument, ())
    if len(types) != 1 or not is_object_type(schema.type_map.get(types[0])):
        return False
    return not gid.startswith(tuple(f"gid://shopify/{name}/" for name in _NODE_IDS.get(types[0], types)))
