"""A store's policies: what it does where there is a choice."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from backhaul.core.channels import Language
from backhaul.core.expiry import check_notice_hours
from backhaul.core.payment_lines import PartialCapture
from backhaul.core.shipment import OtherLocation, ScheduledPolicy
from backhaul.flows.store_pauses import require_installed
from backhaul.models import Store

log = structlog.get_logger()


@dataclass(frozen=True)
class Policies:
    """A store's choices; None leaves one as it is.

    `expiry_notice_hours`: how long before an authorisation expires notices are given; none at all when it is empty.
    `mail_customers`: whether we write to customers ourselves, in `customer_language`.
    """

    other_location: OtherLocation | None = None
    scheduled: ScheduledPolicy | None = None
    notify_customer: bool | None = None
    partial_capture: PartialCapture | None = None
    expiry_notice_hours: Sequence[int] | None = None
    mail_customers: bool | None = None
    customer_language: Language | None = None


def set_policies(store: Store, policies: Policies) -> None:
    """Change a store's policies; tasks already waiting follow the new ones when they run next.

    Raises InputError, StoreUninstalled.
    """
    require_installed(store)
    changes = {name: value for name, value in vars(policies).items() if value is not None}
    if policies.expiry_notice_hours is not None:
        changes["expiry_notice_hours"] = check_notice_hours(policies.expiry_notice_hours)
    if changes:
        Store.objects.filter(pk=store.pk).update(**changes)
        log.info("store.policies_changed", store=store.slug, **changes)
