"""Reads a request's body and parameters strictly: JSON only, and nothing that PostgreSQL cannot keep."""

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser

from backhaul.api.refusals import UnsupportedMediaType
from backhaul.flows.strict_json import read_json, refuse_unkeepable


class StrictParser(Parser):
    """The parser of every endpoint."""

    def parse_body(self, request: HttpRequest) -> dict[str, object]:
        """The body's JSON. Raises UnsupportedMediaType, MalformedRequest."""
        if request.content_type not in ("", "application/json"):
            raise UnsupportedMediaType(request.content_type or "")
        return read_json(request.body)

    def parse_querydict(
        self, data: "MultiValueDict[str, str]", list_fields: list[str], request: HttpRequest
    ) -> dict[str, object]:
        """The parameters of the address; the last of several counts. Raises MalformedRequest."""
        found: dict[str, object] = dict(super().parse_querydict(data, list_fields, request))
        refuse_unkeepable(found)
        return found
