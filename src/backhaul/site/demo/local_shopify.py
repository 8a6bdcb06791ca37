"""The local Shopify of the demo, spoken to over HTTP: its customers, its faults and its log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx2

from backhaul.core.installation_errors import SandboxUnreachable

OUR_TOKEN = "shpat_sandbox"  # noqa: S105 -- the documented token of a local stand-in, no secret
SIGNING_SECRET = "sandbox-secret"  # noqa: S105 -- likewise
TIMEOUT_SECONDS = 30
TEN_YEARS_SECONDS = 10 * 366 * 86_400


@dataclass(frozen=True)
class Placed:
    """An order that a customer has placed."""

    gid: str
    name: str


@dataclass(frozen=True)
class Calls:
    """What calls to the Admin API have cost; `carried_out` counts those by root field that had their effect."""

    count: int
    requested: int
    actual: int
    carried_out: Mapping[str, int]


class LocalShopify:
    """The control endpoints of a running sandbox. Every method raises SandboxUnreachable."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._client = httpx2.Client(timeout=TIMEOUT_SECONDS)
        self._last_entry = 0

    def close(self) -> None:
        """Let go of its connections."""
        self._client.close()

    def place_order(self, lines: Sequence[Mapping[str, object]], payment: object = "paid") -> Placed:
        """A customer buys, and pays all of it at once unless told."""
        told = self.ask("POST", "/sandbox/checkout", {"lines": list(lines), "payment": payment})
        return Placed(gid=str(told["order"]), name=str(told["name"]))

    def answer_next_capture(self, order_gid: str, **answer: str) -> None:
        """How the order's gateway answers when it is asked next to capture."""
        self.ask("POST", "/sandbox/payments", {"next_capture": {"order": order_gid, **answer}})

    def authorise(self, order_gid: str, amount: str) -> None:
        """The customer gives another card."""
        payment = {"gateway": "shopify_payments", "amount": amount}
        self.ask("POST", "/sandbox/payments", {"order": order_gid, "do": "authorise", **payment})

    def lose_next_reply_to(self, operation: str) -> None:
        """The next call of this root field is carried out, but its reply never arrives."""
        self.ask("POST", "/sandbox/faults", {"kind": "timeout_after", "operation": operation, "nth": 1})

    def lose_webhooks(self) -> None:
        """From now on no webhook is delivered."""
        self.ask("POST", "/sandbox/faults", {"kind": "drop"})

    def change_contract(self, contract_gid: str, **what: object) -> None:
        """The customer, or another app, changes a subscription contract."""
        self.ask("POST", "/sandbox/contracts", {"contract": contract_gid, **what})

    def behave(self) -> None:
        """Nothing goes wrong any more."""
        self.ask("DELETE", "/sandbox/faults", None)

    def deliver_again(self, webhook_id: str, *, times: int) -> int:
        """Deliver a webhook so many times more, exactly as it was; returns how many were answered well."""
        told = self.ask("POST", "/sandbox/deliveries/redeliver", {"webhook_id": webhook_id, "times": times})
        return int(told["answers"].get("200", 0))

    def other_token(self) -> str:
        """A token of another app, which may do everything and outlasts every story."""
        issued = self.ask("POST", "/sandbox/tokens", {"action": "issue", "expires_in": TEN_YEARS_SECONDS})
        return str(issued["access_token"])

    def calls_since_last_asked(self) -> Calls:
        """What our own calls have cost since this was last asked."""
        told = self.ask("GET", f"/sandbox/log?after={self._last_entry}", None)
        entries: list[dict[str, Any]] = list(told["requests"])
        self._last_entry = max((int(entry["n"]) for entry in entries), default=self._last_entry)
        ours = [entry for entry in entries if entry["token_suffix"] == OUR_TOKEN[-4:]]
        carried_out: dict[str, int] = {}
        for entry in ours:
            for field in entry["root_fields"] if entry["carried_out"] else ():
                carried_out[field] = carried_out.get(field, 0) + 1
        return Calls(
            count=len(ours),
            requested=sum(entry["requested"] or 0 for entry in ours),
            actual=sum(entry["actual"] or 0 for entry in ours),
            carried_out=carried_out,
        )

    def ask(
        self, method: str, path: str, body: Mapping[str, object] | None, *, headers: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """One request, and the JSON object that answers it."""
        try:
            answer = self._client.request(method, f"{self.url}{path}", json=body, headers=headers)
            answer.raise_for_status()
            return dict(answer.json())
        except (httpx2.HTTPError, ValueError, TypeError) as exc:
            raise SandboxUnreachable(f"The local Shopify did not do {method} {path}: {exc}") from exc
