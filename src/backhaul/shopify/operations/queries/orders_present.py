from datetime import datetime
from typing import Optional, Union

from pydantic import Field

from ..model import BaseModel


class OrdersPresent(BaseModel):
    nodes: list[Optional[Union["OrdersPresentNodesNode", "OrdersPresentNodesOrder"]]]


class OrdersPresentNodesNode(BaseModel):
    pass


class OrdersPresentNodesOrder(BaseModel):
    id: str
    updated_at: datetime = Field(alias="updatedAt")


OrdersPresent.model_rebuild()
