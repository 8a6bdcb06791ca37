"""The work of bulk operations, done in small parts: reading what a query asks for, or a mutation for each line."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Protocol

from graphql import GraphQLSchema

from shopify_sandbox.bulk.jsonl import Row, Writer, line_of
from shopify_sandbox.engine.documents import Request
from shopify_sandbox.engine.envelopes import Json, RequestRefused
from shopify_sandbox.engine.selections import SelectionReader
from shopify_sandbox.resolvers.connections import Connection, Edge, PageInfo, whole_lists
from shopify_sandbox.resolvers.context import RequestContext
from shopify_sandbox.state.staged_files import StagedFile

_ALL = PageInfo(has_next_page=False, has_previous_page=False, start_cursor=None, end_cursor=None)
PART = 20
"""How many root objects are read, or lines carried out, before anything else may happen."""


class Work(Protocol):
    """Work with its progress; `share` is how much of it is done, from 0 to 1."""

    objects: int
    root_objects: int
    share: float
    error_code: str | None

    def step(self) -> None:
        """Do the next part; nothing when all is done."""

    def content(self, limit: int | None = None) -> bytes:
        """The file so far, or its first lines."""


@dataclass(frozen=True)
class BulkQuery:
    """A query that may run in bulk, its text, and whether children are to follow their parents."""

    text: str
    request: Request
    grouped: bool


@dataclass
class Roots:
    """The root connection of a query, read once and given out in parts; a change of its members comes too late."""

    edges: list[Edge] | None = None
    taken: int = 0

    def __call__(self, read: Callable[[], object]) -> object:
        """The next part of what is read the first time; of anything but a connection the whole."""
        if self.edges is None:
            value = read()
            if not isinstance(value, Connection):
                self.edges = []
                return value
            self.edges = list(value.edges)
        part = self.edges[self.taken : self.taken + PART]
        self.taken += len(part)
        return Connection(part, _ALL)

    @property
    def share(self) -> float:
        """How much was given out."""
        if self.edges is None:
            return 0.0
        return self.taken / len(self.edges) if self.edges else 1.0


class Reading:
    """Reads every node of every connection of a query. Any error in it fails the whole, as Shopify documents.

    A query of one root field is read in parts, so each node is as it is when its part is read.
    """

    def __init__(self, schema: GraphQLSchema, query: BulkQuery, caller: RequestContext) -> None:
        self.objects = 0
        self.root_objects = 0
        self.share = 0.0
        self.error_code: str | None = None
        self._query = query
        self._caller = caller
        self._roots = Roots() if len(query.request.root_fields) == 1 else None
        reader = SelectionReader.of(schema, query.request.document, variables={})
        self._writer = Writer(reader, sets=(query.request.operation.selection_set,))
        self._levels: list[list[bytes]] = []

    def step(self) -> None:
        """Read the next part."""
        if self.share >= 1 or self.error_code is not None:
            return
        with whole_lists():
            answer = self._caller.world.carry_out(self._query.text, {}, self._caller, self._roots)
        if answer.get("errors"):
            self.error_code = _error_code(answer["errors"])
            return
        data = answer["data"]
        assert isinstance(data, Mapping)
        self._keep(self._writer.rows_of(data))
        self.share = 1.0 if self._roots is None else self._roots.share

    def content(self, limit: int | None = None) -> bytes:
        """Grouped, children follow their parent; otherwise the file goes level by level."""
        return b"".join(islice(chain.from_iterable(self._levels), limit))

    def _keep(self, rows: list[Row]) -> None:
        self.root_objects += len(rows)
        for level, values in self._writer.lines(rows):
            self.objects += 1
            kept = 0 if self._query.grouped else level
            while len(self._levels) <= kept:
                self._levels.append([])
            self._levels[kept].append(line_of(values))


@dataclass
class Carrying:
    """Carries out a mutation for each line of a file; a line that fails says so in the result and stops no other."""

    text: str
    file: StagedFile
    caller: RequestContext
    objects: int = 0
    share: float = 0.0
    error_code: str | None = None
    _lines: list[bytes] = field(default_factory=list)
    _answers: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lines = [line for line in (self.file.content or b"").splitlines() if line.strip()]

    @property
    def root_objects(self) -> int:
        """Each line is one."""
        return self.objects

    @root_objects.setter
    def root_objects(self, number: int) -> None:
        self.objects = number

    def step(self) -> None:
        """Carry out the next lines."""
        for number in range(self.objects, min(self.objects + PART, len(self._lines))):
            answer = _one(self.text, self._lines[number], self.caller) | {"__lineNumber": number}
            self._answers.append(line_of(answer))
        self.objects = len(self._answers)
        self.share = self.objects / len(self._lines) if self._lines else 1.0

    def content(self, limit: int | None = None) -> bytes:
        """An answer for each line."""
        return b"".join(islice(self._answers, limit))


def _one(text: str, line: bytes, caller: RequestContext) -> Json:
    try:
        variables = json.loads(line)
    except ValueError:
        variables = None
    if not isinstance(variables, dict):
        return {"errors": [{"message": "The line is not a JSON object."}]}
    try:
        return caller.world.carry_out(text, variables, caller, None)
    except RequestRefused as refusal:
        return refusal.body()


def _error_code(errors: object) -> str:
    codes = [each.get("extensions", {}).get("code") for each in errors] if isinstance(errors, list) else []
    return "ACCESS_DENIED" if "ACCESS_DENIED" in codes else "INTERNAL_SERVER_ERROR"
