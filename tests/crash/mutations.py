"""Every mutation that Backhaul uses."""

import pytest

from tests.crash.fulfilling import FULFILLING
from tests.crash.paying import PAYING

EVERY_MUTATION = pytest.mark.parametrize("scenarios", [FULFILLING, PAYING], ids=["fulfillments", "payments"])
SCENARIOS = {scenario.name or scenario.mutation: scenario for scenario in (*FULFILLING, *PAYING)}
