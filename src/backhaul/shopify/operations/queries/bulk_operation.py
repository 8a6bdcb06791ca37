from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import BulkOperationErrorCode, BulkOperationStatus


class BulkOperation(BaseModel):
    bulk_operation: Optional["BulkOperationBulkOperation"] = Field(
        alias="bulkOperation"
    )


class BulkOperationBulkOperation(BaseModel):
    id: str
    status: BulkOperationStatus
    error_code: Optional[BulkOperationErrorCode] = Field(alias="errorCode")
    root_object_count: int = Field(alias="rootObjectCount")
    url: Optional[str]
    partial_data_url: Optional[str] = Field(alias="partialDataUrl")


BulkOperation.model_rebuild()
