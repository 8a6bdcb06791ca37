"""Finds the selling plan that a policy is about."""

from backhaul.core import gids
from backhaul.core.errors import UnknownPlan
from backhaul.models import ContractLine, Store


def plan_gid_of(plan: str) -> str:
    """The gid of a plan that is given by its gid or number. Raises BadReference."""
    return gids.gid("SellingPlan", gids.number_of(plan, "SellingPlan"))


def find_plan(store: Store, plan: str) -> str:
    """The gid of a plan that a subscription of the store was bought with; of any other where it is given as a gid.

    So policies can be set before the plan is first sold, and a number that is mistyped is not taken for a plan. Raises
    BadReference, UnknownPlan.
    """
    plan_gid = plan_gid_of(plan)
    if plan == plan_gid:
        return plan_gid
    lines = ContractLine.objects.filter(contract__store=store).exclude(selling_plan_gid="")
    known = set(lines.order_by().values_list("selling_plan_gid", flat=True).distinct())
    if plan_gid not in known:
        raise UnknownPlan(gids.short_id(plan_gid), sorted(map(gids.short_id, known)))
    return plan_gid
