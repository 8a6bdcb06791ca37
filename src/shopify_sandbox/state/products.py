"""What is sold: products and their variants, as far as orders need them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from shopify_sandbox.state.entities import Entity
from shopify_sandbox.state.media import Media
from shopify_sandbox.state.metafields import Metafield


@dataclass(eq=False, kw_only=True)
class Variant(Entity):
    """One sellable form of a product."""

    typename: ClassVar[str] = "ProductVariant"
    product: Product
    created_at: datetime
    updated_at: datetime
    title: str = "Default Title"
    sku: str | None = None
    barcode: str | None = None
    price: Decimal = Decimal(0)
    requires_shipping: bool = True
    taxable: bool = True
    position: int = 1
    inventory_item_id: int = 0
    metafields: list[Metafield] = field(default_factory=list)
    media: list[Media] = field(default_factory=list)
    inventory: dict[int, int] = field(default_factory=dict)

    @property
    def display_name(self) -> str:
        """The product's title, with the variant's own when it has one."""
        return f"{self.product.title} - {self.title}"


@dataclass(eq=False, kw_only=True)
class Product(Entity):
    """A product with at least one variant."""

    typename: ClassVar[str] = "Product"
    title: str
    handle: str
    created_at: datetime
    updated_at: datetime
    vendor: str = ""
    product_type: str = ""
    status: str = "ACTIVE"
    description_html: str = ""
    tags: list[str] = field(default_factory=list)
    variants: list[Variant] = field(default_factory=list)
    metafields: list[Metafield] = field(default_factory=list)
    media: list[Media] = field(default_factory=list)

    @property
    def total_inventory(self) -> int:
        """Units available over all variants and locations."""
        return sum(sum(variant.inventory.values()) for variant in self.variants)
