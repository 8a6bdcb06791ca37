"""Which tags a store's orders of subscriptions get."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import structlog

from backhaul.core.moments import zone_of
from backhaul.core.tags import TaggedContracts, parse_templates
from backhaul.flows.store_pauses import require_installed
from backhaul.models import Store

log = structlog.get_logger()


@dataclass(frozen=True)
class TagChoices:
    """What to set; None leaves it as it is.

    `templates`: see core.tags; with none at all no order is tagged. `placed_from`: orders that were placed before that
    day, of the store's calendar, are left alone.
    """

    templates: Sequence[str] | None = None
    contracts: TaggedContracts | None = None
    placed_from: date | None = None


def set_tag_policy(store: Store, choices: TagChoices) -> None:
    """Change them; orders read from now on, and every order at the next nightly comparison, follow the new ones.

    What an order was tagged with before stays on it. Raises BadTag, InputError, StoreUninstalled.
    """
    require_installed(store)
    changes: dict[str, object] = {}
    if choices.templates is not None:
        changes["order_tags"] = [one.text for one in parse_templates(choices.templates)]
    if choices.contracts is not None:
        changes["tagged_contracts"] = choices.contracts
    if choices.placed_from is not None:
        changes["tagged_from"] = datetime.combine(choices.placed_from, time(), tzinfo=zone_of(store.timezone))
    if changes:
        Store.objects.filter(pk=store.pk).update(**changes)
        log.info("store.tag_policy_changed", store=store.slug, **changes)
