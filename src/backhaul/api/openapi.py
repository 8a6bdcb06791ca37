"""The OpenAPI document: what ninja derives from the endpoints, with the problem documents and keys it does not know."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from backhaul.api.once import HEADER, LONGEST_KEY
from backhaul.api.problems import MEDIA_TYPE

PROBLEM = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "hint", "data"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "what is wrong"},
        "code": {"type": "string", "description": "never changes its meaning"},
        "hint": {"type": "string", "description": "what to do"},
        "data": {"type": "object", "description": "the values that are concerned"},
    },
}
KEY_PARAMETER = {
    "in": "header",
    "name": HEADER,
    "required": True,
    "description": "new for each request, the same when a request is repeated",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$"},
}
REFUSED = {
    "description": "refused, with the reason",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


CSV = {"text/csv": {"schema": {"type": "string"}}}


def csv_in() -> dict[str, object]:
    """Of an operation whose body is a CSV file."""
    return {"requestBody": {"required": True, "content": CSV}}


def csv_out() -> dict[str, object]:
    """Of an operation that answers with a CSV file."""
    return {"responses": {200: {"description": "the file, written while it is read", "content": CSV}}}


class DocumentedApi(NinjaAPI):
    """A NinjaAPI whose document tells of keys and problems."""

    def get_openapi_schema(self, **parameters: Any) -> OpenAPISchema:
        """The whole document."""
        document = super().get_openapi_schema(**parameters)
        document["components"]["schemas"]["Problem"] = PROBLEM
        for methods in document["paths"].values():
            for method, operation in methods.items():
                operation["responses"] |= {"4XX": REFUSED, "5XX": REFUSED}
                if method == "post":
                    operation["parameters"] = [*operation["parameters"], KEY_PARAMETER]
        return document


def show_document(api: NinjaAPI, request: HttpRequest) -> HttpResponse:
    """The document, for anyone: it tells nothing about the installation."""
    prefix = re.sub(r"openapi\.json$", "", request.path)
    return JsonResponse(api.get_openapi_schema(path_prefix=prefix))
