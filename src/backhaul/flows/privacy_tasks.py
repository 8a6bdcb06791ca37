"""The kinds of tasks that belong to a store's life rather than to its work: they run whatever its state is."""

from backhaul.core.outgoing import TELLING_KINDS

EXPORT_CUSTOMER = "export_customer"
REDACT_CUSTOMER = "redact_customer"
REDACT_SHOP = "redact_shop"
VERIFY_UNINSTALL = "verify_uninstall"
IN_ANY_STATE = frozenset({EXPORT_CUSTOMER, REDACT_CUSTOMER, REDACT_SHOP, VERIFY_UNINSTALL}) | TELLING_KINDS
"""A paused store does not stop them, and an uninstalled one neither: that is when they are asked for.

That a store is paused or uninstalled has to be told, too."""
