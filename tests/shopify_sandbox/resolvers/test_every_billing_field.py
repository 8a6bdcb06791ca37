"""Every field of billing cycles, attempts and edited contracts has an answer."""

from __future__ import annotations

import pytest

from tests.shopify_sandbox.resolvers.billing_story import Billing, a_billing_shop
from tests.shopify_sandbox.resolvers.test_every_field import selections

PREFIX = "SubscriptionBillingAttempt"


@pytest.fixture(scope="module")
def here() -> Billing:
    """A contract whose first cycle was billed, the second edited and failing for want of goods."""
    made = a_billing_shop()
    contract = made.monthly()
    made.renew(contract)
    made.edit_content(contract, 2)
    made.until("2027-01-02T09:30:00Z")
    made.control(next={"outcome": "failure", "error_code": "INSUFFICIENT_INVENTORY"})
    made.ended(made.attempt(contract, key="short"))
    return made


def failures(here: Billing, typename: str, around: str) -> list[str]:
    """What goes wrong with each of the type's fields, asked for at its place."""
    return [
        error["message"]
        for selection in selections(typename)
        for error in here.shop.answer(around % selection).get("errors", [])
    ]


@pytest.mark.parametrize(
    ("typename", "around"),
    [
        ("SubscriptionBillingCycle", "%s"),
        ("SubscriptionBillingCycleEditedContract", "editedContract { %s }"),
        ("SubscriptionLine", "editedContract { lines(first: 1) { nodes { %s } } }"),
    ],
)
def test_every_field_of_a_cycle_answers(here: Billing, typename: str, around: str) -> None:
    gid = here.shop.send("{ subscriptionContracts(first: 1) { nodes { id } } }")["subscriptionContracts"]["nodes"][0]
    start = f'{{ subscriptionBillingCycle(billingCycleInput: {{contractId: "{gid["id"]}", selector: {{index: 2}}}})'

    assert failures(here, typename, f"{start} {{ {around} }} }}") == []


@pytest.mark.parametrize(
    ("typename", "around"),
    [
        (PREFIX, "%s"),
        (f"{PREFIX}SuccessState", f"state {{ ... on {PREFIX}SuccessState {{ %s }} }}"),
        (
            f"{PREFIX}InventoryError",
            f"state {{ ... on {PREFIX}FailedState {{ error {{ ... on {PREFIX}InventoryError {{ %s }} }} }} }}",
        ),
        (
            f"{PREFIX}InsufficientStockProductVariantsError",
            f"processingError {{ ... on {PREFIX}InsufficientStockProductVariantsError {{ %s }} }}",
        ),
    ],
)
def test_every_field_of_an_attempt_answers(here: Billing, typename: str, around: str) -> None:
    assert failures(here, typename, f"{{ subscriptionBillingAttempts(first: 9) {{ nodes {{ {around} }} }} }}") == []


def test_an_attempt_is_a_node(here: Billing) -> None:
    found = here.shop.send("{ subscriptionBillingAttempts(first: 1) { nodes { id } } }")
    gid = found["subscriptionBillingAttempts"]["nodes"][0]["id"]

    node = here.shop.send("query($id: ID!) { node(id: $id) { __typename id } }", {"id": gid})["node"]

    assert node == {"__typename": PREFIX, "id": gid}
