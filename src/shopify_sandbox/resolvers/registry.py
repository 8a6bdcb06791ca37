"""The table of resolvers, filled by the modules beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from shopify_sandbox.resolvers.context import Resolver

Fields = Mapping[tuple[str, str], Resolver]


def fields_of(typename: str, resolvers: Mapping[str, Resolver]) -> dict[tuple[str, str], Resolver]:
    """Entries for one type's fields."""
    return {(typename, name): resolver for name, resolver in resolvers.items()}


def derived(function: Callable[..., object]) -> Resolver:
    """A resolver for a field that follows from the source alone."""
    return lambda source, _info, **_args: function(source)


def merged(*tables: Fields) -> dict[tuple[str, str], Resolver]:
    """One table out of several; a field answered twice is a mistake."""
    result: dict[tuple[str, str], Resolver] = {}
    for table in tables:
        twice = result.keys() & table.keys()
        assert not twice, f"answered twice: {sorted(twice)}"
        result.update(table)
    return result
