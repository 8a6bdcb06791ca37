"""Parses and validates documents, each text once."""

from collections import OrderedDict
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    parse,
)

from .envelopes import RequestRefused, error_entry
from .syntax import syntax_message
from .validation import validation_errors

REMEMBERED = 2000


@dataclass(frozen=True)
class Request:
    """A valid document and the operation of it that is to run."""

    document: DocumentNode
    operation: OperationDefinitionNode

    @property
    def root_fields(self) -> list[str]:
        """Names of the fields selected at the root, fragments left aside."""
        selections = self.operation.selection_set.selections
        return [each.name.value for each in selections if isinstance(each, FieldNode)]


class Documents:
    """Remembers what became of the documents seen last: parsed and valid, or the refusal."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self.schema = schema
        self._seen: OrderedDict[str, DocumentNode | RequestRefused] = OrderedDict()

    def read(self, text: str, operation_name: str | None) -> Request:
        """The operation to run. Raises RequestRefused for text that doesn't parse, isn't valid or lacks it."""
        found = self._seen.get(text)
        if found is None:
            found = self._examine(text)
            self._seen[text] = found
            if len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)
        if isinstance(found, RequestRefused):
            raise RequestRefused(found.errors)
        return Request(found, _operation(found, operation_name))

    def _examine(self, text: str) -> DocumentNode | RequestRefused:
        try:
            document = parse(text)
            errors = validation_errors(self.schema, document)
        except GraphQLSyntaxError as error:
            return _syntax_refused(text, error)
        except RecursionError:
            return RequestRefused([error_entry("The document is nested too deeply.")])
        return RequestRefused(errors) if errors else document


def _syntax_refused(text: str, error: GraphQLSyntaxError) -> RequestRefused:
    message, place = syntax_message(text, error)
    return RequestRefused([error_entry(message, locations=[place] if place else ())])


def _operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    operations = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    if name:
        named = [each for each in operations if each.name and each.name.value == name]
        if not named:
            raise RequestRefused([error_entry(f'No operation named "{name}"')])
        return named[0]
    if len(operations) > 1:
        raise RequestRefused([error_entry("An operation name is required")])
    if not operations:
        raise RequestRefused([error_entry("A query must contain an operation")])
    return operations[0]
