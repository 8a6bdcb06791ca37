"""Workers that die: at any of the moments between which something was sent, said or written."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest

from backhaul.flows import bill_cycles, charge_cycle, effects

KILLED_AT = (
    (bill_cycles, "open_bill"),
    (charge_cycle, "read_for_charge"),
    (charge_cycle, "record_tries"),
    (charge_cycle, "prepare_charge"),
    (charge_cycle, "settle_bill"),
    (charge_cycle, "note_next_date"),
    (charge_cycle, "want_change"),
    (effects.change, "write_intent"),
    (effects.change, "_settled"),
    (effects.change, "_succeeded"),
)


class Killed(BaseException):
    """The worker has died: nothing of ours catches this."""


@dataclass
class Kills:
    """Kills a worker now and then, before or behind one of its steps."""

    patch: pytest.MonkeyPatch
    random: Random
    killed: int = 0

    @contextmanager
    def maybe(self) -> Iterator[None]:
        """A worker's work; it may end at any moment, and with it all that it had not committed."""
        (module, name), dies = self.random.choice(KILLED_AT), self.random.random()
        if dies > 0.35:
            yield
            return
        with self.patch.context() as patch, suppress(Killed):
            patch.setattr(module, name, self._dying(getattr(module, name), before=dies < 0.15))
            yield

    def _dying(self, step: Callable[..., Any], *, before: bool) -> Callable[..., Any]:
        def dying(*given: Any, **named: Any) -> Any:
            if not before:
                step(*given, **named)
            self.killed += 1
            raise Killed

        return dying
