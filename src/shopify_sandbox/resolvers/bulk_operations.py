"""Bulk operations: reading, starting and cancelling them."""

from __future__ import annotations

from collections.abc import Callable

from shopify_sandbox.bulk import operation as life
from shopify_sandbox.bulk.mutation_rules import check_file, check_mutation
from shopify_sandbox.bulk.operation import BulkOperation
from shopify_sandbox.bulk.plan import AS_USUAL
from shopify_sandbox.bulk.query_rules import read_query
from shopify_sandbox.bulk.work import BulkQuery, Carrying, Reading, Work
from shopify_sandbox.resolvers.connections import connection
from shopify_sandbox.resolvers.context import Info, context_of, world_of
from shopify_sandbox.resolvers.lookup import mutation
from shopify_sandbox.resolvers.query_language import Term, parse
from shopify_sandbox.resolvers.registry import derived, fields_of
from shopify_sandbox.resolvers.search import compared_instant
from shopify_sandbox.resolvers.search_warnings import warn_of_unknown_fields
from shopify_sandbox.state.errors import refused

_FILTERS = frozenset({"created_at", "id", "operation_type", "status"})
# How many operations of one type may run at once: since 2026-01 five, before that one (documentation, recorded).
MANY_SINCE, MANY, FEW = "2026-01", 5, 1
_SIGNS = {"=": (0,), ">": (1,), ">=": (0, 1), "<": (-1,), "<=": (-1, 0)}


@mutation("bulkOperation")
def _run_query(info: Info, **args: object) -> dict[str, object]:
    text, schema, caller = str(args["query"]), info.schema, context_of(info)
    query = BulkQuery(text, read_query(schema, text), grouped=bool(args.get("groupObjects")))
    _check_limit(info, "QUERY")
    return {"bulkOperation": _started(info, "QUERY", text, Reading(schema, query, caller))}


@mutation("bulkOperation")
def _run_mutation(info: Info, **args: object) -> dict[str, object]:
    """A missing file is told before too many operations (recorded)."""
    text, caller = str(args["mutation"]), context_of(info)
    check_mutation(info.schema, text)
    file = check_file(world_of(info).staged_files.get(str(args["stagedUploadPath"])))
    _check_limit(info, "MUTATION")
    return {"bulkOperation": _started(info, "MUTATION", text, Carrying(text, file, caller))}


def _check_limit(info: Info, kind: str) -> None:
    limit = MANY if context_of(info).api_version >= MANY_SINCE else FEW
    unfinished = [each for each in _all(info) if each.type == kind and each.is_unfinished]
    if len(unfinished) >= limit:
        named = ", ".join(each.gid for each in unfinished)
        raise refused(
            f"A bulk {kind.lower()} operation for this app and shop is already in progress: {named}.",
            code="OPERATION_IN_PROGRESS",
        )


def _started(info: Info, kind: str, text: str, work: Work) -> BulkOperation:
    world = world_of(info)
    operation = BulkOperation(
        id=world.new_id(BulkOperation),
        type=kind,
        query=text,
        created_at=world.now(),
        work=work,
        base_url=context_of(info).base_url,
        plan=world.bulk_plans.pop(0) if world.bulk_plans else AS_USUAL,
    )
    life.begin(world, world.add(operation))
    return operation


@mutation("bulkOperation")
def _cancel(info: Info, **args: object) -> dict[str, object]:
    found = world_of(info).find(BulkOperation, str(args["id"]))
    if found is None:
        raise refused("Bulk operation does not exist", "id")
    return {"bulkOperation": found, "userErrors": life.cancel(world_of(info), found)}


def looked_at(info: Info, operation: BulkOperation) -> BulkOperation:
    """The operation as it is now; that somebody looks brings it on."""
    life.hasten(world_of(info), operation)
    return operation


def _by_id(_source: object, info: Info, **args: object) -> BulkOperation | None:
    found = world_of(info).find(BulkOperation, str(args["id"]))
    return looked_at(info, found) if found else None


def _current(_source: object, info: Info, **args: object) -> BulkOperation | None:
    of_type = [each for each in _all(info) if each.type == (args.get("type") or "QUERY")]
    return looked_at(info, of_type[-1]) if of_type else None


def _listed(_source: object, info: Info, **args: object) -> object:
    """Newest first unless reversed (schema)."""
    warn_of_unknown_fields(info, args.get("query"), known=_FILTERS)
    found = [looked_at(info, each) for each in _all(info) if _matches(info, each, args.get("query"))]
    by_end = args.get("sortKey") == "COMPLETED_AT"
    key = (
        (lambda each: getattr(each, "completed_at", None)) if by_end else (lambda each: getattr(each, "created_at", 0))
    )
    return connection(found, {**args, "reverse": not args.get("reverse")}, key=key)


def _matches(info: Info, operation: BulkOperation, query: object) -> bool:
    def decide(term: Term) -> bool:
        words = term.value.lower().split(",")
        if term.field == "status":
            return operation.status.lower() in words
        if term.field == "operation_type":
            return operation.type.lower() in words
        if term.field == "created_at":
            return compared_instant(operation.created_at, term, now=world_of(info).now())
        if term.field == "id":
            return _compared(operation.id, term)
        return True

    return parse(query)(decide)


def _compared(number: int, term: Term) -> bool:
    digits = term.value.rsplit("/", 1)[-1]
    if not digits.isdigit():
        return False
    wanted = int(digits)
    return (number > wanted) - (number < wanted) in _SIGNS[term.comparator]


def _all(info: Info) -> list[BulkOperation]:
    return world_of(info).all(BulkOperation)


_OPERATION: dict[str, Callable[[BulkOperation], object]] = {
    "errorCode": lambda operation: operation.error_code,
    "fileSize": lambda operation: str(operation.file_size) if operation.file_size else None,
    "objectCount": lambda operation: str(operation.objects),
    "rootObjectCount": lambda operation: str(min(operation.work.root_objects, operation.objects)),
    "partialDataUrl": lambda operation: operation.address if operation.status == "FAILED" else None,
    "url": lambda operation: None if operation.status == "FAILED" else operation.address,
}

FIELDS = {
    **fields_of("BulkOperation", {name: derived(function) for name, function in _OPERATION.items()}),
    **fields_of(
        "Mutation",
        {
            "bulkOperationCancel": _cancel,
            "bulkOperationRunMutation": _run_mutation,
            "bulkOperationRunQuery": _run_query,
        },
    ),
    **fields_of(
        "QueryRoot",
        {"bulkOperation": _by_id, "bulkOperations": _listed, "currentBulkOperation": _current},
    ),
}
