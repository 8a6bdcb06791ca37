"""What a bulk query must be like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graphql import GraphQLNamedType, GraphQLSchema, OperationType, SelectionSetNode

from shopify_sandbox.bulk.shapes import Selected, selected
from shopify_sandbox.engine.documents import Documents, Request
from shopify_sandbox.engine.envelopes import RequestRefused
from shopify_sandbox.engine.selections import SelectionReader
from shopify_sandbox.state.errors import Refused, UserError

MOST_CONNECTIONS = 5
DEEPEST = 2
Sets = Sequence[SelectionSetNode]


def read_query(schema: GraphQLSchema, text: str) -> Request:
    """The query, when it may run in bulk. Raises Refused with all that speaks against it.

    The wording for a query without a connection and for one that doesn't parse is recorded; the limits (five
    connections, two levels below that at the top, no connection in a list, no `node` or `nodes` at the top) are
    documented, and the words for them are what clients have reported of them.
    """
    try:
        request = Documents(schema).read(text, None)
    except RequestRefused as refusal:
        raise _refused(*(_invalid(str(error["message"])) for error in refusal.errors)) from refusal
    if request.operation.operation is not OperationType.QUERY:
        raise _refused(_invalid("only query operations are supported"))
    problems = _problems(schema, request)
    if problems:
        raise _refused(*problems)
    return request


@dataclass(frozen=True)
class _Place:
    """Where a selection stands: how many connections are around it, and what its nearest node lacks."""

    depth: int = 0
    in_list: bool = False
    around: str | None = None
    node_has_id: bool = True


@dataclass
class _Found:
    """What a walk over the query came across."""

    reader: SelectionReader
    connections: int = 0
    deepest: int = 0
    in_lists: bool = False
    without_id: list[str] = field(default_factory=list)
    with_nodes: list[str] = field(default_factory=list)

    def walk(self, parent: GraphQLNamedType, sets: Sets, place: _Place) -> None:
        """Note what is selected on `parent` and below."""
        for each in selected(self.reader, parent, sets):
            if each.is_connection:
                self._connection(each, place)
            elif each.below:
                inside = _Place(place.depth, place.in_list or each.is_list, place.around, place.node_has_id)
                self.walk(each.named, each.below, inside)

    def _connection(self, connection: Selected, place: _Place) -> None:
        self.connections += 1
        self.deepest = max(self.deepest, place.depth)
        self.in_lists = self.in_lists or place.in_list
        if place.around is not None and not place.node_has_id and place.around not in self.without_id:
            self.without_id.append(place.around)
        for edges in selected(self.reader, connection.named, connection.below):
            if edges.name == "nodes":
                self.with_nodes.append(connection.name)
            for node in selected(self.reader, edges.named, edges.below) if edges.name == "edges" else ():
                if node.name == "node":
                    self._node(node, connection, place)

    def _node(self, node: Selected, connection: Selected, place: _Place) -> None:
        has_id = any(each.name == each.key == "id" for each in selected(self.reader, node.named, node.below))
        self.walk(node.named, node.below, _Place(place.depth + 1, False, connection.name, has_id))


def _problems(schema: GraphQLSchema, request: Request) -> list[str]:
    root = schema.query_type
    assert root is not None
    reader = SelectionReader.of(schema, request.document, variables={})
    found = _Found(reader)
    sets = (request.operation.selection_set,)
    found.walk(root, sets, _Place())
    top = [each.name for each in selected(reader, root, sets)]
    return [*_at_the_top(top), *_in_connections(found)]


def _at_the_top(names: list[str]) -> list[str]:
    return [f"Bulk queries cannot contain a top level `{name}` field." for name in names if name in ("node", "nodes")]


def _in_connections(found: _Found) -> list[str]:
    if not found.connections:
        return ["Bulk queries must contain at least one connection."]
    problems: list[str] = []
    if found.with_nodes:
        names = "', '".join(found.with_nodes)
        problems.append(f"Selecting 'nodes' is not supported. Invalid connection fields: '{names}'.")
    if found.connections > MOST_CONNECTIONS:
        problems.append(f"Bulk queries cannot contain more than {MOST_CONNECTIONS} connections.")
    if found.deepest > DEEPEST:
        problems.append(f"Bulk queries cannot contain connections with a nesting depth greater than {DEEPEST}.")
    if found.in_lists:
        problems.append("Queries that contain a connection field within a list field are not currently supported.")
    if found.without_id:
        rule = "must select the 'id' field without an alias and must be of 'ID' return type"
        names = ", ".join(found.without_id)
        problems.append(
            f"The parent 'node' field for a nested connection {rule}. Connection fields without 'id': {names}."
        )
    return problems


def _invalid(problem: str) -> str:
    return f"Invalid bulk query: {problem}"


def _refused(*messages: str) -> Refused:
    return Refused(*(UserError(("query",), message, "INVALID") for message in messages))
