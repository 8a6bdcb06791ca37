"""What Shopify requests for an operation, computed by its rule from the document and the schema.

An object costs 1, a list of objects 1, a connection 2 + max(1, floor(2 · ln n)) times what one node costs; scalars,
enums, money, page information and user errors are free; an abstract type costs as much as its dearest member. A
mutation costs its own price and what lies below the objects in its payload.
"""

import math
from collections.abc import Iterator, Mapping

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
)

FREE = frozenset({"MoneyBag", "MoneyV2", "PageInfo"})
DEFAULT_MUTATION_PRICE = 10
MUTATION_PRICES = {"orderCapture": 20, "refundCreate": 20, "fulfillmentTrackingInfoUpdate": 50}
Fragments = Mapping[str, FragmentDefinitionNode]


def requested_cost(document: DocumentNode, schema: GraphQLSchema, operation_name: str) -> int:
    """Points for that operation of the document; page sizes must be literal numbers."""
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    operation = next(
        node
        for node in document.definitions
        if isinstance(node, OperationDefinitionNode) and node.name and node.name.value == operation_name
    )
    counter = _Counter(schema, fragments)
    root = schema.get_root_type(operation.operation)
    assert root is not None
    if operation.operation is OperationType.MUTATION:
        return sum(counter.mutation(root, field) for field in counter.fields(operation.selection_set))
    return counter.selection(root, operation.selection_set)


class _Counter:
    def __init__(self, schema: GraphQLSchema, fragments: Fragments) -> None:
        self._schema = schema
        self._fragments = fragments

    def fields(self, selections: SelectionSetNode) -> Iterator[FieldNode]:
        for node in selections.selections:
            if isinstance(node, FieldNode):
                yield node
            elif isinstance(node, FragmentSpreadNode):
                yield from self.fields(self._fragments[node.name.value].selection_set)

    def mutation(self, root: GraphQLObjectType, field: FieldNode) -> int:
        price = MUTATION_PRICES.get(field.name.value, DEFAULT_MUTATION_PRICE)
        payload = get_named_type(root.fields[field.name.value].type)
        assert isinstance(payload, GraphQLObjectType)
        assert field.selection_set is not None
        for below in self.fields(field.selection_set):
            type_ = get_named_type(payload.fields[below.name.value].type)
            if below.selection_set is not None and not type_.name.endswith("UserError"):
                price += self.selection(type_, below.selection_set)
        return price

    def selection(self, type_: GraphQLNamedType, selections: SelectionSetNode) -> int:
        if is_abstract_type(type_):
            members = self._schema.get_possible_types(type_)
            return max(self._of_member(member, selections) for member in members)
        assert isinstance(type_, GraphQLObjectType)
        return self._of_member(type_, selections)

    def _of_member(self, type_: GraphQLObjectType, selections: SelectionSetNode) -> int:
        points = 0
        for node in selections.selections:
            if isinstance(node, FieldNode):
                points += self._field(type_, node)
            else:
                points += self._fragment(type_, node)
        return points

    def _fragment(self, type_: GraphQLObjectType, node: object) -> int:
        if isinstance(node, FragmentSpreadNode):
            definition = self._fragments[node.name.value]
            condition, inner = definition.type_condition.name.value, definition.selection_set
        else:
            assert isinstance(node, InlineFragmentNode)
            condition = node.type_condition.name.value if node.type_condition else type_.name
            inner = node.selection_set
        applies = condition == type_.name or any(interface.name == condition for interface in type_.interfaces)
        return self._of_member(type_, inner) if applies else 0

    def _field(self, parent: GraphQLObjectType, node: FieldNode) -> int:
        if node.name.value == "__typename":
            return 0
        type_ = get_named_type(parent.fields[node.name.value].type)
        if is_leaf_type(type_) or type_.name in FREE:
            return 0
        assert node.selection_set is not None
        if type_.name.endswith("Connection"):
            return self._connection(type_, node)
        return 1 + self.selection(type_, node.selection_set)

    def _connection(self, type_: GraphQLNamedType, node: FieldNode) -> int:
        assert isinstance(type_, GraphQLObjectType)
        assert node.selection_set is not None
        nodes = next(field for field in self.fields(node.selection_set) if field.name.value == "nodes")
        assert nodes.selection_set is not None
        each = 1 + self.selection(get_named_type(type_.fields["nodes"].type), nodes.selection_set)
        return 2 + max(1, math.floor(2 * math.log(_page_size(node)))) * each


def _page_size(node: FieldNode) -> int:
    for argument in node.arguments or ():
        if argument.name.value in ("first", "last") and isinstance(argument.value, IntValueNode):
            return int(argument.value.value)
    raise ValueError(f"{node.name.value} needs a literal `first` or `last`")
