"""Every mutation that Backhaul uses, by name."""

from tests.crash.fulfilling import FULFILLING
from tests.crash.paying import PAYING

SCENARIOS = {scenario.mutation: scenario for scenario in (*FULFILLING, *PAYING)}
