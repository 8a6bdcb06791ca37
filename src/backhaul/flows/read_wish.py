"""Reads what a door asks to change of a subscription."""

from collections.abc import Mapping

from backhaul.core.change_errors import BadChange
from backhaul.core.wanted_changes import Actor
from backhaul.core.wanted_json import read_wanted
from backhaul.flows.want_change import ChangeWish
from backhaul.models import Contract

FINGERPRINT = "fingerprint"


def read_wish(
    body: Mapping[str, object], contract: Contract, *, actor: Actor, by: str, is_preview: bool = False
) -> tuple[ChangeWish, str]:
    """The change that the body describes, and the fingerprint of the preview that it confirms ("" for a preview).

    Raises BadChange, BadMoney.
    """
    wanted = read_wanted({name: body[name] for name in body if name != FINGERPRINT}, currency=contract.currency)
    fingerprint = body.get(FINGERPRINT, "")
    if not is_preview and (not isinstance(fingerprint, str) or not fingerprint):
        raise BadChange(
            "The change does not say which preview it confirms.",
            hint="Ask for the preview first, and send its fingerprint.",
            field=FINGERPRINT,
        )
    return ChangeWish(wanted, actor, by), str(fingerprint)
