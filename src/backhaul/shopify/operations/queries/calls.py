from typing import Optional, Union

from ..operation import Call, Operation, variables_of
from ..model import UNSET, UnsetType
from .fulfillment import Fulfillment
from .fulfillment_lines_next import FulfillmentLinesNext
from .fulfillment_order import FulfillmentOrder
from .fulfillment_order_lines_next import FulfillmentOrderLinesNext
from .fulfillment_orders_next import FulfillmentOrdersNext
from .fulfillments_of_fulfillment_order import FulfillmentsOfFulfillmentOrder
from .locations import Locations
from .operations import (
    FULFILLMENT_GQL,
    FULFILLMENT_LINES_NEXT_GQL,
    FULFILLMENT_ORDER_GQL,
    FULFILLMENT_ORDER_LINES_NEXT_GQL,
    FULFILLMENT_ORDERS_NEXT_GQL,
    FULFILLMENTS_OF_FULFILLMENT_ORDER_GQL,
    LOCATIONS_GQL,
    ORDER_GQL,
    ORDER_LINES_NEXT_GQL,
    ORDER_PAYMENTS_GQL,
    ORDER_REFUNDS_GQL,
    ORDER_RETURNS_GQL,
    ORDERS_CHANGED_GQL,
    ORDERS_NAMED_GQL,
    REFUND_LINES_NEXT_GQL,
    REFUND_TRANSACTIONS_NEXT_GQL,
    RETURN_LINES_NEXT_GQL,
    SHOP_GQL,
)
from .order import Order
from .order_lines_next import OrderLinesNext
from .order_payments import OrderPayments
from .order_refunds import OrderRefunds
from .order_returns import OrderReturns
from .orders_changed import OrdersChanged
from .orders_named import OrdersNamed
from .refund_lines_next import RefundLinesNext
from .refund_transactions_next import RefundTransactionsNext
from .return_lines_next import ReturnLinesNext
from .shop import Shop

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


ORDERS_NAMED = Operation(
    name="OrdersNamed",
    document=ORDERS_NAMED_GQL,
    data=OrdersNamed,
    points=6,
    is_mutation=False,
)


def orders_named(query: str) -> Call[OrdersNamed]:
    return Call(ORDERS_NAMED, variables_of({"query": query}))


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


OPERATIONS = {
    FULFILLMENT.name: FULFILLMENT,
    FULFILLMENT_LINES_NEXT.name: FULFILLMENT_LINES_NEXT,
    FULFILLMENT_ORDER.name: FULFILLMENT_ORDER,
    FULFILLMENT_ORDER_LINES_NEXT.name: FULFILLMENT_ORDER_LINES_NEXT,
    FULFILLMENT_ORDERS_NEXT.name: FULFILLMENT_ORDERS_NEXT,
    FULFILLMENTS_OF_FULFILLMENT_ORDER.name: FULFILLMENTS_OF_FULFILLMENT_ORDER,
    LOCATIONS.name: LOCATIONS,
    ORDER.name: ORDER,
    ORDER_LINES_NEXT.name: ORDER_LINES_NEXT,
    ORDER_PAYMENTS.name: ORDER_PAYMENTS,
    ORDER_REFUNDS.name: ORDER_REFUNDS,
    ORDER_RETURNS.name: ORDER_RETURNS,
    ORDERS_CHANGED.name: ORDERS_CHANGED,
    ORDERS_NAMED.name: ORDERS_NAMED,
    REFUND_LINES_NEXT.name: REFUND_LINES_NEXT,
    REFUND_TRANSACTIONS_NEXT.name: REFUND_TRANSACTIONS_NEXT,
    RETURN_LINES_NEXT.name: RETURN_LINES_NEXT,
    SHOP.name: SHOP,
}
