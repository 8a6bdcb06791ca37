"""POST /sandbox/delivery-options: how long drafts of contracts wait for their delivery options."""

from __future__ import annotations

from shopify_sandbox import control_input
from shopify_sandbox.engine.envelopes import Json

from .shop import Sandbox


class DraftControl:
    """Sets how the present shop computes delivery options; addresses asked about before keep their time."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def delivery_options(self, body: Json) -> Json:
        """`{"delay": "PT5S"}`: until then the answer is null; a delay of PT0S answers at once."""
        control_input.no_others(body, {"delay"}, "the delivery options")
        world = self._sandbox.shop.world
        if "delay" in body:
            world.delivery_options_delay = control_input.duration(body["delay"], "delay")
        return {"delay_seconds": world.delivery_options_delay.total_seconds()}
