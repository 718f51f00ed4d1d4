"""Walks over waiting rows: a row that breaks steps back alone and the rest go on."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import OperationalError

logger = logging.getLogger(__name__)
Row = TypeVar("Row")


def each(rows: Iterable[Row], step: Callable[[Row], object]) -> int:
    """Take the step for every row and return how many went well.

    What breaks one row is logged with it. A database that is gone breaks them all, so that
    is raised.
    """
    done = 0
    for row in rows:
        try:
            step(row)
        except OperationalError:
            raise
        except Exception:
            logger.exception("%s steps back: %s", type(row).__name__, row)
        else:
            done += 1
    return done
