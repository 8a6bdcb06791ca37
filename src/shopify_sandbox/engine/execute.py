"""Runs a request: reads it, prices it, takes the points, executes it and writes the answer."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from graphql import (
    ExecutionResult,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLResolveInfo,
    OperationDefinitionNode,
    OperationType,
)
from graphql.execution import Executor, VariableValues
from graphql.execution.collect_fields import FragmentDetails
from graphql.execution.execute import assume_not_async_iterable, assume_not_awaitable

from shopify_sandbox.schema import AccessTable

from .access import Access
from .bucket import Bucket
from .cost import Pricing
from .documents import Documents, Request
from .envelopes import Json, RequestRefused, ResourceNotFound, ShopifyFailed, TopLevelError, internal_error
from .ids import misplaced_ids
from .limits import check_input_sizes
from .selections import SelectionReader
from .variables import read_variables

MAX_QUERY_COST = 1000
RATE_LIMITS = "https://shopify.dev/api/usage/rate-limits"
# How a background job tells that a request of its failed inside.
_FAILED_ASIDE: Json = {"message": "Internal error", "extensions": {"code": "INTERNAL_SERVER_ERROR"}}

FieldResolver = Callable[..., object]
# Reads the value of a root field, or gives a part of what was read before.
RootReader = Callable[[Callable[[], object]], object]
TypeResolver = Callable[..., str | None]
logger = logging.getLogger(__name__)


class Caller(Protocol):
    """What the engine needs to know of who asks; resolvers find the whole of it in `info.context`."""

    @property
    def scopes(self) -> frozenset[str]: ...

    @property
    def notes(self) -> Mapping[str, object]:
        """What the resolvers want said in the answer's `extensions`."""


@dataclass(frozen=True)
class Prepared:
    """A request that was found valid, with its variables and the points it asks for."""

    request: Request
    variables: VariableValues
    pricing: Pricing
    requested: int
    misplaced: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """The JSON to send and, unless the request was refused before it ran, what it cost."""

    body: Json
    requested: int | None = None
    actual: int | None = None


class Engine:
    """Executes requests against the schema of `documents` with the resolvers it is given."""

    def __init__(
        self,
        documents: Documents,
        access: AccessTable,
        *,
        resolve_field: FieldResolver,
        resolve_type: TypeResolver,
        bucket: Bucket,
        mutations: frozenset[str] | None = None,
    ) -> None:
        """`mutations` are those that the resolvers know; any other is an internal error before anything runs."""
        self.bucket = bucket
        self._schema = documents.schema
        self._access = access
        self._resolve_field = resolve_field
        self._resolve_type = resolve_type
        self._mutations = mutations
        self._documents = documents
        self._rights: dict[frozenset[str], Access] = {}

    def prepare(self, text: str, variables: Mapping[str, object], *, operation_name: str | None = None) -> Prepared:
        """Read and price a request. Raises RequestRefused as Shopify does; nothing has been charged then."""
        request = self._documents.read(text, operation_name)
        values = read_variables(self._schema, request.operation, given=variables)
        check_input_sizes(self._schema, request.operation, variables=values)
        pricing = Pricing(SelectionReader.of(self._schema, request.document, variables=values.coerced))
        misplaced = misplaced_ids(self._schema, self._access, operation=request.operation, variables=values)
        return Prepared(request, values, pricing, pricing.requested(request.operation), misplaced)

    def perform(self, prepared: Prepared, caller: Caller, *, request_id: str) -> Answer:
        """Charge and execute a prepared request; an error in a resolver becomes Shopify's internal error."""
        unknown = self._unknown_mutations(prepared.request)
        if unknown:
            logger.error("the sandbox has no %s", ", ".join(unknown))
            return Answer(internal_error(request_id) | self._cost(prepared, 0), prepared.requested, 0)
        if prepared.requested > MAX_QUERY_COST:
            return Answer(_too_expensive(prepared.requested))
        if not self.bucket.take(prepared.requested):
            return self.throttled(prepared)
        result = self._execute(prepared, caller)
        actual = prepared.pricing.actual(prepared.request.operation, result.data, requested=prepared.requested)
        self.bucket.give_back(prepared.requested - actual)
        unexpected = [error for error in result.errors or () if not isinstance(error.original_error, TopLevelError)]
        if unexpected:
            _log_failure(unexpected, prepared.request.operation)
            return Answer(internal_error(request_id), prepared.requested, actual)
        body: Json = {"data": result.data}
        if result.errors:
            body["errors"] = [_executed_error(error) for error in result.errors]
        body["extensions"] = self._priced(prepared, actual) | dict(caller.notes)
        return Answer(body, prepared.requested, actual)

    def run_aside(
        self, text: str, variables: Mapping[str, object], caller: Caller, roots: RootReader | None = None
    ) -> Json:
        """Carry a request out for a background job, which pays nothing: its `data`, and `errors` when there are any.

        With `roots` the values of its root fields are what that makes of them. Raises RequestRefused as `prepare` does.
        """
        prepared = self.prepare(text, variables)
        unknown = self._unknown_mutations(prepared.request)
        if unknown:
            logger.error("the sandbox has no %s", ", ".join(unknown))
            return {"errors": [_FAILED_ASIDE]}
        result = self._execute(prepared, caller, roots)
        unexpected = [error for error in result.errors or () if not isinstance(error.original_error, TopLevelError)]
        if unexpected:
            _log_failure(unexpected, prepared.request.operation)
            return {"data": result.data, "errors": [_FAILED_ASIDE]}
        errors = [_executed_error(error) for error in result.errors or ()]
        return {"data": result.data} | ({"errors": errors} if errors else {})

    def throttled(self, prepared: Prepared) -> Answer:
        """The answer to a request that the bucket has no points for: HTTP 200, nothing carried out."""
        error = {"message": "Throttled", "extensions": {"code": "THROTTLED", "documentation": RATE_LIMITS}}
        return Answer({"errors": [error]} | self._cost(prepared, None), prepared.requested)

    def _cost(self, prepared: Prepared, actual: int | None) -> Json:
        return {"extensions": self._priced(prepared, actual)}

    def _priced(self, prepared: Prepared, actual: int | None) -> Json:
        cost = {
            "requestedQueryCost": prepared.requested,
            "actualQueryCost": actual,
            "throttleStatus": self.bucket.status(),
        }
        return {"cost": cost}

    def _execute(self, prepared: Prepared, caller: Caller, roots: RootReader | None = None) -> ExecutionResult:
        definitions = prepared.request.document.definitions
        fragments = {each.name.value: each for each in definitions if isinstance(each, FragmentDefinitionNode)}
        executor = Executor[object](
            self._schema,
            fragments,
            {name: FragmentDetails(fragment) for name, fragment in fragments.items()},
            None,
            caller,
            prepared.request.operation,
            prepared.variables,
            _with_roots(self._resolver(caller.scopes, prepared.misplaced), roots),
            self._resolve_type,
            self._resolve_field,
            is_awaitable=assume_not_awaitable,
            is_async_iterable=assume_not_async_iterable,
        )
        result = executor.execute_operation()
        assert isinstance(result, ExecutionResult)
        return result

    def _unknown_mutations(self, request: Request) -> list[str]:
        if self._mutations is None or request.operation.operation is not OperationType.MUTATION:
            return []
        return [name for name in request.root_fields if name not in self._mutations and name != "__typename"]

    def _resolver(self, scopes: frozenset[str], misplaced: Mapping[str, str]) -> FieldResolver:
        checked = self._checked_resolver(scopes)
        if not misplaced:
            return checked

        def resolve(source: object, info: GraphQLResolveInfo[object], **arguments: object) -> object:
            if info.path.prev is None and info.path.key in misplaced:
                raise ResourceNotFound(misplaced[str(info.path.key)])
            return checked(source, info, **arguments)

        return resolve

    def _checked_resolver(self, scopes: frozenset[str]) -> FieldResolver:
        access = self._rights.get(scopes)
        if access is None:
            access = self._rights[scopes] = Access(self._access, scopes)
        if access.unlimited:
            return self._resolve_field
        check, resolve_field = access.check, self._resolve_field

        def resolve(source: object, info: GraphQLResolveInfo[object], **arguments: object) -> object:
            check(info)
            return resolve_field(source, info, **arguments)

        return resolve


def _with_roots(resolver: FieldResolver, roots: RootReader | None) -> FieldResolver:
    if roots is None:
        return resolver

    def resolve(source: object, info: GraphQLResolveInfo[object], **arguments: object) -> object:
        if info.path.prev is None:
            return roots(lambda: resolver(source, info, **arguments))
        return resolver(source, info, **arguments)

    return resolve


def refused(refusal: RequestRefused) -> Answer:
    """The answer to a request refused as a whole: neither data nor cost."""
    return Answer(refusal.body())


def _executed_error(error: GraphQLError) -> Json:
    original = error.original_error
    assert isinstance(original, TopLevelError)
    entry: Json = {"message": original.message}
    entry["locations"] = [{"line": each.line, "column": each.column} for each in error.locations or ()]
    if original.extensions:
        entry["extensions"] = original.extensions
    return entry | {"path": error.path}


def _too_expensive(requested: int) -> Json:
    message = f"Query cost is {requested}, which exceeds the single query max cost limit ({MAX_QUERY_COST})."
    extensions = {
        "code": "MAX_COST_EXCEEDED",
        "cost": requested,
        "maxCost": MAX_QUERY_COST,
        "documentation": RATE_LIMITS,
    }
    return {"errors": [{"message": message, "extensions": extensions}]}


def _log_failure(errors: list[GraphQLError], operation: OperationDefinitionNode) -> None:
    name = operation.name.value if operation.name else "unnamed operation"
    for error in errors:
        if isinstance(error.original_error, ShopifyFailed):
            continue
        logger.error("%s failed at %s: %s", name, error.path, error.message, exc_info=error.original_error)
