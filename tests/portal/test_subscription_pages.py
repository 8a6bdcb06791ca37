"""A customer's pages: the subscriptions, one of them with its deliveries, and what can be asked for."""

from datetime import UTC, datetime, timedelta

import pytest
from babel.dates import format_date

from backhaul.core.deliveries import DeliveryState
from backhaul.core.portal_policy import CustomerChange
from backhaul.core.wanted_changes import Actor
from backhaul.flows.portal_policies import PortalChoices, set_portal
from backhaul.models import BillingCycle, Change, Contract, Delivery, DeliveryLine
from tests.support.contract_rows import attempt_row, bill_row, change_row, delivery_of
from tests.support.portal import Customer, entered, words
from tests.support.rows import fulfillment_row

SOON = timedelta(days=20)


def page_of(customer: Customer, rest: str = "") -> str:
    return f"/portal/{customer.store.slug}/subscriptions/{customer.contract.pk}/{rest}"


def shown(customer: Customer, rest: str = "", **headers: str) -> str:
    """What a page of the customer's subscription says."""
    answer = entered(customer).get(page_of(customer, rest), headers=headers)
    assert answer.status_code == 200, answer.content
    return words(answer)


@pytest.fixture
def coming(ada: Customer) -> Delivery:
    """An unpaid delivery of Ada's, some weeks ahead of whenever this is."""
    due = datetime.now(UTC).replace(microsecond=0) + SOON
    cycle = BillingCycle.objects.get(contract=ada.contract, index=2)
    cycle.starts_at, cycle.ends_at, cycle.expected_at = due - timedelta(days=30), due, due
    cycle.save()
    found = Delivery.objects.create(
        contract=ada.contract, number=2, state=DeliveryState.UNBILLED, due_at=due, cycle_index=2
    )
    DeliveryLine.objects.create(delivery=found, contract_line_gid=ada.contract.lines.get().gid, quantity=1, remaining=1)
    return found


def test_the_overview_names_each_subscription_with_its_next_charge(ada: Customer, coming: Delivery) -> None:
    answer = entered(ada).get(f"/portal/{ada.store.slug}/")

    text = words(answer)
    assert answer.status_code == 200
    assert f"{coming.due_at:%B %Y}" in text or f"{coming.due_at:%B}" in text
    assert "€10.00" in text
    assert "Look at it and change it" in text


def test_what_has_ended_comes_last_and_has_no_charge(ada: Customer) -> None:
    Contract.objects.filter(pk=ada.contract.pk).update(status="CANCELLED")

    text = words(entered(ada).get(f"/portal/{ada.store.slug}/"))

    assert "Cancelled" in text
    assert "Next charge" not in text


def test_the_page_tells_deliveries_apart(ada: Customer, coming: Delivery) -> None:
    paid = delivery_of(ada.contract, ada.order)
    Delivery.objects.filter(pk=paid.pk).update(due_at=datetime.now(UTC) + SOON)
    sent = delivery_of(ada.contract, ada.order, number=3)
    Delivery.objects.filter(pk=sent.pk).update(state=DeliveryState.SHIPPED)
    skipped = delivery_of(ada.contract, ada.order, number=4)
    Delivery.objects.filter(pk=skipped.pk).update(state=DeliveryState.SKIPPED, due_at=coming.due_at)

    text = shown(ada)

    parts = ["Paid, and to come", "To come, not paid yet", "Skipped", "Until now"]
    assert [text.find(part) >= 0 for part in parts] == [True] * 4
    assert sorted(parts, key=text.find) == parts


def test_a_parcel_is_followed_only_to_an_address_of_the_web(ada: Customer) -> None:
    delivery_of(ada.contract, ada.order)
    Delivery.objects.update(state=DeliveryState.SHIPPED)
    parcel = fulfillment_row(ada.order)
    parcel.tracking = [
        {"company": "DHL", "number": "00340", "url": "https://dhl.example/00340"},
        {"company": "Bad", "number": "666", "url": "javascript:alert(1)"},
    ]
    parcel.save()

    answer = entered(ada).get(page_of(ada))

    assert b'href="https://dhl.example/00340"' in answer.content
    assert "Parcel: Bad 666" in words(answer)
    assert b"javascript:" not in answer.content


def test_what_can_be_asked_for_is_offered_and_what_cannot_is_explained(ada: Customer, coming: Delivery) -> None:
    set_portal(ada.store, PortalChoices(allowed={CustomerChange.SKIP, CustomerChange.CANCEL}))

    answer = entered(ada).get(page_of(ada))

    html = answer.content.decode()
    assert f"/{ada.contract.pk}/skip/?delivery=2" in html
    assert f"/{ada.contract.pk}/cancel/" in html
    assert f"/{ada.contract.pk}/pause/" not in html
    assert f"/{ada.contract.pk}/date/" not in html
    assert "Pause the subscription: The shop does this for you" in words(answer)


def test_a_minimum_of_charges_says_from_when_it_can_be_cancelled(ada: Customer, coming: Delivery) -> None:
    Contract.objects.filter(pk=ada.contract.pk).update(
        billing={"interval": "MONTH", "count": 1, "anchors": [], "min_cycles": 2, "max_cycles": None}
    )

    text = shown(ada, "cancel/")

    assert "charged at least 2 times: it can be cancelled from" in text
    assert f"{coming.due_at:%Y}" in text
    assert "Nothing was changed." in text


def test_the_address_is_asked_for_with_what_is_known(ada: Customer) -> None:
    content = {
        "delivery/kind": "Shipping",
        "delivery/address/first_name": "Ada",
        "delivery/address/last_name": "Lovelace",
        "delivery/address/address1": "1 Main Street",
        "delivery/address/city": "Berlin",
        "delivery/address/country_code": "DE",
    }
    Contract.objects.filter(pk=ada.contract.pk).update(content=content)

    html = entered(ada).get(page_of(ada, "address/")).content.decode()

    assert 'value="Lovelace"' in html
    assert '<option value="DE" selected>Germany</option>' in html
    assert 'autocomplete="postal-code"' in html


def test_a_form_with_mistakes_names_them_above_and_at_each_field(ada: Customer) -> None:
    answer = entered(ada).post(page_of(ada, "address/"), {"last_name": "", "country_code": "XX"})

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Mistake:" in html
    assert '<a href="#id_last_name">' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_last_name_error"' in html
    assert not Change.objects.exists()


@pytest.mark.parametrize("day", ["2020-01-01", "2199-01-01", "", "tomorrow"])
def test_a_day_that_cannot_be_is_a_mistake(ada: Customer, coming: Delivery, day: str) -> None:
    answer = entered(ada).post(page_of(ada, "date/"), {"delivery": "2", "to": day})

    assert answer.status_code == 422
    assert not Change.objects.exists()


@pytest.mark.parametrize("kind", ["price", "quantity", "note", "nonsense", "swap"])
def test_what_is_not_for_customers_is_not_there(ada: Customer, kind: str) -> None:
    assert entered(ada).get(page_of(ada, f"{kind}/")).status_code == 404


@pytest.mark.parametrize("number", ["99", "x", "", "-1", "1e9"])
def test_a_delivery_that_does_not_exist_cannot_be_changed(ada: Customer, number: str) -> None:
    answer = entered(ada).get(f"{page_of(ada, 'date/')}?delivery={number}")

    assert "There is no such delivery any more." in words(answer)


@pytest.mark.parametrize("rest", ["", "address/", "cancel/", "skip/?delivery=2", "changes/chg_1/"])
def test_anothers_subscription_is_as_one_that_does_not_exist(ada: Customer, bob: Customer, rest: str) -> None:
    client = entered(bob)

    theirs = client.get(page_of(ada, rest))
    missing = client.get(page_of(ada, rest).replace(ada.contract.pk, "con_missing"))

    assert (theirs.status_code, missing.status_code) == (404, 404)
    assert theirs.content == missing.content


def test_anothers_subscription_is_not_changed_by_a_form(ada: Customer, bob: Customer) -> None:
    answer = entered(bob).post(page_of(ada, "pause/"), {"fingerprint": "f" * 64})

    assert answer.status_code == 404
    assert not Change.objects.exists()


def test_a_change_is_shown_with_its_steps_in_words_for_customers(ada: Customer) -> None:
    change = change_row(ada.contract)
    Change.objects.filter(pk=change.pk).update(actor=Actor.CUSTOMER)

    text = shown(ada, f"changes/{change.pk}/")

    assert "needs somebody of the shop" in text
    assert "Change the note in the other app" not in text


def test_a_change_of_another_subscription_is_not_there(ada: Customer, bob: Customer) -> None:
    change = change_row(bob.contract)

    assert entered(ada).get(page_of(ada, f"changes/{change.pk}/")).status_code == 404


def test_while_a_change_is_under_way_it_is_named_and_nothing_else_can_be_asked_for(
    ada: Customer, coming: Delivery
) -> None:
    change = change_row(ada.contract)

    answer = entered(ada).get(page_of(ada))

    assert f"/changes/{change.pk}/" in answer.content.decode()
    assert "/skip/" not in answer.content.decode()
    assert "Another change of this subscription is being carried out" in words(answer)


def test_days_amounts_and_words_follow_the_browsers_language(ada: Customer, coming: Delivery) -> None:
    text = shown(ada, **{"accept-language": "de"})

    assert coming.due_at is not None
    assert format_date(coming.due_at, "long", locale="de") in text
    assert "10,00 €" in text.replace("\xa0", " ")
    assert "Auslassen" in text


def test_markup_in_what_shopify_says_stays_text(ada: Customer) -> None:
    ada.contract.lines.update(title="<b>Beans</b>")

    answer = entered(ada).get(page_of(ada))

    assert b"<b>Beans" not in answer.content
    assert b"&lt;b&gt;Beans" in answer.content


def test_a_payment_that_waits_to_be_confirmed_leads_to_the_bank(ada: Customer) -> None:
    attempt_row(ada.contract, state="action_required", next_action_url="https://bank.example/confirm")

    html = entered(ada).get(page_of(ada)).content.decode()

    assert 'href="https://bank.example/confirm"' in html


def test_a_payment_that_has_failed_shows_when_it_is_tried_again(ada: Customer, coming: Delivery) -> None:
    next_try = datetime.now(UTC) + timedelta(days=3)
    bill_row(ada.contract, next_try_at=next_try)

    text = shown(ada)

    assert "The last payment has failed. Next try:" in text
    assert format_date(next_try, "long", locale="en") in text or f"{next_try:%B}" in text
    assert "Nächster Versuch:" in shown(ada, **{"Accept-Language": "de"})


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("pending", ("The payment is being processed. Amount: €10.00", "Betrag: 10,00 €")),
        ("waits_for_card", ("another way to pay. Amount: €10.00", "Betrag: 10,00 €")),
    ],
)
def test_a_charge_without_a_day_says_its_amount_in_words_of_its_own(
    ada: Customer, coming: Delivery, state: str, says: tuple[str, str]
) -> None:
    bill_row(ada.contract, state=state, next_try_at=None)

    english, german = shown(ada), shown(ada, **{"Accept-Language": "de"})

    assert says[0] in english
    assert says[1] in german.replace("\xa0", " ")
    assert ".," not in english


def test_a_charge_of_several_deliveries_without_day_and_amount_does_not_count_them(
    ada: Customer, coming: Delivery
) -> None:
    Contract.objects.filter(pk=ada.contract.pk).update(billing={**ada.contract.billing, "count": 3})
    BillingCycle.objects.filter(contract=ada.contract, index=2).update(contract_edited=True)
    bill_row(ada.contract, state="pending", next_try_at=None)

    assert "for 3 deliveries" not in shown(ada)
