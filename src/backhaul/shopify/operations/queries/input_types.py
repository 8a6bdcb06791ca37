from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import RefundLineItemRestockType


class RefundLineItemInput(BaseModel):
    line_item_id: str = Field(alias="lineItemId")
    quantity: int
    restock_type: Optional[RefundLineItemRestockType] = Field(
        alias="restockType", default=None
    )
    location_id: Optional[str] = Field(alias="locationId", default=None)
