"""Writes the query of a bulk operation from the query that reads one order, so that both always ask for the same."""

from functools import cache

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    NameNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    parse,
    print_ast,
)

from backhaul.shopify.operations import queries

IDS_ONLY = frozenset({"fulfillmentOrders", "fulfillments"})
"""Their lines are connections at a third level, or within a list, which no bulk operation may have: of these only ids
are gathered, and what they consist of is read for many at once."""
ID = FieldNode(name=NameNode(value="id"))


def bulk_query(name: str, search: str, *, ids_only: bool = False) -> str:
    """A query for every order that fits a search, called `name`: what `queries.ORDER` asks of one, as far as it can be.

    With `ids_only` no more than tells one order's state from the next.

    At most five connections, two levels of them, none within a list, and `edges` instead of `nodes` (Shopify's
    documentation of bulk operations). `__typename` is not asked for: the id says what a line of the file is.
    """
    selection = "{ id updatedAt }" if ids_only else _order_selection()
    quoted = search.replace("\\", "\\\\").replace('"', '\\"')
    return f'query {name} {{ orders(query: "{quoted}") {{ edges {{ node {selection} }} }} }}'


@cache
def _order_selection() -> str:
    document = parse(queries.ORDER.document)
    operation = next(node for node in document.definitions if isinstance(node, OperationDefinitionNode))
    order = next(node for node in operation.selection_set.selections if isinstance(node, FieldNode))
    assert order.selection_set is not None
    return print_ast(SelectionSetNode(selections=tuple(_fields(order.selection_set, _fragments(document)))))


def _fragments(document: DocumentNode) -> dict[str, SelectionSetNode]:
    return {
        node.name.value: node.selection_set for node in document.definitions if isinstance(node, FragmentDefinitionNode)
    }


def _fields(selection: SelectionSetNode, fragments: dict[str, SelectionSetNode]) -> list[FieldNode]:
    """The fields of a selection, its fragments written out, each of them as a bulk operation may have it."""
    found: list[FieldNode] = []
    for node in selection.selections:
        found += [_field(node, fragments)] if isinstance(node, FieldNode) else _written_out(node, fragments)
    return found


def _written_out(node: SelectionNode, fragments: dict[str, SelectionSetNode]) -> list[FieldNode]:
    assert isinstance(node, FragmentSpreadNode), f"{type(node).__name__} ({InlineFragmentNode.__name__}s have no place)"
    return _fields(fragments[node.name.value], fragments)


def _field(node: FieldNode, fragments: dict[str, SelectionSetNode]) -> FieldNode:
    if node.selection_set is None:
        return node
    below = _fields(node.selection_set, fragments)
    if node.name.value in IDS_ONLY and not any(one.name.value == "nodes" for one in below):
        return _with(node, [ID])
    nodes = next((one for one in below if one.name.value == "nodes"), None)
    if nodes is None:
        return _with(node, below)
    assert nodes.selection_set is not None
    content = [ID] if node.name.value in IDS_ONLY else list(nodes.selection_set.selections)
    edge = FieldNode(name=NameNode(value="node"), selection_set=SelectionSetNode(selections=tuple(content)))
    edges = FieldNode(name=NameNode(value="edges"), selection_set=SelectionSetNode(selections=(edge,)))
    return FieldNode(name=node.name, alias=node.alias, selection_set=SelectionSetNode(selections=(edges,)))


def _with(node: FieldNode, below: list[FieldNode]) -> FieldNode:
    return FieldNode(
        name=node.name,
        alias=node.alias,
        arguments=node.arguments,
        selection_set=SelectionSetNode(selections=tuple(below)),
    )
