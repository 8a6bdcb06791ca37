from typing import Optional, Union

from pydantic import Field

from ..model import BaseModel
from .enums import CurrencyCode
from .fragments import MoneyFields


class OrderLinesWorth(BaseModel):
    order: Optional["OrderLinesWorthOrder"]
    nodes: list[
        Optional[Union["OrderLinesWorthNodesNode", "OrderLinesWorthNodesLineItem"]]
    ]


class OrderLinesWorthOrder(BaseModel):
    id: str
    presentment_currency_code: CurrencyCode = Field(alias="presentmentCurrencyCode")
    taxes_included: bool = Field(alias="taxesIncluded")
    total_refunded_shipping_set: "OrderLinesWorthOrderTotalRefundedShippingSet" = Field(
        alias="totalRefundedShippingSet"
    )
    shipping_lines: "OrderLinesWorthOrderShippingLines" = Field(alias="shippingLines")


OrderLinesWorthOrderTotalRefundedShippingSet = MoneyFields


class OrderLinesWorthOrderShippingLines(BaseModel):
    nodes: list["OrderLinesWorthOrderShippingLinesNodes"]


class OrderLinesWorthOrderShippingLinesNodes(BaseModel):
    discounted_price_set: "OrderLinesWorthOrderShippingLinesNodesDiscountedPriceSet" = (
        Field(alias="discountedPriceSet")
    )
    tax_lines: list["OrderLinesWorthOrderShippingLinesNodesTaxLines"] = Field(
        alias="taxLines"
    )


OrderLinesWorthOrderShippingLinesNodesDiscountedPriceSet = MoneyFields


class OrderLinesWorthOrderShippingLinesNodesTaxLines(BaseModel):
    price_set: "OrderLinesWorthOrderShippingLinesNodesTaxLinesPriceSet" = Field(
        alias="priceSet"
    )


OrderLinesWorthOrderShippingLinesNodesTaxLinesPriceSet = MoneyFields


class OrderLinesWorthNodesNode(BaseModel):
    pass


class OrderLinesWorthNodesLineItem(BaseModel):
    id: str
    quantity: int
    current_quantity: int = Field(alias="currentQuantity")
    original_unit_price_set: "OrderLinesWorthNodesLineItemOriginalUnitPriceSet" = Field(
        alias="originalUnitPriceSet"
    )
    discount_allocations: list["OrderLinesWorthNodesLineItemDiscountAllocations"] = (
        Field(alias="discountAllocations")
    )
    tax_lines: list["OrderLinesWorthNodesLineItemTaxLines"] = Field(alias="taxLines")


OrderLinesWorthNodesLineItemOriginalUnitPriceSet = MoneyFields


class OrderLinesWorthNodesLineItemDiscountAllocations(BaseModel):
    allocated_amount_set: "OrderLinesWorthNodesLineItemDiscountAllocationsAllocatedAmountSet" = Field(
        alias="allocatedAmountSet"
    )


OrderLinesWorthNodesLineItemDiscountAllocationsAllocatedAmountSet = MoneyFields


class OrderLinesWorthNodesLineItemTaxLines(BaseModel):
    price_set: "OrderLinesWorthNodesLineItemTaxLinesPriceSet" = Field(alias="priceSet")


OrderLinesWorthNodesLineItemTaxLinesPriceSet = MoneyFields
OrderLinesWorth.model_rebuild()
OrderLinesWorthOrder.model_rebuild()
OrderLinesWorthOrderShippingLines.model_rebuild()
OrderLinesWorthOrderShippingLinesNodes.model_rebuild()
OrderLinesWorthOrderShippingLinesNodesTaxLines.model_rebuild()
OrderLinesWorthNodesLineItem.model_rebuild()
OrderLinesWorthNodesLineItemDiscountAllocations.model_rebuild()
OrderLinesWorthNodesLineItemTaxLines.model_rebuild()
