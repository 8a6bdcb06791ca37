"""The selling plan a line was bought with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SellingPlanChoice:
    """A plan as it stood when the line was bought; more than one delivery means that it was paid in advance."""

    id: int
    name: str
    deliveries: int = 1

    @property
    def is_prepaid(self) -> bool:
        """Whether one payment covers several deliveries."""
        return self.deliveries > 1
