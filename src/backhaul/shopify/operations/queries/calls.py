from typing import Optional, Union

from ..operation import Call, Operation, variables_of
from ..model import UNSET, UnsetType
from .bulk_operation import BulkOperation
from .bulk_operations import BulkOperations
from .fulfillment import Fulfillment
from .fulfillment_lines_next import FulfillmentLinesNext
from .fulfillment_order import FulfillmentOrder
from .fulfillment_order_lines_next import FulfillmentOrderLinesNext
from .fulfillment_orders_changed import FulfillmentOrdersChanged
from .fulfillment_orders_next import FulfillmentOrdersNext
from .fulfillment_orders_of import FulfillmentOrdersOf
from .fulfillment_orders_present import FulfillmentOrdersPresent
from .fulfillments_of import FulfillmentsOf
from .fulfillments_of_fulfillment_order import FulfillmentsOfFulfillmentOrder
from .input_types import RefundLineItemInput
from .locations import Locations
from .operations import (
    BULK_OPERATION_GQL,
    BULK_OPERATIONS_GQL,
    FULFILLMENT_GQL,
    FULFILLMENT_LINES_NEXT_GQL,
    FULFILLMENT_ORDER_GQL,
    FULFILLMENT_ORDER_LINES_NEXT_GQL,
    FULFILLMENT_ORDERS_CHANGED_GQL,
    FULFILLMENT_ORDERS_NEXT_GQL,
    FULFILLMENT_ORDERS_OF_GQL,
    FULFILLMENT_ORDERS_PRESENT_GQL,
    FULFILLMENTS_OF_FULFILLMENT_ORDER_GQL,
    FULFILLMENTS_OF_GQL,
    LOCATIONS_GQL,
    ORDER_GQL,
    ORDER_LINES_NEXT_GQL,
    ORDER_LINES_WORTH_GQL,
    ORDER_PAYMENTS_GQL,
    ORDER_REFUNDS_GQL,
    ORDER_RETURNS_GQL,
    ORDERS_CHANGED_GQL,
    ORDERS_LISTED_GQL,
    ORDERS_NAMED_GQL,
    ORDERS_PRESENT_GQL,
    REFUND_LINES_NEXT_GQL,
    REFUND_TRANSACTIONS_NEXT_GQL,
    RETURN_LINES_NEXT_GQL,
    SHOP_GQL,
    SUGGESTED_REFUND_GQL,
    WEBHOOK_SUBSCRIPTIONS_GQL,
)
from .order import Order
from .order_lines_next import OrderLinesNext
from .order_lines_worth import OrderLinesWorth
from .order_payments import OrderPayments
from .order_refunds import OrderRefunds
from .order_returns import OrderReturns
from .orders_changed import OrdersChanged
from .orders_listed import OrdersListed
from .orders_named import OrdersNamed
from .orders_present import OrdersPresent
from .refund_lines_next import RefundLinesNext
from .refund_transactions_next import RefundTransactionsNext
from .return_lines_next import ReturnLinesNext
from .shop import Shop
from .suggested_refund import SuggestedRefund
from .webhook_subscriptions import WebhookSubscriptions

BULK_OPERATION = Operation(
    name="BulkOperation",
    document=BULK_OPERATION_GQL,
    data=BulkOperation,
    points=1,
    is_mutation=False,
)


def bulk_operation(id: str) -> Call[BulkOperation]:
    return Call(BULK_OPERATION, variables_of({"id": id}))


BULK_OPERATIONS = Operation(
    name="BulkOperations",
    document=BULK_OPERATIONS_GQL,
    data=BulkOperations,
    points=9,
    is_mutation=False,
)


def bulk_operations(query: str) -> Call[BulkOperations]:
    return Call(BULK_OPERATIONS, variables_of({"query": query}))


FULFILLMENT = Operation(
    name="Fulfillment",
    document=FULFILLMENT_GQL,
    data=Fulfillment,
    points=10,
    is_mutation=False,
)


def fulfillment(id: str) -> Call[Fulfillment]:
    return Call(FULFILLMENT, variables_of({"id": id}))


FULFILLMENT_LINES_NEXT = Operation(
    name="FulfillmentLinesNext",
    document=FULFILLMENT_LINES_NEXT_GQL,
    data=FulfillmentLinesNext,
    points=25,
    is_mutation=False,
)


def fulfillment_lines_next(
    id: str, after: Union[Optional[str], UnsetType] = UNSET
) -> Call[FulfillmentLinesNext]:
    return Call(FULFILLMENT_LINES_NEXT, variables_of({"id": id, "after": after}))


FULFILLMENT_ORDER = Operation(
    name="FulfillmentOrder",
    document=FULFILLMENT_ORDER_GQL,
    data=FulfillmentOrder,
    points=13,
    is_mutation=False,
)


def fulfillment_order(id: str) -> Call[FulfillmentOrder]:
    return Call(FULFILLMENT_ORDER, variables_of({"id": id}))


FULFILLMENT_ORDER_LINES_NEXT = Operation(
    name="FulfillmentOrderLinesNext",
    document=FULFILLMENT_ORDER_LINES_NEXT_GQL,
    data=FulfillmentOrderLinesNext,
    points=25,
    is_mutation=False,
)


def fulfillment_order_lines_next(
    id: str, after: Union[Optional[str], UnsetType] = UNSET
) -> Call[FulfillmentOrderLinesNext]:
    return Call(FULFILLMENT_ORDER_LINES_NEXT, variables_of({"id": id, "after": after}))


FULFILLMENT_ORDERS_CHANGED = Operation(
    name="FulfillmentOrdersChanged",
    document=FULFILLMENT_ORDERS_CHANGED_GQL,
    data=FulfillmentOrdersChanged,
    points=13,
    is_mutation=False,
)


def fulfillment_orders_changed(
    query: str, after: Union[Optional[str], UnsetType] = UNSET
) -> Call[FulfillmentOrdersChanged]:
    return Call(
        FULFILLMENT_ORDERS_CHANGED, variables_of({"query": query, "after": after})
    )


FULFILLMENT_ORDERS_NEXT = Operation(
    name="FulfillmentOrdersNext",
    document=FULFILLMENT_ORDERS_NEXT_GQL,
    data=FulfillmentOrdersNext,
    points=55,
    is_mutation=False,
)


def fulfillment_orders_next(
    id: str, after: Union[Optional[str], UnsetType] = UNSET
) -> Call[FulfillmentOrdersNext]:
    return Call(FULFILLMENT_ORDERS_NEXT, variables_of({"id": id, "after": after}))


FULFILLMENT_ORDERS_OF = Operation(
    name="FulfillmentOrdersOf",
    document=FULFILLMENT_ORDERS_OF_GQL,
    data=FulfillmentOrdersOf,
    points=13,
    is_mutation=False,
)


def fulfillment_orders_of(ids: list[str]) -> Call[FulfillmentOrdersOf]:
    return Call(FULFILLMENT_ORDERS_OF, variables_of({"ids": ids}))


FULFILLMENT_ORDERS_PRESENT = Operation(
    name="FulfillmentOrdersPresent",
    document=FULFILLMENT_ORDERS_PRESENT_GQL,
    data=FulfillmentOrdersPresent,
    points=1,
    is_mutation=False,
)


def fulfillment_orders_present(ids: list[str]) -> Call[FulfillmentOrdersPresent]:
    return Call(FULFILLMENT_ORDERS_PRESENT, variables_of({"ids": ids}))


FULFILLMENTS_OF = Operation(
    name="FulfillmentsOf",
    document=FULFILLMENTS_OF_GQL,
    data=FulfillmentsOf,
    points=9,
    is_mutation=False,
)


def fulfillments_of(ids: list[str]) -> Call[FulfillmentsOf]:
    return Call(FULFILLMENTS_OF, variables_of({"ids": ids}))


FULFILLMENTS_OF_FULFILLMENT_ORDER = Operation(
    name="FulfillmentsOfFulfillmentOrder",
    document=FULFILLMENTS_OF_FULFILLMENT_ORDER_GQL,
    data=FulfillmentsOfFulfillmentOrder,
    points=66,
    is_mutation=False,
)


def fulfillments_of_fulfillment_order(
    id: str, after: Union[Optional[str], UnsetType] = UNSET
) -> Call[FulfillmentsOfFulfillmentOrder]:
    return Call(
        FULFILLMENTS_OF_FULFILLMENT_ORDER, variables_of({"id": id, "after": after})
    )


LOCATIONS = Operation(
    name="Locations",
    document=LOCATIONS_GQL,
    data=Locations,
    points=9,
    is_mutation=False,
)


def locations(after: Union[Optional[str], UnsetType] = UNSET) -> Call[Locations]:
    return Call(LOCATIONS, variables_of({"after": after}))


ORDER = Operation(
    name="Order", document=ORDER_GQL, data=Order, points=44, is_mutation=False
)


def order(id: str) -> Call[Order]:
    return Call(ORDER, variables_of({"id": id}))


ORDER_LINES_NEXT = Operation(
    name="OrderLinesNext",
    document=ORDER_LINES_NEXT_GQL,
    data=OrderLinesNext,
    points=25,
    is_mutation=False,
)


def order_lines_next(
    id: str, after: Union[Optional[str], UnsetType] = UNSET
) -> Call[OrderLinesNext]:
    return Call(ORDER_LINES_NEXT, variables_of({"id": id, "after": after}))


ORDER_LINES_WORTH = Operation(
    name="OrderLinesWorth",
    document=ORDER_LINES_WORTH_GQL,
    data=OrderLinesWorth,
    points=12,
    is_mutation=False,
)


def order_lines_worth(id: str, lines: list[str]) -> Call[OrderLinesWorth]:
    return Call(ORDER_LINES_WORTH, variables_of({"id": id, "lines": lines}))


ORDER_PAYMENTS = Operation(
    name="OrderPayments",
    document=ORDER_PAYMENTS_GQL,
    data=OrderPayments,
    points=4,
    is_mutation=False,
)


def order_payments(id: str) -> Call[OrderPayments]:
    return Call(ORDER_PAYMENTS, variables_of({"id": id}))


ORDER_REFUNDS = Operation(
    name="OrderRefunds",
    document=ORDER_REFUNDS_GQL,
    data=OrderRefunds,
    points=19,
    is_mutation=False,
)


def order_refunds(id: str) -> Call[OrderRefunds]:
    return Call(ORDER_REFUNDS, variables_of({"id": id}))


ORDER_RETURNS = Operation(
    name="OrderReturns",
    document=ORDER_RETURNS_GQL,
    data=OrderReturns,
    points=39,
    is_mutation=False,
)


def order_returns(
    id: str, after: Union[Optional[str], UnsetType] = UNSET
) -> Call[OrderReturns]:
    return Call(ORDER_RETURNS, variables_of({"id": id, "after": after}))


ORDERS_CHANGED = Operation(
    name="OrdersChanged",
    document=ORDERS_CHANGED_GQL,
    data=OrdersChanged,
    points=13,
    is_mutation=False,
)


def orders_changed(
    query: str, after: Union[Optional[str], UnsetType] = UNSET
) -> Call[OrdersChanged]:
    return Call(ORDERS_CHANGED, variables_of({"query": query, "after": after}))


ORDERS_LISTED = Operation(
    name="OrdersListed",
    document=ORDERS_LISTED_GQL,
    data=OrdersListed,
    points=13,
    is_mutation=False,
)


def orders_listed(
    query: str, after: Union[Optional[str], UnsetType] = UNSET
) -> Call[OrdersListed]:
    return Call(ORDERS_LISTED, variables_of({"query": query, "after": after}))


ORDERS_NAMED = Operation(
    name="OrdersNamed",
    document=ORDERS_NAMED_GQL,
    data=OrdersNamed,
    points=6,
    is_mutation=False,
)


def orders_named(query: str) -> Call[OrdersNamed]:
    return Call(ORDERS_NAMED, variables_of({"query": query}))


ORDERS_PRESENT = Operation(
    name="OrdersPresent",
    document=ORDERS_PRESENT_GQL,
    data=OrdersPresent,
    points=1,
    is_mutation=False,
)


def orders_present(ids: list[str]) -> Call[OrdersPresent]:
    return Call(ORDERS_PRESENT, variables_of({"ids": ids}))


REFUND_LINES_NEXT = Operation(
    name="RefundLinesNext",
    document=REFUND_LINES_NEXT_GQL,
    data=RefundLinesNext,
    points=36,
    is_mutation=False,
)


def refund_lines_next(
    id: str, after: Union[Optional[str], UnsetType] = UNSET
) -> Call[RefundLinesNext]:
    return Call(REFUND_LINES_NEXT, variables_of({"id": id, "after": after}))


REFUND_TRANSACTIONS_NEXT = Operation(
    name="RefundTransactionsNext",
    document=REFUND_TRANSACTIONS_NEXT_GQL,
    data=RefundTransactionsNext,
    points=14,
    is_mutation=False,
)


def refund_transactions_next(
    id: str, after: Union[Optional[str], UnsetType] = UNSET
) -> Call[RefundTransactionsNext]:
    return Call(REFUND_TRANSACTIONS_NEXT, variables_of({"id": id, "after": after}))


RETURN_LINES_NEXT = Operation(
    name="ReturnLinesNext",
    document=RETURN_LINES_NEXT_GQL,
    data=ReturnLinesNext,
    points=36,
    is_mutation=False,
)


def return_lines_next(
    id: str, after: Union[Optional[str], UnsetType] = UNSET
) -> Call[ReturnLinesNext]:
    return Call(RETURN_LINES_NEXT, variables_of({"id": id, "after": after}))


SHOP = Operation(name="Shop", document=SHOP_GQL, data=Shop, points=4, is_mutation=False)


def shop() -> Call[Shop]:
    return Call(SHOP, variables_of({}))


SUGGESTED_REFUND = Operation(
    name="SuggestedRefund",
    document=SUGGESTED_REFUND_GQL,
    data=SuggestedRefund,
    points=7,
    is_mutation=False,
)


def suggested_refund(
    id: str,
    lines: Union[Optional[list[RefundLineItemInput]], UnsetType] = UNSET,
    shipping: Union[Optional[str], UnsetType] = UNSET,
) -> Call[SuggestedRefund]:
    return Call(
        SUGGESTED_REFUND, variables_of({"id": id, "lines": lines, "shipping": shipping})
    )


WEBHOOK_SUBSCRIPTIONS = Operation(
    name="WebhookSubscriptions",
    document=WEBHOOK_SUBSCRIPTIONS_GQL,
    data=WebhookSubscriptions,
    points=24,
    is_mutation=False,
)


def webhook_subscriptions(
    after: Union[Optional[str], UnsetType] = UNSET,
) -> Call[WebhookSubscriptions]:
    return Call(WEBHOOK_SUBSCRIPTIONS, variables_of({"after": after}))


OPERATIONS = {
    BULK_OPERATION.name: BULK_OPERATION,
    BULK_OPERATIONS.name: BULK_OPERATIONS,
    FULFILLMENT.name: FULFILLMENT,
    FULFILLMENT_LINES_NEXT.name: FULFILLMENT_LINES_NEXT,
    FULFILLMENT_ORDER.name: FULFILLMENT_ORDER,
    FULFILLMENT_ORDER_LINES_NEXT.name: FULFILLMENT_ORDER_LINES_NEXT,
    FULFILLMENT_ORDERS_CHANGED.name: FULFILLMENT_ORDERS_CHANGED,
    FULFILLMENT_ORDERS_NEXT.name: FULFILLMENT_ORDERS_NEXT,
    FULFILLMENT_ORDERS_OF.name: FULFILLMENT_ORDERS_OF,
    FULFILLMENT_ORDERS_PRESENT.name: FULFILLMENT_ORDERS_PRESENT,
    FULFILLMENTS_OF.name: FULFILLMENTS_OF,
    FULFILLMENTS_OF_FULFILLMENT_ORDER.name: FULFILLMENTS_OF_FULFILLMENT_ORDER,
    LOCATIONS.name: LOCATIONS,
    ORDER.name: ORDER,
    ORDER_LINES_NEXT.name: ORDER_LINES_NEXT,
    ORDER_LINES_WORTH.name: ORDER_LINES_WORTH,
    ORDER_PAYMENTS.name: ORDER_PAYMENTS,
    ORDER_REFUNDS.name: ORDER_REFUNDS,
    ORDER_RETURNS.name: ORDER_RETURNS,
    ORDERS_CHANGED.name: ORDERS_CHANGED,
    ORDERS_LISTED.name: ORDERS_LISTED,
    ORDERS_NAMED.name: ORDERS_NAMED,
    ORDERS_PRESENT.name: ORDERS_PRESENT,
    REFUND_LINES_NEXT.name: REFUND_LINES_NEXT,
    REFUND_TRANSACTIONS_NEXT.name: REFUND_TRANSACTIONS_NEXT,
    RETURN_LINES_NEXT.name: RETURN_LINES_NEXT,
    SHOP.name: SHOP,
    SUGGESTED_REFUND.name: SUGGESTED_REFUND,
    WEBHOOK_SUBSCRIPTIONS.name: WEBHOOK_SUBSCRIPTIONS,
}
