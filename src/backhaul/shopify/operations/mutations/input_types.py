from typing import Optional

from pydantic import Field

from ..model import BaseModel


class FulfillmentInput(BaseModel):
    line_items_by_fulfillment_order: list["FulfillmentOrderLineItemsInput"] = Field(
        alias="lineItemsByFulfillmentOrder"
    )
    notify_customer: Optional[bool] = Field(alias="notifyCustomer", default=False)
    origin_address: Optional["FulfillmentOriginAddressInput"] = Field(
        alias="originAddress", default=None
    )
    tracking_info: Optional["FulfillmentTrackingInput"] = Field(
        alias="trackingInfo", default=None
    )


class FulfillmentOrderLineItemInput(BaseModel):
    id: str
    quantity: int


class FulfillmentOrderLineItemsInput(BaseModel):
    fulfillment_order_id: str = Field(alias="fulfillmentOrderId")
    fulfillment_order_line_items: Optional[list["FulfillmentOrderLineItemInput"]] = (
        Field(alias="fulfillmentOrderLineItems", default=None)
    )


class FulfillmentOriginAddressInput(BaseModel):
    address_1: Optional[str] = Field(alias="address1", default=None)
    address_2: Optional[str] = Field(alias="address2", default=None)
    city: Optional[str] = None
    country_code: str = Field(alias="countryCode")
    province_code: Optional[str] = Field(alias="provinceCode", default=None)
    zip_: Optional[str] = Field(alias="zip", default=None)


class FulfillmentTrackingInput(BaseModel):
    company: Optional[str] = None
    number: Optional[str] = None
    numbers: Optional[list[str]] = None
    url: Optional[str] = None
    urls: Optional[list[str]] = None


FulfillmentInput.model_rebuild()
FulfillmentOrderLineItemsInput.model_rebuild()
