"""How often a run looks at Shopify again because what it saw has changed, and the error when that does not end."""

from datetime import timedelta

from backhaul.core.errors import Busy

MAX_ROUNDS = 5
"""Opening or moving a fulfillment order, a call refused because something has changed: each needs another look."""

LOOK_AGAIN_SOON = timedelta(seconds=5)
"""When Shopify has begun something that it usually ends within seconds."""


class KeepsChanging(Busy):
    """Every look at Shopify showed something else; it is tried again later."""

    code = "keeps-changing"
