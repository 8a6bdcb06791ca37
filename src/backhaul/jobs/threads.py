"""Database connections of the threads that run jobs."""

import functools
from collections.abc import Callable
from typing import ParamSpec

from django.db import close_old_connections, connection

Args = ParamSpec("Args")


def with_own_connection(job: Callable[Args, None]) -> Callable[Args, None]:
    """Give a job a connection that works, and give it back afterwards: each job runs in some thread of a pool."""

    @functools.wraps(job)
    def run(*args: Args.args, **kwargs: Args.kwargs) -> None:
        close_old_connections()
        try:
            job(*args, **kwargs)
        finally:
            connection.close()

    return run
