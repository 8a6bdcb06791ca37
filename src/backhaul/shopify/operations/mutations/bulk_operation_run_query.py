from typing import Optional

from pydantic import Field

from ..model import BaseModel
from .enums import BulkOperationStatus, BulkOperationUserErrorCode


class BulkOperationRunQuery(BaseModel):
    bulk_operation_run_query: Optional["BulkOperationRunQueryBulkOperationRunQuery"] = (
        Field(alias="bulkOperationRunQuery")
    )


class BulkOperationRunQueryBulkOperationRunQuery(BaseModel):
    bulk_operation: Optional[
        "BulkOperationRunQueryBulkOperationRunQueryBulkOperation"
    ] = Field(alias="bulkOperation")
    user_errors: list["BulkOperationRunQueryBulkOperationRunQueryUserErrors"] = Field(
        alias="userErrors"
    )


class BulkOperationRunQueryBulkOperationRunQueryBulkOperation(BaseModel):
    id: str
    status: BulkOperationStatus


class BulkOperationRunQueryBulkOperationRunQueryUserErrors(BaseModel):
    field: Optional[list[str]]
    message: str
    code: Optional[BulkOperationUserErrorCode]


BulkOperationRunQuery.model_rebuild()
BulkOperationRunQueryBulkOperationRunQuery.model_rebuild()
