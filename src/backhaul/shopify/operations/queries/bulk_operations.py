from pydantic import Field

from ..model import BaseModel
from .enums import BulkOperationStatus


class BulkOperations(BaseModel):
    bulk_operations: "BulkOperationsBulkOperations" = Field(alias="bulkOperations")


class BulkOperationsBulkOperations(BaseModel):
    nodes: list["BulkOperationsBulkOperationsNodes"]


class BulkOperationsBulkOperationsNodes(BaseModel):
    id: str
    status: BulkOperationStatus
    query: str


BulkOperations.model_rebuild()
BulkOperationsBulkOperations.model_rebuild()
