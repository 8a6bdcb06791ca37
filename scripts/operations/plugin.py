"""Bends what ariadne-codegen writes to our needs: open enums, and calls as values instead of a client."""

import ast
from typing import cast

from ariadne_codegen.plugins.base import Plugin
from graphql import GraphQLEnumType, GraphQLSchema, parse
from scripts.operations.costs import requested_cost

HEADER = """from ..operation import Call, Operation, variables_of
"""


class BackhaulPlugin(Plugin):
    """Runs after ariadne's ExtractOperationsPlugin, which gives each document a constant."""

    def __init__(self, schema: GraphQLSchema, config_dict: dict[str, object]) -> None:
        super().__init__(schema=schema, config_dict=config_dict)
        self._documents: dict[str, str] = {}

    def generate_enum(self, class_def: ast.ClassDef, enum_type: GraphQLEnumType) -> ast.ClassDef:
        class_def.bases = [ast.Name(id="OpenEnum")]
        return class_def

    def generate_enums_module(self, module: ast.Module) -> ast.Module:
        module.body[0] = ast.ImportFrom(module="open_enum", names=[ast.alias(name="OpenEnum")], level=2)
        return ast.fix_missing_locations(module)

    def generate_operation_str(self, operation_str: str, operation_definition: object) -> str:
        name = operation_definition.name.value  # type: ignore[attr-defined]
        self._documents[name] = operation_str
        return operation_str

    def generate_client_module(self, module: ast.Module) -> ast.Module:
        """A constant and a function per operation, and all of them by name."""
        client = next(node for node in module.body if isinstance(node, ast.ClassDef))
        methods = [node for node in client.body if isinstance(node, ast.FunctionDef)]
        imports = [node for node in module.body if isinstance(node, ast.ImportFrom)]
        body: list[ast.stmt] = [*imports, *ast.parse(HEADER).body]
        constants = []
        for method in methods:
            text, constant = self._operation(method)
            constants.append(constant)
            body += [*ast.parse(text).body, _function(method, constant)]
        names = ", ".join(f"{constant}.name: {constant}" for constant in constants)
        body += ast.parse(f"OPERATIONS = {{{names}}}").body
        module.body = body
        return ast.fix_missing_locations(module)

    def _operation(self, method: ast.FunctionDef) -> tuple[str, str]:
        keywords = {keyword.arg: keyword.value for node in ast.walk(method) for keyword in _keywords(node)}
        name = cast(ast.Constant, keywords["operation_name"]).value
        document = cast(ast.Name, keywords["query"]).id
        data = cast(ast.Name, method.returns).id
        constant = document.removesuffix("_GQL")
        text = self._documents[cast(str, name)]
        points = requested_cost(parse(text), self.schema, cast(str, name))
        is_mutation = text.lstrip().startswith("mutation")
        return (
            f"{constant} = Operation(name={name!r}, document={document}, data={data},"
            f" points={points}, is_mutation={is_mutation})"
        ), constant


def _keywords(node: ast.AST) -> list[ast.keyword]:
    return node.keywords if isinstance(node, ast.Call) else []


def _function(method: ast.FunctionDef, constant: str) -> ast.FunctionDef:
    variables = cast(ast.AnnAssign, method.body[0]).value
    method.args.args = method.args.args[1:]
    method.args.kwarg = None
    method.returns = ast.parse(f"Call[{cast(ast.Name, method.returns).id}]", mode="eval").body
    method.body = ast.parse(f"return Call({constant}, variables_of({ast.unparse(cast(ast.Dict, variables))}))").body
    return method
