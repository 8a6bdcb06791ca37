"""Which query parameters an operation has; any other is refused, since a misspelt filter would filter nothing."""

import inspect
from collections.abc import Callable
from typing import get_args, get_type_hints

from django.http import HttpRequest
from pydantic import BaseModel

from backhaul.api.refusals import UnknownParameter


def parameters_of(endpoint: Callable[..., object]) -> frozenset[str]:
    """The names of an endpoint's query parameters, those of its address among them."""
    hints = get_type_hints(endpoint, include_extras=True)
    names: set[str] = set()
    for parameter in list(inspect.signature(endpoint).parameters)[1:]:
        model = (*get_args(hints[parameter]), hints[parameter])[0]
        if isinstance(model, type) and issubclass(model, BaseModel):
            names |= {field.alias or name for name, field in model.model_fields.items()}
        else:
            names.add(parameter)
    return frozenset(names)


def refuse_unknown(request: HttpRequest, known: frozenset[str]) -> None:
    """Raises UnknownParameter for a query parameter that the operation does not have."""
    for name in request.GET:
        if name not in known:
            raise UnknownParameter(name, sorted(known))
