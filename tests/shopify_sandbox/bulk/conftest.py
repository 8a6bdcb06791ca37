"""A served sandbox, and words for what a client does with bulk operations."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest

from shopify_sandbox.assembly import shopify_domain
from shopify_sandbox.http.shop import Sandbox
from shopify_sandbox.options import Profile
from tests.shopify_sandbox.server import serving

OPERATION = """id status type errorCode createdAt completedAt objectCount rootObjectCount fileSize url partialDataUrl
  query"""
RUN_QUERY = f"""mutation($query: String!, $grouped: Boolean!) {{
  bulkOperationRunQuery(query: $query, groupObjects: $grouped) {{
    bulkOperation {{ {OPERATION} }} userErrors {{ field message code }} }} }}"""
RUN_MUTATION = f"""mutation($mutation: String!, $path: String!) {{
  bulkOperationRunMutation(mutation: $mutation, stagedUploadPath: $path) {{
    bulkOperation {{ {OPERATION} }} userErrors {{ field message code }} }} }}"""
READ = f"query($id: ID!) {{ bulkOperation(id: $id) {{ {OPERATION} }} }}"
CANCEL = f"""mutation($id: ID!) {{ bulkOperationCancel(id: $id) {{
  bulkOperation {{ {OPERATION} }} userErrors {{ field message }} }} }}"""
STAGE = """mutation($input: [StagedUploadInput!]!) { stagedUploadsCreate(input: $input) {
  stagedTargets { url resourceUrl parameters { name value } } userErrors { field message } } }"""
PRODUCT = """mutation($product: ProductCreateInput!) { productCreate(product: $product) {
  product { id } userErrors { field message } } }"""
PRODUCTS = "{ products { edges { node { id title } } } }"
CREATE_PRODUCT = """mutation($product: ProductCreateInput!) { productCreate(product: $product) {
  product { title } userErrors { field message } } }"""

Json = dict[str, Any]


@dataclass
class Story:
    """A client of the sandbox."""

    http: httpx2.Client
    version: str = "2026-10"
    token: str = "shpat_sandbox"

    def send(self, document: str, **variables: object) -> Json:
        """The answer's data; fails the test on errors."""
        answer = self.http.post(
            f"/admin/api/{self.version}/graphql.json",
            json={"query": document, "variables": variables},
            headers={"X-Shopify-Access-Token": self.token},
        ).json()
        assert "errors" not in answer, answer["errors"]
        data: Json = answer["data"]
        return data

    def product(self, title: str, **given: object) -> str:
        """The id of a new product."""
        return str(self.send(PRODUCT, product={"title": title, **given})["productCreate"]["product"]["id"])

    def query(self, text: str = PRODUCTS, *, grouped: bool = False) -> Json:
        """bulkOperationRunQuery's payload."""
        payload: Json = self.send(RUN_QUERY, query=text, grouped=grouped)["bulkOperationRunQuery"]
        return payload

    def mutate(self, text: str, path: str) -> Json:
        """bulkOperationRunMutation's payload."""
        payload: Json = self.send(RUN_MUTATION, mutation=text, path=path)["bulkOperationRunMutation"]
        return payload

    def read(self, operation: Mapping[str, Any]) -> Json:
        """The operation as it is now."""
        now: Json = self.send(READ, id=operation["id"])["bulkOperation"]
        return now

    def cancel(self, operation: Mapping[str, Any]) -> Json:
        """bulkOperationCancel's payload."""
        payload: Json = self.send(CANCEL, id=operation["id"])["bulkOperationCancel"]
        return payload

    def wait(self, duration: str = "PT2S") -> None:
        """Let the sandbox's time pass."""
        assert self.http.post("/sandbox/clock", json={"advance": duration}).status_code == 200

    def plan(self, **given: object) -> None:
        """Say what is wanted of the next operation."""
        assert self.http.post("/sandbox/bulk", json=given).status_code == 200

    def orders(self, count: int) -> None:
        """Place so many orders of one line."""
        body = {"lines": [{"sku": "TEA"}], "count": count, "quiet": True}
        assert self.http.post("/sandbox/checkout", json=body).status_code == 200

    def finished(self, payload: Mapping[str, Any]) -> Json:
        """The operation that was started, after its end."""
        assert payload["userErrors"] == []
        self.wait()
        return self.read(payload["bulkOperation"])

    def rows(self, operation: Mapping[str, Any]) -> list[Json]:
        """The lines of its result."""
        return [json.loads(line) for line in self.http.get(operation["url"]).text.splitlines()]

    def target(self, method: str = "POST", **given: object) -> Json:
        """Where a file with bulk variables may be uploaded to; `path` is what refers to it."""
        wanted = {"filename": "variables.jsonl", "mimeType": "text/jsonl", "resource": "BULK_MUTATION_VARIABLES"}
        staged = self.send(STAGE, input=[{**wanted, "httpMethod": method, **given}])["stagedUploadsCreate"]
        target: Json = staged["stagedTargets"][0]
        fields = {each["name"]: each["value"] for each in target["parameters"]}
        path = fields.get("key") or target["url"].split("/staged-uploads/")[1].split("?")[0]
        return {"url": target["url"], "fields": fields, "path": path}

    def upload(self, lines: Sequence[object]) -> str:
        """Upload a file with these lines; its path."""
        target = self.target()
        content = "\n".join(json.dumps(line) for line in lines).encode()
        sent = self.http.post(target["url"], data=target["fields"], files={"file": ("variables.jsonl", content)})
        assert sent.status_code == 201
        return str(target["path"])


def errors(payload: Mapping[str, Any]) -> list[str]:
    """The messages of a payload that refused."""
    assert payload["bulkOperation"] is None
    return [each["message"] for each in payload["userErrors"]]


@pytest.fixture(scope="session")
def _served() -> Iterator[httpx2.Client]:
    with serving(Sandbox(Profile(), shopify_domain())) as url, httpx2.Client(base_url=url, timeout=20) as client:
        yield client


@pytest.fixture
def story(_served: httpx2.Client) -> Story:
    """A freshly reset sandbox."""
    _served.post("/sandbox/reset")
    return Story(_served)
