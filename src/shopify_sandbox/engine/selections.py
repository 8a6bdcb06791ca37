"""Reads the selections of a request: fragments spread, aliases merged, `@skip` and `@include` obeyed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graphql import (
    BooleanValueNode,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    is_abstract_type,
)

Selections = dict[str, list[FieldNode]]


@dataclass(frozen=True)
class SelectionReader:
    """The fragments of a document and the variables of a request, with which selections are read."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, object]
    _collected: dict[tuple[str, tuple[int, ...]], Selections] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, schema: GraphQLSchema, document: DocumentNode, *, variables: Mapping[str, object]) -> "SelectionReader":
        """A reader for one request of a valid document."""
        definitions = (each for each in document.definitions if isinstance(each, FragmentDefinitionNode))
        return cls(schema, {each.name.value: each for each in definitions}, variables)

    def collect(self, parent: GraphQLObjectType, sets: Sequence[SelectionSetNode]) -> Selections:
        """The field nodes of each response key that apply to an object of type `parent`; not to be changed."""
        key = parent.name, tuple(id(each) for each in sets)  # of nodes of one document, which outlives its reader
        if key not in self._collected:
            collected: Selections = {}
            for selection_set in sets:
                self._collect_into(collected, parent, selection_set)
            self._collected[key] = collected
        return self._collected[key]

    def _collect_into(self, collected: Selections, parent: GraphQLObjectType, selection_set: SelectionSetNode) -> None:
        for selection in selection_set.selections:
            if not self._included(selection):
                continue
            if isinstance(selection, FieldNode):
                collected.setdefault(response_key(selection), []).append(selection)
                continue
            fragment = self._fragment(selection)
            condition = fragment.type_condition
            if condition is None or self._applies(condition.name.value, parent):
                self._collect_into(collected, parent, fragment.selection_set)

    def _fragment(self, selection: SelectionNode) -> FragmentDefinitionNode | InlineFragmentNode:
        if isinstance(selection, FragmentSpreadNode):
            return self.fragments[selection.name.value]
        assert isinstance(selection, InlineFragmentNode)
        return selection

    def _applies(self, condition: str, parent: GraphQLObjectType) -> bool:
        if condition == parent.name:
            return True
        abstract = self.schema.type_map.get(condition)
        return is_abstract_type(abstract) and self.schema.is_sub_type(abstract, parent)

    def _included(self, selection: SelectionNode) -> bool:
        wanted = {"skip": False, "include": True}
        return all(
            self._condition(directive) is not (not wanted[directive.name.value])
            for directive in selection.directives or ()
            if directive.name.value in wanted
        )

    def _condition(self, directive: DirectiveNode) -> object:
        value = directive.arguments[0].value if directive.arguments else None
        if isinstance(value, VariableNode):
            return self.variables.get(value.name.value)
        return value.value if isinstance(value, BooleanValueNode) else None


def response_key(field: FieldNode) -> str:
    """The name under which a field's value stands in the answer."""
    return field.alias.value if field.alias else field.name.value
