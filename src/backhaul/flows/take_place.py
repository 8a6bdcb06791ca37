"""Moves deliveries that are not billed yet into the place of those of another billing cycle."""

from django.db import transaction

from backhaul.core.change_charges import MOVED_TO
from backhaul.flows.deliveries import keep_deliveries
from backhaul.models import ChangeStep, Contract

_TAKEN = "place_taken"
"""In the params of a step: its deliveries have taken the other ones' place."""


def take_place(step: ChangeStep) -> None:
    """Let the deliveries of the cycle that a step has skipped be those of the cycle that they are moved to.

    The ones that were expected there are the skipped ones then: whoever asked for another date for a delivery finds
    that delivery, by its number, on that date. Noted with the step in the same transaction: done again it does nothing.
    """
    with transaction.atomic():
        contract = Contract.objects.select_for_update(no_key=True, of=("self",)).select_related("store")
        locked = contract.get(pk=step.change.contract_id)
        found = ChangeStep.objects.select_for_update(no_key=True).get(pk=step.pk)
        skipped, place = found.params.get("cycle_index"), found.params.get(MOVED_TO)
        if _TAKEN in found.params or not isinstance(skipped, int) or not isinstance(place, int):
            return
        expected = locked.deliveries.filter(order=None)
        moved = list(expected.filter(cycle_index=skipped).values_list("pk", flat=True))
        expected.filter(cycle_index=place).update(cycle_index=skipped)
        expected.filter(pk__in=moved).update(cycle_index=place)
        found.params = {**found.params, _TAKEN: True}
        found.save(update_fields=["params"])
        keep_deliveries(locked)
