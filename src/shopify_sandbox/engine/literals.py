"""Checks the literal arguments of a document, with Shopify's wording for each way in which one can be wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graphql import (
    ArgumentNode,
    EnumValueNode,
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    ListValueNode,
    Node,
    NullValueNode,
    ObjectFieldNode,
    ObjectValueNode,
    ValueNode,
    VariableNode,
    get_named_type,
    is_required_input_field,
    print_ast,
    value_from_ast_untyped,
)

from .envelopes import Json, error_entry
from .scalars import scalar_problem

Path = tuple[str, ...]
Errors = list[Json]


@dataclass(frozen=True)
class Owner:
    """What an argument belongs to: a field, a directive or an input object."""

    node: Node
    kind: str
    name: str
    path: Path


def check_argument(
    given: ArgumentNode | ObjectFieldNode,
    declared: Mapping[str, GraphQLArgument] | Mapping[str, GraphQLInputField],
    owner: Owner,
    *,
    errors: Errors,
) -> None:
    """Check one argument: known, everything inside it, then its value. Inner errors keep the outer one quiet."""
    name = given.name.value
    path = (*owner.path, name)
    definition = declared.get(name)
    if definition is None:
        errors.append(_not_accepted(given, owner))
        return
    before = len(errors)
    check_objects(given.value, definition.type, path, errors=errors)
    if len(errors) > before or isinstance(given.value, VariableNode):
        return
    problem = literal_problem(given.value, definition.type)
    if problem is not None:
        errors.append(problem.as_error(given, expected=str(definition.type), owner=owner))


def check_objects(value: ValueNode, declared: GraphQLInputType, path: Path, *, errors: Errors) -> None:
    """Check the input objects inside a literal: required fields there, each given field known and well-formed."""
    named = get_named_type(declared)
    if isinstance(value, ListValueNode):
        for item in value.values:
            check_objects(item, declared, path, errors=errors)
    if not isinstance(value, ObjectValueNode) or not isinstance(named, GraphQLInputObjectType):
        return
    given = {field.name.value for field in value.fields}
    for name, field in named.fields.items():
        if name not in given and is_required_input_field(field):
            errors.append(_attribute_missing(value, named, name=name, field=field, path=path))
    owner = Owner(value, "InputObject", named.name, path)
    for each in value.fields:
        check_argument(each, named.fields, owner, errors=errors)


@dataclass(frozen=True)
class LiteralProblem:
    """Why a literal doesn't fit; `message` is set where one of Shopify's own types says so."""

    message: str | None = None

    def as_error(self, given: ArgumentNode | ObjectFieldNode, *, expected: str, owner: Owner) -> Json:
        """The error entry; it stands at the owner, its path ends in the argument."""
        name = given.name.value
        if self.message is not None:
            extensions: Json = {"code": "argumentLiteralsIncompatible", "typeName": "CoercionError"}
            return _entry(self.message, owner.node, path=(*owner.path, name), extensions=extensions)
        message = (
            f"Argument '{name}' on {owner.kind} '{owner.name}' has an invalid value ({print_literal(given.value)}). "
            f"Expected type '{expected}'."
        )
        extensions = {"code": "argumentLiteralsIncompatible", "typeName": owner.kind, "argumentName": name}
        return _entry(message, owner.node, path=(*owner.path, name), extensions=extensions)


def literal_problem(value: ValueNode, declared: GraphQLInputType) -> LiteralProblem | None:
    """What keeps a literal from being of the declared type; objects are looked into by `check_objects`."""
    if isinstance(value, VariableNode):
        return None
    if isinstance(declared, GraphQLNonNull):
        return LiteralProblem() if isinstance(value, NullValueNode) else literal_problem(value, declared.of_type)
    if isinstance(value, NullValueNode):
        return None
    if isinstance(declared, GraphQLList):
        items: Sequence[ValueNode] = value.values if isinstance(value, ListValueNode) else (value,)
        return next((found for item in items if (found := literal_problem(item, declared.of_type))), None)
    if isinstance(declared, GraphQLInputObjectType):
        return None if isinstance(value, ObjectValueNode) else LiteralProblem()
    return _leaf_problem(value, declared)


def print_literal(value: ValueNode) -> str:
    """A literal as Shopify repeats it in its messages."""
    return print_ast(value)


def _leaf_problem(value: ValueNode, declared: GraphQLInputType) -> LiteralProblem | None:
    if isinstance(declared, GraphQLEnumType):
        known = isinstance(value, EnumValueNode) and value.value in declared.values
        return None if known else LiteralProblem()
    assert isinstance(declared, GraphQLScalarType)
    if declared.name == "JSON":
        return None
    if isinstance(value, EnumValueNode | ObjectValueNode | ListValueNode):
        return LiteralProblem()
    problem = scalar_problem(declared.name, value_from_ast_untyped(value))
    if problem is None:
        return None
    return LiteralProblem(problem[0] if problem[1] else None)


def _not_accepted(given: ArgumentNode | ObjectFieldNode, owner: Owner) -> Json:
    name = given.name.value
    message = f"{owner.kind} '{owner.name}' doesn't accept argument '{name}'"
    extensions: Json = {
        "code": "argumentNotAccepted",
        "name": owner.name,
        "typeName": owner.kind,
        "argumentName": name,
    }
    return _entry(message, given, path=(*owner.path, name), extensions=extensions)


def _attribute_missing(
    node: ObjectValueNode, parent: GraphQLInputObjectType, *, name: str, field: GraphQLInputField, path: Path
) -> Json:
    message = f"Argument '{name}' on InputObject '{parent.name}' is required. Expected type {field.type}"
    extensions: Json = {
        "code": "missingRequiredInputObjectAttribute",
        "argumentName": name,
        "argumentType": str(field.type),
        "inputObjectType": parent.name,
    }
    return _entry(message, node, path=(*path, name), extensions=extensions)


def _entry(message: str, node: Node, *, path: Path, extensions: Json) -> Json:
    return error_entry(message, locations=[position(node)], path=path, extensions=extensions)


def position(node: Node) -> tuple[int, int]:
    """Line and column at which a node begins."""
    assert node.loc is not None
    return node.loc.start_token.line, node.loc.start_token.column
