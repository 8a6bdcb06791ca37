"""What posting a shipment and posting an invoice share: the number, the order's lock, and a second try."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from django.db import IntegrityError, transaction

from backhaul.core.errors import BadReference
from backhaul.core.outstanding import LineRequest
from backhaul.models import SalesOrder, SalesOrderLine

MAX_NUMBER_CHARACTERS = 64
Result = TypeVar("Result")


def post_once(post: Callable[[], Result]) -> Result:
    """Post in one transaction, and find again what was posted under the same number at the same instant.

    The order's row lock keeps postings of one order apart; those of two orders of a store meet in the constraint.
    """
    try:
        with transaction.atomic():
            return post()
    except IntegrityError:
        with transaction.atomic():
            return post()


def locked(order_id: str) -> SalesOrder:
    """The order with its store, its row locked until the caller's transaction ends."""
    return SalesOrder.objects.select_for_update(no_key=True, of=("self",)).select_related("store").get(pk=order_id)


def content_hash(facts: Mapping[str, object]) -> str:
    """A fingerprint of what a document says: the same facts, in whatever order, have the same one."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def check_external_number(text: str) -> str:
    """The back office's own number: 1 to 64 printable characters. Raises BadReference."""
    number = text.strip()
    if not number or len(number) > MAX_NUMBER_CHARACTERS or not number.isprintable():
        raise BadReference(
            "The external number is empty, too long or not printable.",
            hint=f"Give the number of your document, with at most {MAX_NUMBER_CHARACTERS} characters.",
        )
    return number


def lines_elsewhere(order: SalesOrder, requests: Sequence[LineRequest]) -> Mapping[str, str]:
    """Lines that the request names by our id and that belong to other orders of the store, for a helpful refusal."""
    named = [request.line for request in requests if request.line]
    others = SalesOrderLine.objects.filter(pk__in=named, order__store=order.store).exclude(order=order)
    return dict(others.values_list("pk", "order__name"))
