"""Whatever happens to an order's payments: what was invoiced is captured as far as possible, never more, and named."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from backhaul.core.invoicing_errors import InvoiceAboveOrder, InvoicingIsFinal, MoreThanLeftToInvoice
from backhaul.core.money import decimals_of
from backhaul.core.recurring import RecurringJob
from backhaul.core.tasks import ENDED
from backhaul.flows.ask_for_payments import (
    MoreToInvoice,
    NothingLeftToCapture,
    capture_by_hand,
    retrieve_again,
    void_leftovers,
)
from backhaul.flows.choose import resolve_intent
from backhaul.flows.invoiceable import invoiceable
from backhaul.flows.read_order import import_order
from backhaul.flows.steer_tasks import cancel_task, retry_task
from backhaul.flows.watch_expiry import watch_authorisations
from backhaul.jobs.runner import run_task
from backhaul.models import Intent, JobQueueEntry, PaymentLine, PostedInvoice, SalesOrder, Task
from backhaul.shopify.transport import close_transports
from tests.conftest import OwnDatabase
from tests.property.payments_seen import Seen, balance_of, check, check_needed_by_none, check_settled
from tests.support.payments import (
    APPLES,
    CASH,
    GIFT_CARD,
    MANUAL,
    MULTI,
    ONE_CAPTURE,
    SALE,
    Calendar,
    act,
    attempt,
    calendar_of,
    invoice,
    remove_units,
    worth,
)
from tests.support.sandbox import Sandbox
from tests.support.shop import Shop, connected, let_lost_replies_be_old, run_pending, wake_all

CURRENCIES: tuple[dict[str, Any], ...] = (
    {"currency": "EUR"},
    {"currency": "JPY", "lines": [{**APPLES, "price": "1001"}]},
    {"currency": "KWD", "lines": [{**APPLES, "price": "1.235"}]},
    {"currency": "EUR", "presentment_currency": "JPY", "rate": "161.37"},
    {"currency": "USD", "presentment_currency": "KWD", "rate": "0.3071"},
)
LATE = {"gateway": "bogus", "settle_after": "PT5H"}
PAYMENTS: tuple[dict[str, Any], ...] = (
    ONE_CAPTURE,
    {"kind": "authorised", "gateway": "bogus"},
    {**ONE_CAPTURE, "expires_in": "P2D"},
    {**MULTI, "expires_in": "P4D"},
    MULTI,
    MANUAL,
    SALE,
    GIFT_CARD,
    {"kind": "pending", "settles_as": "success", **LATE},
    {"kind": "pending", "settles_as": "failure", **LATE},
    {"kind": "pending_authorisation", "settles_as": "success", **LATE},
    {"kind": "pending_authorisation", "settles_as": "failure", **LATE},
    {"kind": "failed", "gateway": "bogus"},
    CASH,
)
PERCENT = st.one_of(st.just(100), st.integers(1, 110))
ANSWERS: tuple[Any, ...] = (
    {"answer": "failure", "error_code": "CARD_DECLINED"},
    {"answer": "pending", "settle_after": "PT3H"},
    {"answer": "pending", "settle_after": "PT3H", "settles_as": "failure"},
)
FAULTS: tuple[dict[str, Any] | None, ...] = (
    None,
    None,
    {"operation": "orderCapture", "kind": "throttled"},
    {"operation": "orderCapture", "kind": "500_after"},
    {"operation": "orderCapture", "kind": "500_before"},
    {"operation": "transactionVoid", "kind": "500_after"},
    {"operation": "OrderPayments", "kind": "500_before"},
)
TROUBLE = st.sampled_from(FAULTS)
WHEN = ("at once", "lines only", "later")
WHICH = st.integers(0, 5)
Thing = TypeVar("Thing")


def _one_of(things: Sequence[Thing], which: int) -> Sequence[Thing]:
    """One of them, none if there is none. What is drawn must not depend on them: they depend on the time too."""
    return [things[which % len(things)]] if things else []


class Sequences(RuleBasedStateMachine):
    """Random invoices of one order, whose payments people, gateways, expiry and lost replies change all the time."""

    shop: Shop
    calendar: Calendar

    @initialize(
        currency=st.sampled_from(CURRENCIES),
        payments=st.lists(st.tuples(st.sampled_from(PAYMENTS), st.integers(10, 100)), min_size=1, max_size=3),
        enough=st.booleans(),
        policy=st.sampled_from(("at_last_invoice", "now")),
    )
    def place(
        self, currency: dict[str, Any], payments: list[tuple[dict[str, Any], int]], enough: bool, policy: str
    ) -> None:
        presentment = currency.get("presentment_currency", currency["currency"])
        self.unit = Decimal(1).scaleb(-decimals_of(presentment))
        price = Decimal(currency.get("lines", [APPLES])[0]["price"]) * Decimal(currency.get("rate", 1))
        left = whole = (10 * price).quantize(self.unit)
        bodies = []
        for number, (payment, percent) in enumerate(payments, 1):
            amount = max(left, self.unit) if enough and number == len(payments) else self._part(whole, percent)
            left -= amount
            bodies.append({**payment, "amount": str(amount)})
        self.shop.store.partial_capture = policy
        self.shop.store.save(update_fields=["partial_capture"])
        self.order: SalesOrder = self.shop.order(**{"lines": [APPLES], **currency, "payment": bodies})
        self.removed = 0
        self.foreign = {one.gid for one in act(self.shop, self.order)}

    @rule(units=st.integers(1, 4), percent=PERCENT, final=st.booleans(), when=st.sampled_from(WHEN), trouble=TROUBLE)
    def post(self, units: int, percent: int, final: bool, when: str, trouble: dict[str, Any] | None) -> None:
        each = (self.order.total_presentment or Decimal(0)) / 10
        self._post(each * units * percent / 100, units=units, final=final)
        self._work_on_the_last(when, trouble)

    @rule(final=st.booleans(), when=st.sampled_from(WHEN), trouble=TROUBLE)
    def post_the_rest(self, final: bool, when: str, trouble: dict[str, Any] | None) -> None:
        left = invoiceable(self._order())
        if left.money_left is not None and left.money_left.amount > 0 and left.lines[0].left:
            self._post(left.money_left.amount, units=left.lines[0].left, final=final)
        self._work_on_the_last(when, trouble)

    def _post(self, wanted: Decimal, *, units: int, final: bool) -> None:
        left = invoiceable(self._order()).money_left
        try:
            invoice(self.order, str(wanted.quantize(self.unit)), units=units, final=final)
        except InvoiceAboveOrder:
            assert left is not None
            assert wanted > left.amount - self.unit
        except (InvoicingIsFinal, MoreThanLeftToInvoice):
            assert units > invoiceable(self._order()).lines[0].left or any(each.final for each in self._invoices())

    def _work_on_the_last(self, when: str, trouble: dict[str, Any] | None) -> None:
        if when == "at once":
            self.work(trouble)
        elif when == "lines only":
            for posted in self._invoices()[-1:]:
                run_task(posted.task_id)

    @rule(trouble=TROUBLE)
    def go_on(self, trouble: dict[str, Any] | None) -> None:
        let_lost_replies_be_old()
        self._say_what_unclear_calls_have_done()
        wake_all()
        self.work(trouble)

    @rule(hours=st.sampled_from((1, 6, 30, 160)), watch=st.booleans())
    def wait(self, hours: int, watch: bool) -> None:
        self.calendar.advance(hours=hours)
        if watch:
            watch_authorisations(
                JobQueueEntry.objects.get(store=self.shop.store, kind=RecurringJob.AUTHORISATION_WATCH)
            )
        self.work(None)

    @rule(answer=st.sampled_from(ANSWERS))
    def gateway_will_answer(self, answer: dict[str, Any]) -> None:
        self._attempt(None, next_capture={**answer, "order": self.order.gid})

    @rule(which=WHICH, percent=PERCENT)
    def capture_elsewhere(self, which: int, percent: int) -> None:
        found = [one for one in self._shown() if one.capturable > 0]
        for one in _one_of(found, which):
            self._attempt("capture", transaction=one.gid, amount=str(self._part(one.capturable, percent)))

    @rule(which=WHICH)
    def void_elsewhere(self, which: int) -> None:
        found = [one for one in self._shown() if one.capturable > 0]
        for one in _one_of(found, which):
            self._attempt("void", transaction=one.gid)

    @rule(which=WHICH, percent=PERCENT)
    def refund_elsewhere(self, which: int, percent: int) -> None:
        found = [one for one in self._shown() if one.kind in ("SALE", "CAPTURE") and one.status == "SUCCESS"]
        for one in _one_of(found, which):
            self._attempt("refund", transaction=one.gid, amount=str(self._part(one.amount, percent)))

    @rule(units=st.integers(1, 3), look=st.booleans())
    def remove(self, units: int, look: bool) -> None:
        if self.removed + units <= 10:
            self.removed += units
            remove_units(self.shop, self.order, units)
        if look:
            import_order(self.shop.store, self.order.gid)

    @rule(payment=st.sampled_from(PAYMENTS), percent=st.integers(5, 100))
    def pay_again(self, payment: dict[str, Any], percent: int) -> None:
        amount = self._part(self.order.total_presentment or Decimal(0), percent)
        self._attempt("pay", **{**payment, "amount": str(amount)})

    @rule(how=st.sampled_from(("mark_as_paid", "settle", "fail", "expire")))
    def decide(self, how: str) -> None:
        self._attempt(how)

    @rule(which=WHICH, trouble=TROUBLE)
    def retrieve(self, which: int, trouble: dict[str, Any] | None) -> None:
        for posted in _one_of(self._invoices(), which):
            retrieve_again(posted)
            self.work(trouble)

    @rule(which=WHICH, trouble=TROUBLE)
    def capture(self, which: int, trouble: dict[str, Any] | None) -> None:
        for line in _one_of(self._lines(), which):
            try:
                capture_by_hand(line)
            except NothingLeftToCapture:
                line.refresh_from_db()
                assert line.kind == "paid" or line.captured + line.pending == line.amount
            self.work(trouble)

    @rule(which=WHICH, trouble=TROUBLE)
    def void(self, which: int, trouble: dict[str, Any] | None) -> None:
        for posted in _one_of(self._invoices(), which):
            try:
                void_leftovers(posted)
            except MoreToInvoice:
                assert not any(each.final for each in self._invoices())
            self.work(trouble)

    @rule(which=WHICH, call_off=st.booleans())
    def steer(self, which: int, call_off: bool) -> None:
        for task in _one_of(self._tasks(), which):
            if call_off:
                cancel_task(task.pk, reason="Settled in another way.")
            else:
                retry_task(task.pk)

    @invariant()
    def what_we_say_is_what_shopify_shows(self) -> None:
        if hasattr(self, "order"):
            check(self._seen())

    def teardown(self) -> None:
        """In the end all that can be had is captured, and what cannot be is named."""
        if not hasattr(self, "order"):
            return
        self.shop.sandbox.faults()
        self._attempt(None, forget=True)
        for _ in range(3):
            self._settle()
        for posted in self._invoices():
            if balance_of(posted).missing.amount > 0:
                retrieve_again(posted)
        for _ in range(2):
            self._settle()
        seen = self._seen()
        check(seen)
        check_settled(seen)
        for task in self._tasks():
            cancel_task(task.pk, reason="The end.")

    def work(self, trouble: dict[str, Any] | None) -> None:
        """Run what is pending; whatever that captures is owed, and whatever it voids is needed by no invoice."""
        before = {one.gid for one in self._shown()}
        if trouble:
            self.shop.sandbox.faults({"nth": 1, **trouble})
        run_pending()
        self.shop.sandbox.faults()
        seen = self._seen()
        new = [one for one in seen.transactions if one.gid not in before]
        if any(one.kind == "CAPTURE" for one in new):
            assert seen.received <= seen.worth, seen.transactions
        for one in new:
            if one.kind == "VOID":
                check_needed_by_none(one, seen)

    def _settle(self) -> None:
        for one in self._shown():
            if one.status == "PENDING":
                self._attempt("settle", transaction=one.gid)
        self.calendar.advance(hours=2)
        let_lost_replies_be_old()
        self._say_what_unclear_calls_have_done()
        import_order(self.shop.store, self.order.gid)  # as the reconciliation does; a task called off looks no more
        wake_all()
        self.work(None)

    def _say_what_unclear_calls_have_done(self) -> None:
        """A person knows which of the transactions that Shopify shows someone else has made."""
        for intent in Intent.objects.filter(subject_gid=self.order.gid, state=Intent.State.UNSURE):
            made = [gid for gid in intent.evidence["candidates"] if gid not in self.foreign]
            resolve_intent(intent.pk, effect_gid=made[0] if made else None)

    def _attempt(self, do: str | None, **details: Any) -> None:
        """Someone does something in Shopify, if Shopify lets them."""
        before = {one.gid for one in self._shown()}
        after = attempt(self.shop, self.order, do, **details)
        self.foreign |= {one.gid for one in after or ()} - before

    def _part(self, whole: Decimal, percent: int) -> Decimal:
        return max((whole * percent / 100).quantize(self.unit), self.unit)

    def _shown(self) -> list[Any]:
        return act(self.shop, self.order)

    def _seen(self) -> Seen:
        return Seen(self._order(), self._shown(), worth(self.shop, self.order), frozenset(self.foreign))

    def _order(self) -> SalesOrder:
        return SalesOrder.objects.get(pk=self.order.pk)

    def _invoices(self) -> list[PostedInvoice]:
        return list(PostedInvoice.objects.filter(order=self.order).order_by("created_at", "pk"))

    def _lines(self) -> list[PaymentLine]:
        return list(PaymentLine.objects.filter(order=self.order).order_by("position"))

    def _tasks(self) -> list[Task]:
        return list(Task.objects.filter(order=self.order).exclude(state__in=ENDED).order_by("created_at", "pk"))


@pytest.mark.timeout(600)
@pytest.mark.parametrize("plan", ["standard", "plus"])
def test_what_was_invoiced_is_captured_once_as_far_as_possible_and_explained(
    own_database: OwnDatabase,
    sandbox: Sandbox,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    plan: str,
) -> None:
    sandbox.reset(plan=plan)
    Sequences.shop = connected(sandbox)
    Sequences.calendar = calendar_of(Sequences.shop, monkeypatch)
    request.addfinalizer(close_transports)
    sandbox.scale_budget(100)

    run_state_machine_as_test(
        Sequences,
        settings=settings(
            phases=(Phase.generate,),
            max_examples=20,
            stateful_step_count=18,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
