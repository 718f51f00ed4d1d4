"""A kill at a chosen statement: what the database has by then is all that is left."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection


def dies_before(nth: int, now: datetime, *rooms: Callable[..., Any]) -> bool:
    """Let rooms run until they would execute their statement of this number; say if they did."""
    done = 0

    def stop(execute: Any, *asked: Any) -> Any:
        nonlocal done
        done += 1
        if done == nth:
            raise KeyboardInterrupt
        return execute(*asked)

    try:
        with connection.execute_wrapper(stop):
            for room in rooms:
                room(now=now)
    except KeyboardInterrupt:
        return True
    return False
