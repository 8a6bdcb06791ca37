"""Segments: read, made, changed, deleted."""

from __future__ import annotations

from collections.abc import Callable

from shopify_sandbox.resolvers.connections import connection
from shopify_sandbox.resolvers.context import Info, world_of
from shopify_sandbox.resolvers.lists import counted
from shopify_sandbox.resolvers.lookup import mutation, visible
from shopify_sandbox.resolvers.query_language import Term, parse
from shopify_sandbox.resolvers.registry import fields_of
from shopify_sandbox.state import segments
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.segments import Segment


def _attribute(name: str) -> Callable[[object], object]:
    return lambda segment: getattr(segment, name, None)


_SORT = {
    "CREATION_DATE": _attribute("creation_date"),
    "LAST_EDIT_DATE": _attribute("last_edit_date"),
    "ID": _attribute("id"),
    "RELEVANCE": _attribute("id"),
}


def _segments(_source: object, info: Info, **args: object) -> object:
    found = [each for each in world_of(info).all(Segment) if _matches(each, args.get("query"))]
    return connection(found, args, key=_SORT[str(args.get("sortKey") or "CREATION_DATE")])


def _matches(segment: Segment, query: object) -> bool:
    def decide(term: Term) -> bool:
        wanted = term.value.casefold().rstrip("*")
        return term.field not in (None, "name") or wanted in segment.name.casefold()

    return parse(query)(decide)


def _count(_source: object, info: Info, **args: object) -> dict[str, object]:
    return counted(len(world_of(info).all(Segment)), args.get("limit"))


@mutation("segment")
def _create(info: Info, **args: object) -> dict[str, object]:
    return {"segment": segments.create(world_of(info), name=str(args["name"]), query=str(args["query"]))}


@mutation("segment")
def _update(info: Info, **args: object) -> dict[str, object]:
    segment = _known(info, args["id"])
    name, query = (None if args.get(key) is None else str(args[key]) for key in ("name", "query"))
    segments.update(world_of(info), segment, name=name, query=query)
    return {"segment": segment}


@mutation("deletedSegmentId")
def _delete(info: Info, **args: object) -> dict[str, object]:
    segment = _known(info, args["id"])
    segments.delete(world_of(info), segment)
    return {"deletedSegmentId": segment.gid}


def _known(info: Info, gid: object) -> Segment:
    segment = visible(info, Segment, gid)
    if segment is None:
        raise refused("Segment does not exist", "id")
    return segment


FIELDS = {
    **fields_of(
        "QueryRoot",
        {
            "segment": lambda _source, info, **args: visible(info, Segment, args["id"]),
            "segments": _segments,
            "segmentsCount": _count,
        },
    ),
    **fields_of("Mutation", {"segmentCreate": _create, "segmentUpdate": _update, "segmentDelete": _delete}),
}
