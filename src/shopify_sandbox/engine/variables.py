"""Reads the variables of a request, and refuses the request in Shopify's words when one doesn't fit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    GraphQLSchema,
    OperationDefinitionNode,
    VariableDefinitionNode,
    is_input_type,
    is_required_input_field,
    print_ast,
    type_from_ast,
)
from graphql.execution.get_variable_signature import get_variable_signature
from graphql.execution.values import VariableValues, VariableValueSource
from graphql.utilities.coerce_input_value import coerce_default_value, coerce_input_literal

from .envelopes import Json, RequestRefused, error_entry
from .scalars import as_graphql, scalar_problem

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """What is wrong with one place inside a variable; Shopify's own types also give the text as `message`."""

    path: Path
    explanation: str
    by_type: bool = False

    def as_json(self) -> Json:
        """As it stands under `extensions.problems`."""
        entry: Json = {"path": list(self.path), "explanation": self.explanation}
        return entry | ({"message": self.explanation} if self.by_type else {})


def read_variables(
    schema: GraphQLSchema, operation: OperationDefinitionNode, *, given: Mapping[str, object]
) -> VariableValues:
    """The variables that `operation` declares, defaults filled in.

    Raises RequestRefused with one INVALID_VARIABLE for each that doesn't fit (recorded wording and problems).
    """
    sources: dict[str, VariableValueSource] = {}
    coerced: dict[str, object] = {}
    errors: list[Json] = []
    for definition in operation.variable_definitions or ():
        name = definition.variable.name.value
        declared = type_from_ast(schema, definition.type)
        assert is_input_type(declared)
        signature = get_variable_signature(schema, definition)
        assert not isinstance(signature, Exception)
        if name not in given and definition.default_value is not None:
            sources[name] = VariableValueSource(signature)
            coerced[name] = coerce_input_literal(definition.default_value, declared)
            continue
        if name not in given and not isinstance(declared, GraphQLNonNull):
            sources[name] = VariableValueSource(signature)
            continue
        value = given.get(name)
        problems: list[Problem] = []
        sources[name] = VariableValueSource(signature, value)
        coerced[name] = coerce(value, declared, (), problems=problems)
        if problems:
            errors.append(_invalid_variable(definition, value, problems))
    if errors:
        raise RequestRefused(errors)
    return VariableValues(sources, coerced)


def coerce(value: object, declared: GraphQLInputType, path: Path, *, problems: list[Problem]) -> object:
    """`value` as resolvers get it; what doesn't fit is added to `problems`."""
    if isinstance(declared, GraphQLNonNull):
        if value is None:
            problems.append(Problem(path, "Expected value to not be null"))
            return None
        declared = declared.of_type
    if value is None:
        return None
    if isinstance(declared, GraphQLList):
        if not isinstance(value, list):
            return [coerce(value, declared.of_type, path, problems=problems)]
        return [coerce(item, declared.of_type, (*path, n), problems=problems) for n, item in enumerate(value)]
    if isinstance(declared, GraphQLInputObjectType):
        return _coerce_object(value, declared, path, problems=problems)
    _check_leaf(value, declared, path, problems=problems)
    return value


def _coerce_object(value: object, declared: GraphQLInputObjectType, path: Path, *, problems: list[Problem]) -> object:
    if not isinstance(value, dict):
        problems.append(Problem(path, f"Expected {as_graphql(value)} to be a key-value object."))
        return None
    result: dict[str, object] = {}
    for name, item in value.items():
        field = declared.fields.get(name)
        if field is None:
            problems.append(Problem((*path, name), f"Field is not defined on {declared.name}"))
            continue
        result[name] = coerce(item, field.type, (*path, name), problems=problems)
    for name, field in declared.fields.items():
        if name in value:
            continue
        if field.default is not None:
            result[name] = coerce_default_value(field)
        elif is_required_input_field(field):
            problems.append(Problem((*path, name), "Expected value to not be null"))
    if declared.is_one_of and len(value) != 1:
        text = f"'{declared.name}' requires exactly one argument, but {len(value)} were provided."
        problems.append(Problem(path, text))
    return result


def _check_leaf(value: object, declared: GraphQLInputType, path: Path, *, problems: list[Problem]) -> None:
    if isinstance(declared, GraphQLEnumType):
        if not isinstance(value, str) or value not in declared.values:
            members = ", ".join(declared.values)
            problems.append(Problem(path, f"Expected {as_graphql(value)} to be one of: {members}"))
        return
    assert isinstance(declared, GraphQLScalarType)
    problem = scalar_problem(declared.name, value)
    if problem is not None:
        problems.append(Problem(path, problem[0], problem[1]))


def _invalid_variable(definition: VariableDefinitionNode, value: object, problems: Sequence[Problem]) -> Json:
    places = [problem for problem in problems if problem.path]
    detail = ", ".join(f"{'.'.join(map(str, each.path))} ({each.explanation})" for each in places)
    message = (
        f"Variable ${definition.variable.name.value} of type {print_ast(definition.type)} was provided invalid value"
        + (f" for {detail}" if detail else "")
    )
    extensions = {"code": "INVALID_VARIABLE", "value": value, "problems": [each.as_json() for each in problems]}
    location = definition.loc
    assert location is not None
    start = location.start_token
    return error_entry(message, locations=[(start.line, start.column)], extensions=extensions)
