"""Whether an order shows what a change of ours has made of it."""

from backhaul.core.order_facts import ADDRESS
from backhaul.core.order_readback import goes_to
from backhaul.core.remote import RemoteOrder
from backhaul.core.stored_call import object_of
from backhaul.models import Intent, OrderDifference, SalesOrder, TaskAttempt

_MADE = (*Intent.UNSETTLED, Intent.State.DONE)


def has_our_address(order: SalesOrder, remote: RemoteOrder) -> bool:
    """Whether the order goes where our last call has asked for, answered or not, and shows it for the first time.

    When another address was noted after that call, a change back to it is somebody else's.
    """
    calls = Intent.objects.filter(store=order.store, subject_gid=order.gid, operation="orderUpdate", state__in=_MADE)
    last = calls.filter(variables__input__has_key="shippingAddress").order_by("-created_at").first()
    if last is None or not goes_to(object_of(last.variables["input"]["shippingAddress"]), remote.shipping_address):
        return False
    began = TaskAttempt.objects.filter(task=last.task_id, fencing=last.fencing).first()
    noted = OrderDifference.objects.filter(order=order, path__startswith=ADDRESS)
    return began is not None and not noted.filter(noticed_at__gte=began.started_at).exists()
