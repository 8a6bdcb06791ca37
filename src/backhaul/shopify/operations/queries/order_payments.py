from typing import Optional

from ..model import BaseModel
from .fragments import OrderPaymentsFields


class OrderPayments(BaseModel):
    order: Optional["OrderPaymentsOrder"]


OrderPaymentsOrder = OrderPaymentsFields
OrderPayments.model_rebuild()
