from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .fragments import AddressParts


class OrderAddress(BaseModel):
    order: Optional["OrderAddressOrder"]


class OrderAddressOrder(BaseModel):
    shipping_address: Optional["OrderAddressOrderShippingAddress"] = Field(
        alias="shippingAddress"
    )


OrderAddressOrderShippingAddress = AddressParts
OrderAddress.model_rebuild()
OrderAddressOrder.model_rebuild()
