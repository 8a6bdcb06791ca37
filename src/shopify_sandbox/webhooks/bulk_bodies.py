"""The body of bulk_operations/finish."""

from __future__ import annotations

from shopify_sandbox.bulk.operation import BulkOperation
from shopify_sandbox.webhooks.rest_values import Body, instant
from shopify_sandbox.world import World


def bulk_operation_body(world: World, operation: BulkOperation) -> Body:
    """Which operation ended, when and how; the result is to be asked for (documentation)."""
    code = operation.error_code
    return {
        "admin_graphql_api_id": operation.gid,
        "completed_at": instant(world, operation.completed_at),
        "created_at": instant(world, operation.created_at),
        "error_code": code.lower() if code else None,
        "status": operation.status.lower(),
        "type": operation.type.lower(),
    }
