from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import CountryCode, FulfillmentOrderStatus


class OrderDestinations(BaseModel):
    order: Optional["OrderDestinationsOrder"]


class OrderDestinationsOrder(BaseModel):
    fulfillment_orders: "OrderDestinationsOrderFulfillmentOrders" = Field(
        alias="fulfillmentOrders"
    )


class OrderDestinationsOrderFulfillmentOrders(BaseModel):
    nodes: list["OrderDestinationsOrderFulfillmentOrdersNodes"]


class OrderDestinationsOrderFulfillmentOrdersNodes(BaseModel):
    id: str
    status: FulfillmentOrderStatus
    destination: Optional["OrderDestinationsOrderFulfillmentOrdersNodesDestination"]


class OrderDestinationsOrderFulfillmentOrdersNodesDestination(BaseModel):
    address_1: Optional[str] = Field(alias="address1")
    address_2: Optional[str] = Field(alias="address2")
    zip_: Optional[str] = Field(alias="zip")
    city: Optional[str]
    country_code: Optional[CountryCode] = Field(alias="countryCode")


OrderDestinations.model_rebuild()
OrderDestinationsOrder.model_rebuild()
OrderDestinationsOrderFulfillmentOrders.model_rebuild()
OrderDestinationsOrderFulfillmentOrdersNodes.model_rebuild()
