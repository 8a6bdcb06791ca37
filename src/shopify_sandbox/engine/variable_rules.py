"""Checks that variables are declared, used and of a type that fits where they stand."""

from graphql import (
    ArgumentNode,
    DocumentNode,
    GraphQLSchema,
    Node,
    ObjectFieldNode,
    OperationDefinitionNode,
    TypeInfo,
    VariableDefinitionNode,
    VariableNode,
    Visitor,
    print_ast,
    type_from_ast,
    visit,
)
from graphql.validation import ValidationContext
from graphql.validation.rules.variables_in_allowed_position import allowed_variable_usage
from graphql.validation.validation_context import VariableUsage

from .envelopes import Json, error_entry
from .literals import position


def check_variables(schema: GraphQLSchema, document: DocumentNode) -> list[Json]:
    """Errors about the variables of every operation, the fragments it spreads included."""
    context = ValidationContext(schema, document, TypeInfo(schema), lambda _error: None)
    errors: list[Json] = []
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            usages = context.get_recursive_variable_usages(definition)
            errors += _Operation(schema, definition, _argument_names(document)).check(usages)
    return errors


class _Operation:
    """One operation and what its variables must satisfy."""

    def __init__(
        self, schema: GraphQLSchema, operation: OperationDefinitionNode, argument_names: dict[VariableNode, str]
    ) -> None:
        self.schema = schema
        self.argument_names = argument_names
        kind = operation.operation.value
        self.path = [f"{kind} {operation.name.value}" if operation.name else kind]
        self.label = operation.name.value if operation.name else f"anonymous {kind}"
        self.declared = {each.variable.name.value: each for each in operation.variable_definitions or ()}

    def check(self, usages: list[VariableUsage]) -> list[Json]:
        errors = [error for usage in usages if (error := self._usage(usage))]
        used = {usage.node.name.value for usage in usages}
        return errors + [self._unused(each) for name, each in self.declared.items() if name not in used]

    def _usage(self, usage: VariableUsage) -> Json | None:
        name = usage.node.name.value
        definition = self.declared.get(name)
        if definition is None:
            message = f"Variable ${name} is used by {self.label} but not declared"
            return self._error(message, usage.node, {"code": "variableNotDefined", "variableName": name})
        declared = type_from_ast(self.schema, definition.type)
        if declared is None or usage.type is None:
            return None
        if allowed_variable_usage(self.schema, declared, definition.default_value, usage.type, usage.default_value):
            return None
        return self._mismatch(usage, definition)

    def _mismatch(self, usage: VariableUsage, definition: VariableDefinitionNode) -> Json:
        name, argument = usage.node.name.value, self.argument_names.get(usage.node, "")
        declared = type_from_ast(self.schema, definition.type)
        reason = _mismatch_reason(str(declared), str(usage.type))
        extensions: Json = {
            "code": "variableMismatch",
            "variableName": name,
            "typeName": print_ast(definition.type),
            "argumentName": argument,
            "errorMessage": reason,
        }
        message = f"{reason} on variable ${name} and argument {argument} ({declared} / {usage.type})"
        return self._error(message, usage.node, extensions)

    def _unused(self, definition: VariableDefinitionNode) -> Json:
        name = definition.variable.name.value
        message = f"Variable ${name} is declared by {self.label} but not used"
        return self._error(message, definition, {"code": "variableNotUsed", "variableName": name})

    def _error(self, message: str, node: Node, extensions: Json) -> Json:
        return error_entry(message, locations=[position(node)], path=self.path, extensions=extensions)


def _mismatch_reason(declared: str, expected: str) -> str:
    if declared.startswith("[") != expected.startswith("["):
        return "List dimension mismatch"
    if declared.rstrip("!") == expected.rstrip("!"):
        return "Nullability mismatch"
    return "Type mismatch"


def _argument_names(document: DocumentNode) -> dict[VariableNode, str]:
    names: dict[VariableNode, str] = {}

    class Finder(Visitor):
        def enter_argument(self, node: ArgumentNode, *_: object) -> None:
            if isinstance(node.value, VariableNode):
                names[node.value] = node.name.value

        def enter_object_field(self, node: ObjectFieldNode, *_: object) -> None:
            if isinstance(node.value, VariableNode):
                names[node.value] = node.name.value

    visit(document, Finder())
    return names
