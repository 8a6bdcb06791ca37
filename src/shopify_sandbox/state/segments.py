"""Segments: customers described by a query. The query is kept, not carried out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from shopify_sandbox.state.entities import Entity
from shopify_sandbox.state.errors import refused
from shopify_sandbox.world import World

LONGEST_NAME = 255


@dataclass(eq=False, kw_only=True)
class Segment(Entity):
    """A segment; its name is unique in the shop. Its instants are kept to the microsecond: edits are sorted by them."""

    typename: ClassVar[str] = "Segment"
    name: str
    query: str
    creation_date: datetime
    last_edit_date: datetime


def create(world: World, *, name: str, query: str) -> Segment:
    """A new segment. Raises Refused; the texts are those of the documentation."""
    _check_name(world, name, but=None)
    _check_query(query)
    now = world.clock.now()
    made = world.add(Segment(id=world.new_id(Segment), name=name, query=query, creation_date=now, last_edit_date=now))
    world.emit("segments/create", made)
    return made


def update(world: World, segment: Segment, *, name: str | None, query: str | None) -> None:
    """Change what is given. Raises Refused, nothing changed then."""
    if name is not None:
        _check_name(world, name, but=segment)
    if query is not None:
        _check_query(query)
    segment.name = segment.name if name is None else name
    segment.query = segment.query if query is None else query
    segment.last_edit_date = world.clock.now()
    world.emit("segments/update", segment)


def delete(world: World, segment: Segment) -> None:
    """Forget it."""
    world.remove(segment)
    world.emit("segments/delete", segment)


def _check_name(world: World, name: str, *, but: Segment | None) -> None:
    if not name.strip():
        raise refused("Name can't be blank", "name")
    if len(name) > LONGEST_NAME:
        raise refused(f"Name is too long (maximum is {LONGEST_NAME} characters)", "name")
    if any(each.name == name for each in world.all(Segment) if each is not but):
        raise refused("Name has already been taken", "name")


def _check_query(query: str) -> None:
    if not query.strip():
        raise refused("Query can't be blank", "query")
