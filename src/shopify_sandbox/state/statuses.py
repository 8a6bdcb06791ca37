"""The states of fulfillment orders and fulfillments, and the table of allowed changes."""

from __future__ import annotations

from enum import StrEnum


class FulfillmentOrderStatus(StrEnum):
    """Where a fulfillment order is."""

    SCHEDULED = "SCHEDULED"
    OPEN = "OPEN"
    IN_PROGRESS = "IN_PROGRESS"
    ON_HOLD = "ON_HOLD"
    INCOMPLETE = "INCOMPLETE"
    CLOSED = "CLOSED"
    CANCELLED = "CANCELLED"


class RequestStatus(StrEnum):
    """Where the conversation with a fulfillment service is; merchant-managed fulfillment orders stay UNSUBMITTED."""

    UNSUBMITTED = "UNSUBMITTED"
    SUBMITTED = "SUBMITTED"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    CANCELLATION_REQUESTED = "CANCELLATION_REQUESTED"
    CANCELLATION_ACCEPTED = "CANCELLATION_ACCEPTED"
    CANCELLATION_REJECTED = "CANCELLATION_REJECTED"
    CLOSED = "CLOSED"


class Change(StrEnum):
    """What can happen to a fulfillment order's status."""

    FALL_DUE = "fall due"
    OPEN = "open"
    HOLD = "hold"
    RELEASE = "release"
    REPORT_PROGRESS = "report progress"
    FULFILL_SOME = "fulfil some"
    FULFILL_ALL = "fulfil all"
    UNFULFILL_SOME = "undo some fulfillments"
    UNFULFILL_ALL = "undo the last fulfillment"
    ACCEPT_REQUEST = "accept request"
    REJECT_REQUEST = "reject request"
    GIVE_UP = "give up"
    REPLACE = "replace"
    EMPTY = "empty"
    CANCEL_ORDER = "cancel order"


_S = FulfillmentOrderStatus
_OPENABLE = (_S.SCHEDULED, _S.IN_PROGRESS)
_WORKABLE = (_S.OPEN, _S.IN_PROGRESS)
_LIVE = (_S.SCHEDULED, _S.OPEN, _S.IN_PROGRESS, _S.ON_HOLD, _S.INCOMPLETE)

TRANSITIONS: dict[tuple[FulfillmentOrderStatus, Change], FulfillmentOrderStatus] = {
    (_S.SCHEDULED, Change.FALL_DUE): _S.OPEN,
    **{(status, Change.OPEN): _S.OPEN for status in _OPENABLE},
    **{(status, Change.HOLD): _S.ON_HOLD for status in (_S.OPEN, _S.IN_PROGRESS, _S.ON_HOLD)},
    (_S.ON_HOLD, Change.RELEASE): _S.OPEN,
    **{(status, Change.REPORT_PROGRESS): _S.IN_PROGRESS for status in _WORKABLE},
    **{(status, Change.FULFILL_SOME): _S.IN_PROGRESS for status in _WORKABLE},
    **{(status, Change.FULFILL_ALL): _S.CLOSED for status in _WORKABLE},
    **{(status, Change.UNFULFILL_SOME): status for status in (*_WORKABLE, _S.ON_HOLD, _S.INCOMPLETE)},
    **{(status, Change.UNFULFILL_ALL): _S.OPEN for status in _WORKABLE},
    **{(status, Change.UNFULFILL_ALL): status for status in (_S.ON_HOLD, _S.INCOMPLETE)},
    (_S.OPEN, Change.ACCEPT_REQUEST): _S.IN_PROGRESS,
    (_S.OPEN, Change.REJECT_REQUEST): _S.OPEN,
    (_S.IN_PROGRESS, Change.GIVE_UP): _S.INCOMPLETE,
    **{(status, Change.REPLACE): _S.CLOSED for status in _LIVE},
    **{(status, Change.EMPTY): _S.CLOSED for status in _LIVE},
    **{(status, Change.CANCEL_ORDER): _S.CLOSED for status in _LIVE},
}


class FulfillmentStatus(StrEnum):
    """Whether a fulfillment stands."""

    SUCCESS = "SUCCESS"
    CANCELLED = "CANCELLED"
    PENDING = "PENDING"
    OPEN = "OPEN"
    ERROR = "ERROR"
    FAILURE = "FAILURE"
