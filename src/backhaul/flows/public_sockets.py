"""Keeps libraries that connect by themselves from addresses that are not public, at the moment of connecting."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache

from backhaul.core.targets import is_public

_CONNECTS = frozenset({"socket.connect", "socket.sendto"})


@dataclass
class Watched:
    """What was kept from connecting while a block was watched."""

    refused: bool = False


class NotPublic(ConnectionRefusedError):
    """A connection would have gone to an address that is not public; nothing was connected to."""


_watched: ContextVar[Watched | None] = ContextVar("watched_sockets", default=None)


@contextmanager
def only_public_sockets() -> Iterator[Watched]:
    """Within the block, connections of this thread to addresses that are not public fail as if nobody listened.

    The address is looked at that the socket is about to use, after its name was read: a name that leads elsewhere by
    then is of no use. A name that is given to the socket as it is, to be read later, is refused.
    """
    _listen()
    watched = Watched()
    token = _watched.set(watched)
    try:
        yield watched
    finally:
        _watched.reset(token)


@cache
def _listen() -> None:
    """Python tells of every connection before it is made; a listener cannot be taken away, and is asked for once."""
    sys.addaudithook(_look_at)


def _look_at(event: str, arguments: tuple[object, ...]) -> None:
    if event not in _CONNECTS or (watched := _watched.get()) is None:
        return
    address = arguments[1]
    if isinstance(address, tuple) and not is_public(str(address[0])):
        watched.refused = True
        raise NotPublic("not a public address")
