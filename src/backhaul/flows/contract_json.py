"""The rhythms and plan terms of contracts as JSON, and back."""

from collections.abc import Mapping

from backhaul.core.contracts import PlanTerms, Rhythm
from backhaul.flows.deliveries import rhythm_of

Json = Mapping[str, object]


def rhythm_json(rhythm: Rhythm) -> dict[str, object]:
    """A rhythm as it is kept; `rhythm_of` reads it."""
    return {
        "interval": rhythm.interval,
        "count": rhythm.count,
        "anchors": [dict(vars(one)) for one in rhythm.anchors],
        "min_cycles": rhythm.min_cycles,
        "max_cycles": rhythm.max_cycles,
    }


def plan_json(terms: PlanTerms) -> dict[str, object]:
    """A plan's terms as they are kept."""
    return {
        "gid": terms.gid,
        "name": terms.name,
        "billing": rhythm_json(terms.billing) if terms.billing else None,
        "delivery": rhythm_json(terms.delivery) if terms.delivery else None,
        "cutoff": terms.cutoff,
        "pre_anchor": terms.pre_anchor,
        "pricing": [dict(one) for one in terms.pricing],
    }


def plan_in(stored: Json | None) -> PlanTerms | None:
    """The plan's terms that were kept, if any were."""
    if not stored:
        return None
    billing, delivery, cutoff, pricing = (stored.get(name) for name in ("billing", "delivery", "cutoff", "pricing"))
    return PlanTerms(
        gid=str(stored["gid"]),
        name=str(stored["name"]),
        billing=rhythm_of(billing) if isinstance(billing, Mapping) else None,
        delivery=rhythm_of(delivery) if isinstance(delivery, Mapping) else None,
        cutoff=cutoff if isinstance(cutoff, int) else None,
        pre_anchor=str(stored["pre_anchor"]) if stored.get("pre_anchor") else None,
        pricing=tuple(pricing) if isinstance(pricing, list) else (),
    )
