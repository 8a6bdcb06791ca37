"""What policies say of paid goods when a subscription ends."""

import pytest

from backhaul.core.subscription_policies import LastOrderPolicy, RemainingPolicy, SubscriptionPolicies

ASK_OF_PREPAID = SubscriptionPolicies(
    prepaid_cancelled=RemainingPolicy.ASK_MERCHANT, last_order=LastOrderPolicy.SHIP_ORDER
)
ASK_OF_LAST_ORDER = SubscriptionPolicies(
    prepaid_cancelled=RemainingPolicy.REFUND_REMAINING, last_order=LastOrderPolicy.ASK_MERCHANT
)


@pytest.mark.parametrize(
    ("policies", "is_prepaid", "asks"),
    [
        (ASK_OF_PREPAID, True, True),
        (ASK_OF_PREPAID, False, False),
        (ASK_OF_LAST_ORDER, True, False),
        (ASK_OF_LAST_ORDER, False, True),
    ],
)
def test_a_person_is_asked_by_the_policy_of_what_was_paid(
    policies: SubscriptionPolicies, is_prepaid: bool, asks: bool
) -> None:
    assert policies.asks_at_the_end(is_prepaid=is_prepaid) is asks
    assert policies.is_end_decided(is_prepaid=is_prepaid, by_change=False, is_answered=False) is not asks


@pytest.mark.parametrize(("by_change", "is_answered"), [(True, False), (False, True)])
def test_a_change_of_ours_or_an_answer_decides_what_a_policy_asks(by_change: bool, is_answered: bool) -> None:
    assert ASK_OF_PREPAID.is_end_decided(is_prepaid=True, by_change=by_change, is_answered=is_answered)
