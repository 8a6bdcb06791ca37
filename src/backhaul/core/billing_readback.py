"""Finds out whether a charge of a subscription whose reply was lost was made: by its idempotency key."""

from collections.abc import Mapping, Sequence

from backhaul.core.contracts import RemoteAttempt
from backhaul.core.errors import BadReference
from backhaul.core.readback import Absent, Finding, Found
from backhaul.core.stored_call import object_of

CHARGE = "subscriptionBillingAttemptCreate"


def charged_cycle(variables: Mapping[str, object]) -> int:
    """The index of the cycle that a stored charge is for. Raises BadReference."""
    given = object_of(variables.get("subscriptionBillingAttemptInput"))
    index = object_of(given.get("billingCycleSelector")).get("index")
    if not isinstance(index, int):
        raise BadReference("The stored call names no billing cycle.")
    return index


def find_charge(key: str, attempts: Sequence[RemoteAttempt]) -> Finding:
    """The attempt that was made with the key; where there is none, the same key is sent again, which is harmless."""
    made = next((one for one in attempts if one.idempotency_key == key), None)
    return Found((made.gid,), {"state": made.state}) if made else Absent()
