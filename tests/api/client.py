"""A caller of the API."""

import json
import uuid
from typing import Any, cast
from urllib.parse import quote

from django.http import HttpResponse
from django.test import Client

TOKEN = "a-token-of-the-api"


class Caller:
    """Sends JSON with a token, and with a fresh Idempotency-Key unless one is given."""

    def __init__(self, token: str | None = TOKEN) -> None:
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._client = Client(raise_request_exception=False)

    def get(self, path: str, **query: str) -> HttpResponse:
        """GET below /api/v1."""
        return cast(HttpResponse, self._client.get(f"/api/v1{path}", query, headers=self._headers))

    def post(self, path: str, body: object = None, *, key: str | None = None, method: str = "POST") -> HttpResponse:
        """POST a JSON body below /api/v1."""
        text = json.dumps({} if body is None else body)
        return self.send(method, path, text, key=key or uuid.uuid4().hex)

    def patch(self, path: str, body: object) -> HttpResponse:
        """PATCH with a JSON body below /api/v1."""
        return self.post(path, body, method="PATCH")

    def send(
        self, method: str, path: str, body: str | bytes, *, key: str = "", content_type: str = "application/json"
    ) -> HttpResponse:
        """Any request below /api/v1."""
        headers = {**self._headers, **({"Idempotency-Key": key} if key else {})}
        return cast(HttpResponse, self._client.generic(method, f"/api/v1{path}", body, content_type, headers=headers))


def order_path(reference: str, rest: str = "") -> str:
    """The address of an order by any of its names."""
    return f"/orders/{quote(reference, safe='')}{rest}"


def shipment(number: str = "S-1", **fields: Any) -> dict[str, Any]:
    """A shipment of two apples, with these fields changed."""
    return {"external_number": number, "lines": [{"sku": "apple", "quantity": 2}], **fields}


def json_of(response: HttpResponse) -> Any:
    """The JSON of an answer, whatever its status."""
    return json.loads(response.content)


def expect_problem(response: HttpResponse, status: int, code: str) -> dict[str, Any]:
    """The problem document; fails the test when it is another or none."""
    assert response["Content-Type"] == "application/problem+json", response.content[:300]
    document: dict[str, Any] = json.loads(response.content)
    assert (response.status_code, document["code"]) == (status, code), document
    assert document["status"] == status
    assert document["type"] == f"urn:backhaul:problem:{code}"
    assert document["title"]
    assert document["detail"]
    assert isinstance(document["data"], dict)
    return document


def body_of(response: HttpResponse, status: int = 200) -> Any:
    """The JSON of an answer with this status."""
    assert response.status_code == status, response.content[:500]
    assert response["Content-Type"] == "application/json; charset=utf-8"
    return json.loads(response.content)
