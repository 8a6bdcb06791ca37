"""Open enums, and variables on their way to JSON."""

import json

import pytest

from backhaul.shopify.operations import mutations
from backhaul.shopify.operations.model import UNSET
from backhaul.shopify.operations.mutations import (
    FulfillmentInput,
    FulfillmentOrderLineItemInput,
    FulfillmentOrderLineItemsInput,
    FulfillmentTrackingInput,
)
from backhaul.shopify.operations.operation import variables_of
from backhaul.shopify.operations.queries.enums import FulfillmentOrderStatus


def test_an_unknown_value_of_an_enum_keeps_its_text() -> None:
    value = FulfillmentOrderStatus("TELEPORTING")

    assert (value.value, str(value), value == "TELEPORTING") == ("TELEPORTING", "TELEPORTING", True)
    assert value == FulfillmentOrderStatus("TELEPORTING")
    assert "TELEPORTING" not in FulfillmentOrderStatus.__members__


def test_a_known_value_is_its_member() -> None:
    assert FulfillmentOrderStatus("OPEN") is FulfillmentOrderStatus.OPEN


def test_what_is_no_text_is_no_value_of_an_enum() -> None:
    with pytest.raises(ValueError):
        FulfillmentOrderStatus(3)  # type: ignore[arg-type]


def test_variables_have_shopifys_names_and_nothing_that_was_not_given() -> None:
    units = FulfillmentOrderLineItemInput(id="gid://shopify/FulfillmentOrderLineItem/1", quantity=2)
    entry = FulfillmentOrderLineItemsInput(
        fulfillment_order_id="gid://shopify/FulfillmentOrder/1", fulfillment_order_line_items=[units]
    )
    tracking = FulfillmentTrackingInput(numbers=["1Z"], company="UPS")
    wanted = FulfillmentInput(line_items_by_fulfillment_order=[entry], notify_customer=False, tracking_info=tracking)

    call = mutations.fulfillment_create(wanted)

    assert call.variables == {
        "fulfillment": {
            "lineItemsByFulfillmentOrder": [
                {
                    "fulfillmentOrderId": "gid://shopify/FulfillmentOrder/1",
                    "fulfillmentOrderLineItems": [
                        {"id": "gid://shopify/FulfillmentOrderLineItem/1", "quantity": 2},
                    ],
                }
            ],
            "notifyCustomer": False,
            "trackingInfo": {"company": "UPS", "numbers": ["1Z"]},
        }
    }
    assert json.loads(json.dumps(call.variables)) == call.variables


def test_null_is_sent_and_unset_is_not() -> None:
    assert variables_of({"a": None, "b": UNSET, "c": [1]}) == {"a": None, "c": [1]}


def test_what_is_no_json_cannot_be_a_variable() -> None:
    with pytest.raises(TypeError):
        variables_of({"a": object()})
