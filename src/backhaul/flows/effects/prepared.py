"""A change of Shopify as it will be sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from backhaul.shopify.operations.model import BaseModel
from backhaul.shopify.operations.operation import Call


@dataclass(frozen=True)
class Prepared:
    """One call. `operation` is the mutation's own name in Shopify.

    `evidence`: what a later reader of its intent has to know beside the variables. `idempotency_key`: sent with each
    try, where Shopify takes one.
    """

    operation: str
    call: Call[BaseModel]
    evidence: Mapping[str, object] = field(default_factory=dict)
    idempotency_key: str = ""
