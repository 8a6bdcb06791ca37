"""What follows when Shopify refuses a change of a subscription or its orders: every code of the schema has a rule."""

import pytest

from backhaul.core.contract_rejections import CONTRACT_RULES, FUTURE_EDITS
from backhaul.core.decisions import Done, Person, Replan
from backhaul.core.order_rejections import ORDER_RULES
from backhaul.core.rejections import classify, classify_missing
from backhaul.core.shopify_errors import UserError
from backhaul.shopify.operations.mutations.enums import (
    FulfillmentOrderHoldUserErrorCode,
    OrderCancelUserErrorCode,
    SubscriptionBillingCycleErrorCode,
    SubscriptionContractStatusUpdateErrorCode,
    SubscriptionDraftErrorCode,
)
from backhaul.shopify.operations.open_enum import OpenEnum

TOLD_BY_WORDS = {"INVALID", "INTERNAL_ERROR"}
"""Codes that say nothing by themselves: the message is shown to a person, unless its form is known."""
OF_UNITS = {"DUPLICATED_FULFILLMENT_ORDER_LINE_ITEMS", "GREATER_THAN_ZERO", "INVALID_LINE_ITEM_QUANTITY", "TAKEN"}
"""A hold of a whole fulfillment order names no lines; TAKEN is told by its field."""


def refusal(code: str, message: str = "No.", field: tuple[str, ...] = ()) -> UserError:
    return UserError(field=field, message=message, code=code)


@pytest.mark.parametrize(
    ("operation", "codes"),
    [
        ("subscriptionDraftCommit", SubscriptionDraftErrorCode),
        ("subscriptionDraftUpdate", SubscriptionDraftErrorCode),
        ("subscriptionDraftLineRemove", SubscriptionDraftErrorCode),
        ("subscriptionBillingCycleContractEdit", SubscriptionDraftErrorCode),
        ("subscriptionBillingCycleContractDraftCommit", SubscriptionDraftErrorCode),
        ("subscriptionBillingCycleScheduleEdit", SubscriptionBillingCycleErrorCode),
        ("subscriptionBillingCycleEditDelete", SubscriptionBillingCycleErrorCode),
        ("subscriptionContractPause", SubscriptionContractStatusUpdateErrorCode),
        ("subscriptionContractCancel", SubscriptionContractStatusUpdateErrorCode),
        ("orderCancel", OrderCancelUserErrorCode),
        ("fulfillmentOrderHold", FulfillmentOrderHoldUserErrorCode),
    ],
)
def test_every_code_of_the_schema_has_a_rule(operation: str, codes: type[OpenEnum]) -> None:
    known = {rule.code for rule in {**CONTRACT_RULES, **ORDER_RULES}[operation]}

    missing = {code.value for code in codes} - known - TOLD_BY_WORDS - OF_UNITS

    assert missing == set()


@pytest.mark.parametrize(
    ("operation", "error", "follows"),
    [
        ("subscriptionDraftCommit", refusal("STALE_CONTRACT"), Replan),
        ("subscriptionDraftCommit", refusal(FUTURE_EDITS), Replan),
        ("subscriptionDraftCommit", refusal("COMMITTED"), Done),
        ("subscriptionDraftCommit", refusal("BILLING_CYCLE_PRESENT"), Person),
        ("subscriptionDraftCommit", refusal("INVALID", "Something new"), Person),
        ("subscriptionDraftLineUpdate", refusal("COMMITTED"), Replan),
        ("subscriptionDraftLineRemove", refusal("ALREADY_REMOVED"), Done),
        ("subscriptionContractCancel", refusal("CONTRACT_TERMINATED"), Done),
        ("subscriptionContractPause", refusal("CONTRACT_TERMINATED"), Replan),
        ("subscriptionContractActivate", refusal("CONTRACT_TERMINATED"), Replan),
        ("subscriptionContractSetNextBillingDate", refusal("INVALID", "Date is in the past"), Person),
        ("subscriptionBillingCycleSkip", refusal("INVALID", "The billing cycle is already skipped."), Done),
        ("subscriptionBillingCycleSkip", refusal("INVALID", "No."), Person),
        ("subscriptionBillingCycleUnskip", refusal("INVALID", "The billing cycle is not skipped."), Done),
        ("subscriptionBillingCycleScheduleEdit", refusal("OUT_OF_BOUNDS"), Person),
        ("subscriptionBillingCycleScheduleEdit", refusal("INCOMPLETE_BILLING_ATTEMPTS"), Replan),
        ("subscriptionBillingCycleEditDelete", refusal("NO_CYCLE_EDITS"), Done),
        ("orderUpdate", UserError(("shippingAddress", "zip"), "is not valid", None), Person),
        (
            "fulfillmentOrderReschedule",
            UserError(("id",), "Fulfillment order must be scheduled.", None),
            Replan,
        ),
        ("fulfillmentOrderReschedule", UserError(("fulfillAt",), "must be in the future", None), Person),
        ("fulfillmentOrderHold", refusal("DUPLICATE_FULFILLMENT_HOLD_HANDLE"), Done),
        ("fulfillmentOrderHold", refusal("TAKEN", field=("fulfillmentHold", "handle")), Done),
        ("fulfillmentOrderHold", refusal("FULFILLMENT_ORDER_HOLD_LIMIT_REACHED"), Person),
        (
            "orderCancel",
            refusal("INVALID", "Cannot cancel an order that has already been canceled"),
            Done,
        ),
        (
            "orderCancel",
            refusal("INVALID", "Cannot cancel an order that has outstanding fulfillments"),
            Replan,
        ),
        ("orderCancel", refusal("NO_REFUND_PERMISSION"), Person),
    ],
)
def test_what_follows_from_a_refusal(operation: str, error: UserError, follows: type) -> None:
    verdict = classify(operation, [error])

    assert isinstance(verdict, follows)


@pytest.mark.parametrize(
    ("operation", "follows"),
    [
        ("subscriptionDraftUpdate", Replan),
        ("subscriptionDraftCommit", Replan),
        ("fulfillmentOrderHold", Replan),
        ("subscriptionContractPause", Person),
        ("orderCancel", Person),
    ],
)
def test_what_follows_when_shopify_no_longer_has_what_a_call_was_for(operation: str, follows: type) -> None:
    assert isinstance(classify_missing(operation), follows)
