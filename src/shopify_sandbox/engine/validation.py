"""Validates a document against the schema, with Shopify's wording and codes.

Mistakes whose answers are recorded (unknown fields, arguments, input fields; missing arguments; literals that don't
fit) are found here, together with what clients get wrong most. All that the GraphQL specification forbids beyond that
is found by graphql-core and answered in its words: nothing invalid passes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLArgument,
    GraphQLError,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    Node,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    is_composite_type,
    is_leaf_type,
    is_required_argument,
    is_union_type,
    specified_rules,
    validate,
)

from .envelopes import Json, error_entry
from .literals import Owner, check_argument, position
from .variable_rules import check_variables

Path = tuple[str, ...]


def validation_errors(schema: GraphQLSchema, document: DocumentNode) -> list[Json]:
    """Entries of `errors`, in the order of the document; empty when the document is valid."""
    walk = _Walk(schema, document)
    for definition in document.definitions:
        walk.definition(definition)
    if walk.errors:
        return walk.errors
    found = check_variables(schema, document) or _unused_fragments(document, walk.spread)
    return found or _by_the_specification(schema, document)


@dataclass
class _Walk:
    """Visits the document once, in its order, gathering errors."""

    schema: GraphQLSchema
    document: DocumentNode
    errors: list[Json] = field(default_factory=list)
    spread: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        fragments = (each for each in self.document.definitions if isinstance(each, FragmentDefinitionNode))
        self.fragments = {each.name.value for each in fragments}

    def definition(self, node: Node) -> None:
        """One operation or fragment."""
        if isinstance(node, OperationDefinitionNode):
            root = self.schema.get_root_type(node.operation)
            if root is not None:
                self._selections(node.selection_set, root, (operation_label(node),))
        elif isinstance(node, FragmentDefinitionNode):
            condition = node.type_condition.name.value
            path = (f"fragment {node.name.value}",)
            self._on_type(condition, node.selection_set, path, node=node)

    def _selections(self, selections: SelectionSetNode, parent: GraphQLNamedType, path: Path) -> None:
        for selection in selections.selections:
            if isinstance(selection, FieldNode):
                self._field(selection, parent, path)
            elif isinstance(selection, InlineFragmentNode):
                condition = selection.type_condition.name.value if selection.type_condition else parent.name
                label = f"... on {condition}" if selection.type_condition else "..."
                self._on_type(condition, selection.selection_set, (*path, label), node=selection)
            elif isinstance(selection, FragmentSpreadNode):
                self._spread(selection, path)

    def _on_type(self, condition: str, selections: SelectionSetNode, path: Path, *, node: Node) -> None:
        named = self.schema.type_map.get(condition)
        if is_composite_type(named):
            self._selections(selections, named, path)
        elif named is None:
            message = f"No such type {condition}, so it can't be a fragment condition"
            self._add(message, node, path, {"code": "undefinedType", "typeName": condition})

    def _spread(self, node: FragmentSpreadNode, path: Path) -> None:
        name = node.name.value
        self.spread.add(name)
        if name not in self.fragments:
            message = f"Fragment {name} was used, but not defined"
            extensions: Json = {"code": "useAndDefineFragment", "fragmentName": name}
            self._add(message, node, (*path, f"... {name}"), extensions)

    def _field(self, node: FieldNode, parent: GraphQLNamedType, path: Path) -> None:
        name = node.name.value
        path = (*path, node.alias.value if node.alias else name)
        assert is_composite_type(parent)
        definition = self.schema.get_field(parent, name)
        if definition is None:
            message = f"Field '{name}' doesn't exist on type '{parent.name}'"
            self._add(message, node, path, {"code": "undefinedField", "typeName": parent.name, "fieldName": name})
            return
        self._arguments(node, definition.args, Owner(node, "Field", name, path))
        for directive in node.directives or ():
            self._directive(directive, path)
        named = get_named_type(definition.type)
        if self._selection_fits(node, named, str(definition.type), path) and node.selection_set:
            self._selections(node.selection_set, named, path)

    def _directive(self, node: DirectiveNode, path: Path) -> None:
        name = node.name.value
        definition = self.schema.get_directive(name)
        if definition is None:
            message = f"Directive @{name} is not defined"
            self._add(message, node, path, {"code": "undefinedDirective", "directiveName": name})
            return
        self._arguments(node, definition.args, Owner(node, "Directive", name, path))

    def _arguments(self, node: FieldNode | DirectiveNode, declared: dict[str, GraphQLArgument], owner: Owner) -> None:
        given = {argument.name.value for argument in node.arguments or ()}
        required = (name for name, argument in declared.items() if is_required_argument(argument))
        missing = ", ".join(name for name in required if name not in given)
        if missing:
            self._add(
                f"{owner.kind} '{owner.name}' is missing required arguments: {missing}",
                node,
                owner.path,
                {
                    "code": "missingRequiredArguments",
                    "className": owner.kind,
                    "name": owner.name,
                    "arguments": missing,
                },
            )
        for argument in node.arguments or ():
            check_argument(argument, declared, owner, errors=self.errors)

    def _selection_fits(self, node: FieldNode, named: GraphQLNamedType, printed: str, path: Path) -> bool:
        name = node.name.value
        if is_leaf_type(named) and node.selection_set:
            chosen = [_selection_name(each) for each in node.selection_set.selections]
            quoted = ", ".join(f'"{each}"' for each in chosen)
            detail = f"field '{name}' returns {named.name} but has selections [{quoted}]"
            message = f"Selections can't be made on scalars ({detail})"
        elif not is_leaf_type(named) and not is_union_type(named) and not node.selection_set:
            message = (
                f"Field must have selections (field '{name}' returns {named.name} but has no selections. "
                f"Did you mean '{name} {{ ... }}'?)"
            )
        else:
            return True
        extensions: Json = {"code": "selectionMismatch", "nodeName": f"field '{name}'", "typeName": printed}
        self._add(message, node, path, extensions)
        return False

    def _add(self, message: str, node: Node, path: Path, extensions: Json) -> None:
        self.errors.append(error_entry(message, locations=[position(node)], path=path, extensions=extensions))


def operation_label(node: OperationDefinitionNode) -> str:
    """How an operation is named in the path of an error."""
    return f"{node.operation.value} {node.name.value}" if node.name else node.operation.value


def _selection_name(node: Node) -> str:
    if isinstance(node, FieldNode | FragmentSpreadNode):
        return node.name.value
    return "..."


def _unused_fragments(document: DocumentNode, spread: set[str]) -> list[Json]:
    return [
        error_entry(
            f"Fragment {each.name.value} was defined, but not used",
            locations=[position(each)],
            path=(f"fragment {each.name.value}",),
            extensions={"code": "useAndDefineFragment", "fragmentName": each.name.value},
        )
        for each in document.definitions
        if isinstance(each, FragmentDefinitionNode) and each.name.value not in spread
    ]


# Judged above. Literals: Shopify's own types are stricter than the schema, its whole numbers less strict. Selections: a
# union without any passes (recorded).
_JUDGED_ABOVE = {"ValuesOfCorrectTypeRule", "ScalarLeafsRule"}
_RULES: Sequence[type] = [rule for rule in specified_rules if rule.__name__ not in _JUDGED_ABOVE]


def _by_the_specification(schema: GraphQLSchema, document: DocumentNode) -> list[Json]:
    return [
        error_entry(error.message, locations=_places(error))
        for error in validate(schema, document, _RULES)
        if not _only_of_different_types(error)
    ]


def _places(error: GraphQLError) -> list[tuple[int, int]]:
    return [(each.line, each.column) for each in error.locations or ()]


def _only_of_different_types(error: GraphQLError) -> bool:
    # Recorded: under the fragments of different types, one name may stand for fields of different types.
    return "because they return conflicting types" in error.message
