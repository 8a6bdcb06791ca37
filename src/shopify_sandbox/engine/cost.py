"""What a request costs: the points asked for before it runs, and those its answer took.

The prices asked for are fitted to recorded answers: an object or a list of objects costs 1; scalars, edges, money, page
info and user errors nothing; a connection 2 and its node times max(1, floor(2·ln n)); an abstract type as its dearest
member; a mutation its base price and what lies below the first objects of its payload; a count at the root 10.
No exact rule is known for the points taken: here nulls cost nothing and a connection counts the nodes that came.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from graphql import (
    FieldNode,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLOutputType,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_composite_type,
    is_interface_type,
    is_list_type,
    is_object_type,
)

from .selections import SelectionReader

MUTATION = 10
MUTATION_PRICES = {
    "orderCapture": 20,
    "refundCreate": 20,
    "productCreateMedia": 20,
    "fulfillmentTrackingInfoUpdate": 50,
    "fulfillmentTrackingInfoUpdateV2": 50,
}
ROOT_COUNT = 10
CONNECTION = 2
FREE_TYPES = frozenset({"MoneyBag", "MoneyV2", "PageInfo"})
Price = Callable[[list[FieldNode], GraphQLOutputType, object], int]
# Stands for a value that isn't known before the request has run.
UNKNOWN = object()


@dataclass(frozen=True)
class Pricing:
    """Prices the operations of one request."""

    reader: SelectionReader

    def requested(self, operation: OperationDefinitionNode) -> int:
        """Points asked for: as if every object were there and every connection came full."""
        return self._operation(operation, UNKNOWN)

    def actual(self, operation: OperationDefinitionNode, data: object, *, requested: int) -> int:
        """Points taken by the answer `data`, never more than asked for."""
        return min(self._operation(operation, data), requested)

    def _operation(self, operation: OperationDefinitionNode, data: object) -> int:
        root = self.reader.schema.get_root_type(operation.operation)
        assert root is not None
        if operation.operation is OperationType.MUTATION:
            return self._below(root, [operation.selection_set], data=data, price=self._mutation)
        return self._below(root, [operation.selection_set], data=data, price=self._root_field)

    def _root_field(self, nodes: list[FieldNode], field_type: GraphQLOutputType, data: object) -> int:
        if get_named_type(field_type).name == "Count":
            return ROOT_COUNT
        return self._field(nodes, field_type, data)

    def _mutation(self, nodes: list[FieldNode], field_type: GraphQLOutputType, data: object) -> int:
        base = MUTATION_PRICES.get(nodes[0].name.value, MUTATION)
        payload = get_named_type(field_type)
        if not isinstance(payload, GraphQLObjectType):
            return base
        return base + self._below(payload, _selection_sets(nodes), data=data, price=self._payload_field)

    def _payload_field(self, nodes: list[FieldNode], field_type: GraphQLOutputType, data: object) -> int:
        cost = self._field(nodes, field_type, data)
        return cost if _is_connection(get_named_type(field_type)) else max(0, cost - 1)

    def _field(self, nodes: list[FieldNode], field_type: GraphQLOutputType, data: object) -> int:
        named = get_named_type(field_type)
        if data is None or _is_free(named):
            return 0
        sets = _selection_sets(nodes)
        if named.name.endswith("Edge"):
            return self._dearest(named, sets, data)
        if is_list_type(get_nullable_type(field_type)):
            return 1 + self._dearest(named, sets, data)
        if _is_connection(named):
            return CONNECTION + self._dearest(named, sets, data) * _weight(self._nodes_in(named, nodes, data))
        return 1 + self._dearest(named, sets, data)

    def _dearest(self, named: GraphQLNamedType, sets: Sequence[SelectionSetNode], data: object) -> int:
        if isinstance(data, list):
            return max((self._dearest(named, sets, item) for item in data if item is not None), default=0)
        members = self.reader.schema.get_possible_types(named) if is_abstract_type(named) else [named]
        return max((self._member(each, sets, data) for each in members), default=0)

    def _member(self, member: GraphQLNamedType, sets: Sequence[SelectionSetNode], data: object) -> int:
        assert is_object_type(member)
        if isinstance(data, Mapping) and set(self.reader.collect(member, sets)) != set(data):
            return 0
        return self._below(member, sets, data=data, price=self._field)

    def _below(self, parent: GraphQLObjectType, sets: Sequence[SelectionSetNode], *, data: object, price: Price) -> int:
        total = 0
        for key, nodes in self.reader.collect(parent, sets).items():
            definition = self.reader.schema.get_field(parent, nodes[0].name.value)
            if definition is not None:
                total += price(nodes, definition.type, data.get(key) if isinstance(data, Mapping) else data)
        return total

    def _nodes_in(self, connection: GraphQLNamedType, nodes: list[FieldNode], data: object) -> int:
        if isinstance(data, Mapping):
            assert is_object_type(connection)
            for key, fields in self.reader.collect(connection, _selection_sets(nodes)).items():
                if fields[0].name.value in {"nodes", "edges"}:
                    return len(data[key])
        return self._page_size(nodes[0])

    def _page_size(self, node: FieldNode) -> int:
        values = {argument.name.value: argument.value for argument in node.arguments or ()}
        for name in ("first", "last"):
            value = values.get(name)
            if isinstance(value, IntValueNode):
                return int(value.value)
            given = self.reader.variables.get(value.name.value) if isinstance(value, VariableNode) else None
            if isinstance(given, int):
                return given
        return 1


def _weight(size: int) -> int:
    return max(1, math.floor(2 * math.log(size))) if size > 0 else 0


def _selection_sets(nodes: list[FieldNode]) -> list[SelectionSetNode]:
    return [node.selection_set for node in nodes if node.selection_set]


def _is_connection(named: GraphQLNamedType) -> bool:
    return is_object_type(named) and named.name.endswith("Connection")


@cache
def _is_free(named: GraphQLNamedType) -> bool:
    return not is_composite_type(named) or named.name in FREE_TYPES or _is_user_error(named)


def _is_user_error(named: GraphQLNamedType) -> bool:
    if named.name == "DisplayableError":
        return True
    interfaces = named.interfaces if is_object_type(named) or is_interface_type(named) else ()
    return any(each.name == "DisplayableError" for each in interfaces)
