"""Which function carries out which kind of task, and which recurring job."""

from collections.abc import Callable

from backhaul.core.outcome import Outcome
from backhaul.core.recurring import Ran, RecurringJob
from backhaul.flows.aftermath import TELL_OF_END
from backhaul.flows.backfill import BACKFILL_ORDERS, backfill_orders, see_to_backfill
from backhaul.flows.bill_cycles import bill_due_cycles
from backhaul.flows.book_credit import book_credit
from backhaul.flows.cancelled_in_shopify import REVIEW_CANCELLED
from backhaul.flows.capture_payment import capture_payment
from backhaul.flows.change_steps import CHANGE_STEP, run_step
from backhaul.flows.change_tasks import FINISH_CHANGE
from backhaul.flows.change_tracking import UPDATE_TRACKING, update_tracking
from backhaul.flows.charge_cycle import charge_cycle
from backhaul.flows.check_webhooks import REPAIR_WEBHOOKS, check_webhooks, repair_webhooks
from backhaul.flows.compare_nightly import compare_nightly
from backhaul.flows.events import SEND_EVENT
from backhaul.flows.finish_change import finish_change
from backhaul.flows.give_back import give_back
from backhaul.flows.give_back_units import give_back_units
from backhaul.flows.leases import Lease
from backhaul.flows.payment_tasks import (
    BOOK_CREDIT,
    CAPTURE_PAYMENT,
    CHARGE_CYCLE,
    GIVE_BACK,
    GIVE_BACK_UNITS,
    RETRIEVE_PAYMENTS,
    VOID_LEFTOVER,
)
from backhaul.flows.plan_change import plan_wanted
from backhaul.flows.portal_links import SEND_PORTAL_LINK
from backhaul.flows.post_shipment import SEND_FULFILLMENT
from backhaul.flows.privacy_erasure import redact_customer
from backhaul.flows.privacy_export import export_customer
from backhaul.flows.privacy_tasks import EXPORT_CUSTOMER, REDACT_CUSTOMER, REDACT_SHOP, VERIFY_UNINSTALL
from backhaul.flows.reconcile import reconcile_orders
from backhaul.flows.recurring import keep_access, run_task_list, sweep_old_rows
from backhaul.flows.refresh_contract import refresh_contract
from backhaul.flows.refresh_order import refresh_order
from backhaul.flows.report_drift import report_drift
from backhaul.flows.retrieve_payments import retrieve_payments
from backhaul.flows.scheduled_work import (
    OPEN_EARLY,
    RESCHEDULE,
    open_fulfillment_order,
    reschedule_fulfillment_order,
)
from backhaul.flows.see_to_telling import see_to_telling
from backhaul.flows.send_event import send_event
from backhaul.flows.send_fulfillment import send_fulfillment
from backhaul.flows.send_notice import send_notice, tell_customer
from backhaul.flows.send_portal_link import send_portal_link
from backhaul.flows.shop_erasure import redact_shop
from backhaul.flows.spread_notice import SEND_DIGEST, SEND_NOTICE, TELL_CUSTOMER
from backhaul.flows.store_life import verify_uninstall
from backhaul.flows.tag_orders import tag_order
from backhaul.flows.tell_of_end import tell_of_end
from backhaul.flows.undo_shipment import CANCEL_FULFILLMENTS, cancel_fulfillments
from backhaul.flows.void_leftover import void_leftover
from backhaul.flows.want_change import PLAN_CHANGE
from backhaul.flows.want_contract import REFRESH_CONTRACT
from backhaul.flows.want_refresh import REFRESH_ORDER
from backhaul.flows.want_tags import TAG_ORDER
from backhaul.flows.watch_expiry import watch_authorisations
from backhaul.models import JobQueueEntry, Task

TASK_HANDLERS: dict[str, Callable[[Task, Lease], Outcome]] = {
    SEND_FULFILLMENT: send_fulfillment,
    REVIEW_CANCELLED: send_fulfillment,
    UPDATE_TRACKING: update_tracking,
    CANCEL_FULFILLMENTS: cancel_fulfillments,
    OPEN_EARLY: open_fulfillment_order,
    RESCHEDULE: reschedule_fulfillment_order,
    RETRIEVE_PAYMENTS: retrieve_payments,
    CAPTURE_PAYMENT: capture_payment,
    VOID_LEFTOVER: void_leftover,
    GIVE_BACK: give_back,
    GIVE_BACK_UNITS: give_back_units,
    BOOK_CREDIT: book_credit,
    VERIFY_UNINSTALL: verify_uninstall,
    EXPORT_CUSTOMER: export_customer,
    REDACT_CUSTOMER: redact_customer,
    REDACT_SHOP: redact_shop,
    REFRESH_ORDER: refresh_order,
    CHARGE_CYCLE: charge_cycle,
    PLAN_CHANGE: plan_wanted,
    FINISH_CHANGE: finish_change,
    REFRESH_CONTRACT: refresh_contract,
    TELL_OF_END: tell_of_end,
    SEND_PORTAL_LINK: send_portal_link,
    SEND_NOTICE: send_notice,
    SEND_DIGEST: send_notice,
    TELL_CUSTOMER: tell_customer,
    SEND_EVENT: send_event,
    REPAIR_WEBHOOKS: repair_webhooks,
    BACKFILL_ORDERS: backfill_orders,
    CHANGE_STEP: run_step,
    TAG_ORDER: tag_order,
}

RECURRING: dict[RecurringJob, Callable[[JobQueueEntry], str | Ran]] = {
    RecurringJob.TASK_LIST_RUNNER: run_task_list,
    RecurringJob.RECONCILE_ORDERS: reconcile_orders,
    RecurringJob.WEBHOOK_CHECK: check_webhooks,
    RecurringJob.BACKFILL: see_to_backfill,
    RecurringJob.NIGHTLY_COMPARISON: compare_nightly,
    RecurringJob.DRIFT_REPORT: report_drift,
    RecurringJob.TOKEN_REFRESH: keep_access,
    RecurringJob.AUTHORISATION_WATCH: watch_authorisations,
    RecurringJob.BILLING: bill_due_cycles,
    RecurringJob.TELLING: see_to_telling,
    RecurringJob.RETENTION: sweep_old_rows,
}
