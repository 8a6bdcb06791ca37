"""A connected store gets another token."""

import pytest

from backhaul.core.errors import InputError
from backhaul.core.shopify_errors import Unauthorised
from backhaul.flows.store_access import check_access
from backhaul.flows.store_pauses import pause_store
from backhaul.flows.stores import replace_access
from backhaul.models import Store
from tests.support.sandbox import TOKEN
from tests.support.shop import Shop, run_pending, state_of

APPLES = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 5}


def test_a_paused_store_goes_on_with_another_token(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])
    pause_store(shop.store, reason="The token was withdrawn.")
    posted = shop.ship(order, "S-1", apple=2)
    run_pending()
    paused = state_of(posted.task)
    shop.store.refresh_from_db()

    replace_access(shop.store, client_id="sandbox-client", client_secret="sandbox-secret")
    run_pending()

    assert paused == ("waiting", "waiting_until")
    assert state_of(posted.task) == ("succeeded", "sent")
    assert shop.store.credential.kind == "client_credentials"


def test_a_token_that_shopify_refuses_leaves_the_former_one(shop: Shop) -> None:
    with pytest.raises(Unauthorised):
        replace_access(shop.store, token="shpat_wrong")

    assert check_access(shop.store).shop_name == "Sandbox"
    assert Store.objects.get(pk=shop.store.pk).state == "active"


def test_a_token_and_client_credentials_together_are_refused(shop: Shop) -> None:
    with pytest.raises(InputError):
        replace_access(shop.store, token=TOKEN, client_id="sandbox-client", client_secret="sandbox-secret")
