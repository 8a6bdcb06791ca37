"""What an operation is expected to cost: as computed when it was generated, until Shopify's replies say otherwise."""

from collections.abc import Mapping

from backhaul.shopify.operations.model import BaseModel
from backhaul.shopify.operations.operation import Operation
from backhaul.shopify.reply import Cost

_learnt: dict[str, float] = {}


def expected_points(operation: Operation[BaseModel]) -> float:
    """The points that Shopify will request for it; page sizes are part of the document, so variables don't matter."""
    return _learnt.get(operation.name, float(operation.points))


def learn(operation: Operation[BaseModel], cost: Cost | None) -> None:
    """Remember what Shopify requested, in this process."""
    if cost is not None and cost.requested is not None:
        _learnt[operation.name] = cost.requested


def learnt() -> Mapping[str, float]:
    """What has been learnt so far."""
    return dict(_learnt)
