"""Every mutation that Backhaul uses."""

import pytest

from tests.crash.changing import CHANGING_BILLING, CHANGING_CONTRACTS, CHANGING_ORDERS
from tests.crash.charging import CHARGING
from tests.crash.fulfilling import FULFILLING
from tests.crash.paying import PAYING
from tests.crash.tagging import TAGGING

PARTS = {
    "fulfillments": FULFILLING,
    "payments": PAYING,
    "orders of subscriptions": CHANGING_ORDERS[:3],
    "held and cancelled orders": CHANGING_ORDERS[3:],
    "contracts": CHANGING_CONTRACTS[:3],
    "statuses of contracts": CHANGING_CONTRACTS[3:],
    "billing": (*CHANGING_BILLING, *CHARGING),
    "tags": TAGGING,
}
EVERY_MUTATION = pytest.mark.parametrize("scenarios", PARTS.values(), ids=PARTS)
SCENARIOS = {scenario.name or scenario.mutation: scenario for part in PARTS.values() for scenario in part}
