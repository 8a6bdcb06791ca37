from ..open_enum import OpenEnum


class FulfillmentOrderMoveFulfillmentOrderMoveUserErrorCode(OpenEnum):
    CANNOT_MOVE_FULFILLMENT_ORDER_WITH_REPORTED_PROGRESS = (
        "CANNOT_MOVE_FULFILLMENT_ORDER_WITH_REPORTED_PROGRESS"
    )


class FulfillmentOrderReleaseHoldUserErrorCode(OpenEnum):
    FULFILLMENT_ORDER_NOT_FOUND = "FULFILLMENT_ORDER_NOT_FOUND"
    INVALID_ACCESS = "INVALID_ACCESS"


class FulfillmentOrderStatus(OpenEnum):
    CANCELLED = "CANCELLED"
    CLOSED = "CLOSED"
    INCOMPLETE = "INCOMPLETE"
    IN_PROGRESS = "IN_PROGRESS"
    ON_HOLD = "ON_HOLD"
    OPEN = "OPEN"
    SCHEDULED = "SCHEDULED"


class FulfillmentStatus(OpenEnum):
    CANCELLED = "CANCELLED"
    ERROR = "ERROR"
    FAILURE = "FAILURE"
    OPEN = "OPEN"
    PENDING = "PENDING"
    SUCCESS = "SUCCESS"
