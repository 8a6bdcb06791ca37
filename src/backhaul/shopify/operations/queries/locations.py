from pydantic import Field

from ..model import BaseModel
from .fragments import PageFields


class Locations(BaseModel):
    locations: "LocationsLocations"


class LocationsLocations(BaseModel):
    nodes: list["LocationsLocationsNodes"]
    page_info: "LocationsLocationsPageInfo" = Field(alias="pageInfo")


class LocationsLocationsNodes(BaseModel):
    id: str
    name: str
    is_active: bool = Field(alias="isActive")
    fulfills_online_orders: bool = Field(alias="fulfillsOnlineOrders")


LocationsLocationsPageInfo = PageFields
Locations.model_rebuild()
LocationsLocations.model_rebuild()
