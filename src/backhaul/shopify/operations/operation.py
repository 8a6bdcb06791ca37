"""An operation of Shopify's API, and a call of it with its variables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeAlias, TypeVar

from backhaul.shopify.operations.model import BaseModel, UnsetType

Data_co = TypeVar("Data_co", bound=BaseModel, covariant=True)
Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


@dataclass(frozen=True)
class Operation(Generic[Data_co]):
    """One document with the type of its `data`.

    `points` is the cost that Shopify requests for it by its documented rule; it may correct us in a reply.
    """

    name: str
    document: str
    data: type[Data_co]
    points: int
    is_mutation: bool


@dataclass(frozen=True)
class Call(Generic[Data_co]):
    """An operation with the exact variables, as they go over the wire."""

    operation: Operation[Data_co]
    variables: Mapping[str, Json]


def variables_of(arguments: Mapping[str, object]) -> dict[str, Json]:
    """The arguments as JSON: what was left unset is left out, at every depth."""
    return {name: _json(value) for name, value in arguments.items() if not isinstance(value, UnsetType)}


def _json(value: object) -> Json:
    if isinstance(value, BaseModel):
        dumped: dict[str, Json] = value.model_dump(mode="json", by_alias=True, exclude_unset=True)
        return dumped
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Sequence):
        return [_json(entry) for entry in value]
    raise TypeError(f"{type(value).__name__} cannot be a variable")
