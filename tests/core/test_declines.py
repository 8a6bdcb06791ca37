"""Every code that Shopify has for a failed charge has a class."""

import pytest
from graphql import GraphQLEnumType
from scripts.operations.generate import read_schema

from backhaul.core.billing_rejections import BILLING_ANSWERS
from backhaul.core.decisions import Later, Person
from backhaul.core.declines import DECLINES, Decline, decline_of, say_decline
from backhaul.core.rejections import classify
from backhaul.core.shopify_errors import UserError


def values_of(name: str) -> set[str]:
    enum = read_schema().type_map[name]
    assert isinstance(enum, GraphQLEnumType)
    return set(enum.values)


@pytest.mark.parametrize(
    "name",
    [
        "SubscriptionBillingAttemptErrorCode",
        "SubscriptionBillingAttemptPaymentErrorCode",
        "SubscriptionBillingAttemptGeneralErrorCode",
        "SubscriptionBillingAttemptInventoryErrorCode",
    ],
)
def test_every_code_of_the_schema_has_a_class(name: str) -> None:
    assert values_of(name) <= set(DECLINES)


def test_no_class_names_a_code_that_the_schema_does_not_have() -> None:
    assert set(DECLINES) == values_of("SubscriptionBillingAttemptErrorCode")


def test_a_code_that_is_new_is_a_persons() -> None:
    assert decline_of("A_NEW_CODE") is Decline.UNKNOWN
    assert "A_NEW_CODE" in say_decline("A_NEW_CODE")


def test_every_refusal_of_an_attempt_is_answered() -> None:
    codes = values_of("BillingAttemptUserErrorCode")

    assert codes - {"INVALID"} == set(BILLING_ANSWERS)


def test_a_full_desk_is_come_back_to_and_what_is_not_known_is_a_persons() -> None:
    def answer(code: str) -> object:
        return classify("subscriptionBillingAttemptCreate", [UserError(("input",), "No.", code)])

    assert isinstance(answer("THROTTLED"), Later)
    assert isinstance(answer("INVALID"), Person)
    assert isinstance(answer("A_NEW_CODE"), Person)
