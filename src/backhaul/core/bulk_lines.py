"""Puts the lines of a bulk operation's file together again: each order with what belongs to it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from backhaul.core.keepable_json import load_keepable
from backhaul.core.shopify_errors import BrokenReply

PARENT = "__parentId"
Object = Mapping[str, object]


@dataclass(frozen=True)
class FileLine:
    """One line of a file, without its line feed; `ends_at` is the offset of the byte after it."""

    content: bytes
    ends_at: int


@dataclass
class GatheredOrder:
    """An order's own line and those that belong to it; `ends_at` is the offset of the byte after the last of them."""

    order: Object
    ends_at: int
    children: list[Object] = field(default_factory=list)

    @property
    def gid(self) -> str:
        return str(self.order.get("id"))

    def children_of(self, kind: str) -> list[Object]:
        """Those that are of one of Shopify's types, in the sequence of the file."""
        return [child for child in self.children if str(child.get("id")).startswith(f"gid://shopify/{kind}/")]


def orders_of(lines: Iterable[FileLine], *, is_cut: bool = False) -> Iterator[GatheredOrder]:
    """The orders of a grouped file, one at a time: an order's children follow it.

    Of a file that was cut the last order is left out, because some of its children may be missing. Raises BrokenReply
    for a line that is no object, and for a child that does not belong to the order before it.
    """
    current: GatheredOrder | None = None
    for line in lines:
        if not line.content.strip():
            continue
        content = _parsed(line.content)
        parent = content.get(PARENT)
        if parent is None:
            if current is not None:
                yield current
            current = GatheredOrder(content, line.ends_at)
            continue
        if current is None or parent != current.gid:
            raise BrokenReply("The file of a bulk operation does not keep what belongs together.")
        current.children.append({name: value for name, value in content.items() if name != PARENT})
        current.ends_at = line.ends_at
    if current is not None and not is_cut:
        yield current


def _parsed(content: bytes) -> Object:
    try:
        parsed = load_keepable(content)
    except (ValueError, RecursionError) as exc:
        raise BrokenReply("The file of a bulk operation has a line that is not JSON.") from exc
    if not isinstance(parsed, dict):
        raise BrokenReply("The file of a bulk operation has a line that is not an object.")
    return parsed
