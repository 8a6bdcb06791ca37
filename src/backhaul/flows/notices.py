"""Tells a merchant or a customer something once, and keeps whether it was read."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from backhaul.core.errors import NotFound
from backhaul.core.notices import Option, Recipient
from backhaul.flows.clock import now
from backhaul.flows.spread_notice import spread
from backhaul.models import Contract, Notice, SalesOrder, Store


@dataclass(frozen=True)
class Telling:
    """What to tell whom, about what; `unique_key` makes a second telling the same notice.

    With `options` it is to be decided, if possible by `decide_by`.
    """

    kind: str
    subject_id: str
    unique_key: str
    words: str
    recipient: Recipient = Recipient.MERCHANT
    options: Sequence[Option] = ()
    decide_by: datetime | None = None


def tell(store: Store, order: SalesOrder | None, telling: Telling, *, contract: Contract | None = None) -> bool:
    """Write the notice, and what is owed to those who want to be told of it; returns False when it was given before."""
    defaults = {
        "store": store,
        "order": order,
        "contract": contract,
        "kind": telling.kind,
        "subject_id": telling.subject_id,
        "words": telling.words,
        "recipient": telling.recipient,
        "options": [asdict(option) for option in telling.options],
        "decide_by": telling.decide_by,
        "created_at": now(),
    }
    with transaction.atomic():
        notice, is_new = Notice.objects.get_or_create(unique_key=telling.unique_key, defaults=defaults)
        if is_new:
            spread(notice)
    return is_new


def to_decide(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """Those of them that ask for a decision that nobody has made and that still has an effect."""
    return notices.exclude(options=[]).filter(decided_at=None, result="")


def close_notice(notice: Notice, because: str) -> None:
    """Note why nothing is left to decide about it; it cannot be decided any more."""
    notice.result = because
    notice.save(update_fields=["result"])


def mark_read(notice_id: str) -> Notice:
    """Note that a person has read it; the first time counts. Raises NotFound."""
    with transaction.atomic():
        notice = Notice.objects.select_for_update(no_key=True).filter(pk=notice_id).first()
        if notice is None:
            raise NotFound("notice", notice_id)
        if notice.read_at is None:
            notice.read_at = now()
            notice.save(update_fields=["read_at"])
    return notice


def mark_all_read() -> int:
    """Note that a person has read everything that was unread until now; returns how many notices that were."""
    return Notice.objects.filter(read_at=None).update(read_at=now())
