from datetime import datetime
from typing import Optional, Union

from ..operation import Call, Operation, variables_of
from ..model import UNSET, UnsetType
from .bulk_operation import BulkOperation
from .bulk_operations import BulkOperations
from .contract import Contract
from .contract_address import ContractAddress
from .contract_attempts_next import ContractAttemptsNext
from .contract_content import ContractContent
from .contract_cycles_next import ContractCyclesNext
from .contract_discounts import ContractDiscounts
from .contract_lines_next import ContractLinesNext
from .contract_orders_next import ContractOrdersNext
from .contracts_changed import ContractsChanged
from .contracts_listed import ContractsListed
from .cycle_attempts import CycleAttempts
from .cycle_content import CycleContent
from .cycles_edited import CyclesEdited
from .draft_delivery_options import DraftDeliveryOptions
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
from .input_types import (
    MailingAddressInput,
    RefundLineItemInput,
    SubscriptionBillingCycleInput,
)
from .locations import Locations
from .operations import (
    BULK_OPERATION_GQL,
    BULK_OPERATIONS_GQL,
    CONTRACT_ADDRESS_GQL,
    CONTRACT_ATTEMPTS_NEXT_GQL,
    CONTRACT_CONTENT_GQL,
    CONTRACT_CYCLES_NEXT_GQL,
    CONTRACT_DISCOUNTS_GQL,
    CONTRACT_GQL,
    CONTRACT_LINES_NEXT_GQL,
    CONTRACT_ORDERS_NEXT_GQL,
    CONTRACTS_CHANGED_GQL,
    CONTRACTS_LISTED_GQL,
    CYCLE_ATTEMPTS_GQL,
    CYCLE_CONTENT_GQL,
    CYCLES_EDITED_GQL,
    DRAFT_DELIVERY_OPTIONS_GQL,
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
    ORDER_ADDRESS_GQL,
    ORDER_CANCELLATION_GQL,
    ORDER_CONTRACTS_GQL,
    ORDER_DESTINATIONS_GQL,
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
    SELLING_PLAN_GQL,
    SHOP_GQL,
    SUGGESTED_REFUND_GQL,
    VARIANT_SELLING_PLANS_GQL,
    WEBHOOK_SUBSCRIPTIONS_GQL,
)
from .order import Order
from .order_address import OrderAddress
from .order_cancellation import OrderCancellation
from .order_contracts import OrderContracts
from .order_destinations import OrderDestinations
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
from .selling_plan import SellingPlan
from .shop import Shop
from .suggested_refund import SuggestedRefund
from .variant_selling_plans import VariantSellingPlans
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


CONTRACT = Operation(
    name="Contract", document=CONTRACT_GQL, data=Contract, points=44, is_mutation=False
)


def contract(id: str, from_: datetime, to: datetime) -> Call[Contract]:
    return Call(CONTRACT, variables_of({"id": id, "from": from_, "to": to}))


CONTRACT_ADDRESS = Operation(
    name="ContractAddress",
    document=CONTRACT_ADDRESS_GQL,
    data=ContractAddress,
    points=4,
    is_mutation=False,
)


def contract_address(id: str) -> Call[ContractAddress]:
    return Call(CONTRACT_ADDRESS, variables_of({"id": id}))


CONTRACT_ATTEMPTS_NEXT = Operation(
    name="ContractAttemptsNext",
    document=CONTRACT_ATTEMPTS_NEXT_GQL,
    data=ContractAttemptsNext,
    points=30,
    is_mutation=False,
)


def contract_attempts_next(
    id: str, after: Union[Optional[str], UnsetType] = UNSET
) -> Call[ContractAttemptsNext]:
    return Call(CONTRACT_ATTEMPTS_NEXT, variables_of({"id": id, "after": after}))


CONTRACT_CONTENT = Operation(
    name="ContractContent",
    document=CONTRACT_CONTENT_GQL,
    data=ContractContent,
    points=87,
    is_mutation=False,
)


def contract_content(id: str) -> Call[ContractContent]:
    return Call(CONTRACT_CONTENT, variables_of({"id": id}))


CONTRACT_CYCLES_NEXT = Operation(
    name="ContractCyclesNext",
    document=CONTRACT_CYCLES_NEXT_GQL,
    data=ContractCyclesNext,
    points=20,
    is_mutation=False,
)


def contract_cycles_next(
    id: str,
    from_: datetime,
    to: datetime,
    after: Union[Optional[str], UnsetType] = UNSET,
) -> Call[ContractCyclesNext]:
    return Call(
        CONTRACT_CYCLES_NEXT,
        variables_of({"id": id, "from": from_, "to": to, "after": after}),
    )


CONTRACT_DISCOUNTS = Operation(
    name="ContractDiscounts",
    document=CONTRACT_DISCOUNTS_GQL,
    data=ContractDiscounts,
    points=73,
    is_mutation=False,
)


def contract_discounts(
    id: str, after: Union[Optional[str], UnsetType] = UNSET
) -> Call[ContractDiscounts]:
    return Call(CONTRACT_DISCOUNTS, variables_of({"id": id, "after": after}))


CONTRACT_LINES_NEXT = Operation(
    name="ContractLinesNext",
    document=CONTRACT_LINES_NEXT_GQL,
    data=ContractLinesNext,
    points=21,
    is_mutation=False,
)


def contract_lines_next(
    id: str, after: Union[Optional[str], UnsetType] = UNSET
) -> Call[ContractLinesNext]:
    return Call(CONTRACT_LINES_NEXT, variables_of({"id": id, "after": after}))


CONTRACT_ORDERS_NEXT = Operation(
    name="ContractOrdersNext",
    document=CONTRACT_ORDERS_NEXT_GQL,
    data=ContractOrdersNext,
    points=14,
    is_mutation=False,
)


def contract_orders_next(
    id: str, after: Union[Optional[str], UnsetType] = UNSET
) -> Call[ContractOrdersNext]:
    return Call(CONTRACT_ORDERS_NEXT, variables_of({"id": id, "after": after}))


CONTRACTS_CHANGED = Operation(
    name="ContractsChanged",
    document=CONTRACTS_CHANGED_GQL,
    data=ContractsChanged,
    points=13,
    is_mutation=False,
)


def contracts_changed(
    query: str, after: Union[Optional[str], UnsetType] = UNSET
) -> Call[ContractsChanged]:
    return Call(CONTRACTS_CHANGED, variables_of({"query": query, "after": after}))


CONTRACTS_LISTED = Operation(
    name="ContractsListed",
    document=CONTRACTS_LISTED_GQL,
    data=ContractsListed,
    points=13,
    is_mutation=False,
)


def contracts_listed(
    after: Union[Optional[str], UnsetType] = UNSET,
) -> Call[ContractsListed]:
    return Call(CONTRACTS_LISTED, variables_of({"after": after}))


CYCLE_ATTEMPTS = Operation(
    name="CycleAttempts",
    document=CYCLE_ATTEMPTS_GQL,
    data=CycleAttempts,
    points=19,
    is_mutation=False,
)


def cycle_attempts(
    billing_cycle_input: SubscriptionBillingCycleInput,
    after: Union[Optional[str], UnsetType] = UNSET,
) -> Call[CycleAttempts]:
    return Call(
        CYCLE_ATTEMPTS,
        variables_of({"billingCycleInput": billing_cycle_input, "after": after}),
    )


CYCLE_CONTENT = Operation(
    name="CycleContent",
    document=CYCLE_CONTENT_GQL,
    data=CycleContent,
    points=88,
    is_mutation=False,
)


def cycle_content(
    billing_cycle_input: SubscriptionBillingCycleInput,
) -> Call[CycleContent]:
    return Call(CYCLE_CONTENT, variables_of({"billingCycleInput": billing_cycle_input}))


CYCLES_EDITED = Operation(
    name="CyclesEdited",
    document=CYCLES_EDITED_GQL,
    data=CyclesEdited,
    points=20,
    is_mutation=False,
)


def cycles_edited(
    contract_id: str, after: Union[Optional[str], UnsetType] = UNSET
) -> Call[CyclesEdited]:
    return Call(
        CYCLES_EDITED, variables_of({"contractId": contract_id, "after": after})
    )


DRAFT_DELIVERY_OPTIONS = Operation(
    name="DraftDeliveryOptions",
    document=DRAFT_DELIVERY_OPTIONS_GQL,
    data=DraftDeliveryOptions,
    points=3,
    is_mutation=False,
)


def draft_delivery_options(
    id: str, address: Union[Optional[MailingAddressInput], UnsetType] = UNSET
) -> Call[DraftDeliveryOptions]:
    return Call(DRAFT_DELIVERY_OPTIONS, variables_of({"id": id, "address": address}))


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


ORDER_ADDRESS = Operation(
    name="OrderAddress",
    document=ORDER_ADDRESS_GQL,
    data=OrderAddress,
    points=2,
    is_mutation=False,
)


def order_address(id: str) -> Call[OrderAddress]:
    return Call(ORDER_ADDRESS, variables_of({"id": id}))


ORDER_CANCELLATION = Operation(
    name="OrderCancellation",
    document=ORDER_CANCELLATION_GQL,
    data=OrderCancellation,
    points=3,
    is_mutation=False,
)


def order_cancellation(id: str) -> Call[OrderCancellation]:
    return Call(ORDER_CANCELLATION, variables_of({"id": id}))


ORDER_CONTRACTS = Operation(
    name="OrderContracts",
    document=ORDER_CONTRACTS_GQL,
    data=OrderContracts,
    points=21,
    is_mutation=False,
)


def order_contracts(
    id: str, after: Union[Optional[str], UnsetType] = UNSET
) -> Call[OrderContracts]:
    return Call(ORDER_CONTRACTS, variables_of({"id": id, "after": after}))


ORDER_DESTINATIONS = Operation(
    name="OrderDestinations",
    document=ORDER_DESTINATIONS_GQL,
    data=OrderDestinations,
    points=17,
    is_mutation=False,
)


def order_destinations(id: str) -> Call[OrderDestinations]:
    return Call(ORDER_DESTINATIONS, variables_of({"id": id}))


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


SELLING_PLAN = Operation(
    name="SellingPlan",
    document=SELLING_PLAN_GQL,
    data=SellingPlan,
    points=7,
    is_mutation=False,
)


def selling_plan(id: str) -> Call[SellingPlan]:
    return Call(SELLING_PLAN, variables_of({"id": id}))


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


VARIANT_SELLING_PLANS = Operation(
    name="VariantSellingPlans",
    document=VARIANT_SELLING_PLANS_GQL,
    data=VariantSellingPlans,
    points=75,
    is_mutation=False,
)


def variant_selling_plans(id: str) -> Call[VariantSellingPlans]:
    return Call(VARIANT_SELLING_PLANS, variables_of({"id": id}))


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
    CONTRACT.name: CONTRACT,
    CONTRACT_ADDRESS.name: CONTRACT_ADDRESS,
    CONTRACT_ATTEMPTS_NEXT.name: CONTRACT_ATTEMPTS_NEXT,
    CONTRACT_CONTENT.name: CONTRACT_CONTENT,
    CONTRACT_CYCLES_NEXT.name: CONTRACT_CYCLES_NEXT,
    CONTRACT_DISCOUNTS.name: CONTRACT_DISCOUNTS,
    CONTRACT_LINES_NEXT.name: CONTRACT_LINES_NEXT,
    CONTRACT_ORDERS_NEXT.name: CONTRACT_ORDERS_NEXT,
    CONTRACTS_CHANGED.name: CONTRACTS_CHANGED,
    CONTRACTS_LISTED.name: CONTRACTS_LISTED,
    CYCLE_ATTEMPTS.name: CYCLE_ATTEMPTS,
    CYCLE_CONTENT.name: CYCLE_CONTENT,
    CYCLES_EDITED.name: CYCLES_EDITED,
    DRAFT_DELIVERY_OPTIONS.name: DRAFT_DELIVERY_OPTIONS,
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
    ORDER_ADDRESS.name: ORDER_ADDRESS,
    ORDER_CANCELLATION.name: ORDER_CANCELLATION,
    ORDER_CONTRACTS.name: ORDER_CONTRACTS,
    ORDER_DESTINATIONS.name: ORDER_DESTINATIONS,
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
    SELLING_PLAN.name: SELLING_PLAN,
    SHOP.name: SHOP,
    SUGGESTED_REFUND.name: SUGGESTED_REFUND,
    VARIANT_SELLING_PLANS.name: VARIANT_SELLING_PLANS,
    WEBHOOK_SUBSCRIPTIONS.name: WEBHOOK_SUBSCRIPTIONS,
}
