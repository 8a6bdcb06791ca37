from datetime import datetime
from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import CountryCode, RefundLineItemRestockType


class MailingAddressInput(BaseModel):
    address_1: Optional[str] = Field(alias="address1", default=None)
    address_2: Optional[str] = Field(alias="address2", default=None)
    city: Optional[str] = None
    company: Optional[str] = None
    country: Optional[str] = None
    country_code: Optional[CountryCode] = Field(alias="countryCode", default=None)
    first_name: Optional[str] = Field(alias="firstName", default=None)
    id: Optional[str] = None
    last_name: Optional[str] = Field(alias="lastName", default=None)
    phone: Optional[str] = None
    province: Optional[str] = None
    province_code: Optional[str] = Field(alias="provinceCode", default=None)
    zip_: Optional[str] = Field(alias="zip", default=None)


class RefundLineItemInput(BaseModel):
    line_item_id: str = Field(alias="lineItemId")
    quantity: int
    restock_type: Optional[RefundLineItemRestockType] = Field(
        alias="restockType", default=None
    )
    location_id: Optional[str] = Field(alias="locationId", default=None)


class SubscriptionBillingCycleInput(BaseModel):
    contract_id: str = Field(alias="contractId")
    selector: "SubscriptionBillingCycleSelector"


class SubscriptionBillingCycleSelector(BaseModel):
    date: Optional[datetime] = None
    index: Optional[int] = None


SubscriptionBillingCycleInput.model_rebuild()
