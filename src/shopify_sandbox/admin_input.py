"""Inputs of the Admin API as control endpoints are given them, read as strictly as the variables of a request."""

from __future__ import annotations

from graphql import GraphQLInputObjectType, GraphQLNonNull

from shopify_sandbox.control_input import BadControlRequest
from shopify_sandbox.engine.variables import Problem, coerce
from shopify_sandbox.schema import load_schema
from shopify_sandbox.state.given import Given, mapping


def admin_input(value: object, name: str) -> Given:
    """A value that fits the input type of that name. Raises BadControlRequest, for null too."""
    declared = load_schema().type_map[name]
    assert isinstance(declared, GraphQLInputObjectType)
    problems: list[Problem] = []
    read = coerce(value, GraphQLNonNull(declared), (), problems=problems)
    if problems:
        place = ".".join(map(str, problems[0].path)) or name
        raise BadControlRequest(f"this is no {name}: {place}: {problems[0].explanation}")
    return mapping(read)
