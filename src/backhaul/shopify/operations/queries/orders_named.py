from ..model import BaseModel


class OrdersNamed(BaseModel):
    orders: "OrdersNamedOrders"


class OrdersNamedOrders(BaseModel):
    nodes: list["OrdersNamedOrdersNodes"]


class OrdersNamedOrdersNodes(BaseModel):
    id: str
    name: str
    number: int


OrdersNamed.model_rebuild()
OrdersNamedOrders.model_rebuild()
