"""Walks over waiting rows, one transaction each: a row that breaks steps back alone."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Model, QuerySet

logger = logging.getLogger(__name__)
Row = TypeVar("Row", bound=Model)


def each(waiting: QuerySet[Row], step: Callable[[Row], object], *, limit: int) -> int:
    """Take the step for up to `limit` rows that still wait; return how many went well.

    Each row is locked while its step runs, and left alone if another worker holds it or has
    taken it on meanwhile. Step and row are one transaction.
    """
    done = 0
    for pk in list(waiting.values_list("pk", flat=True)[:limit]):
        with alone(f"{waiting.model.__name__} {pk}"), transaction.atomic():
            row = waiting.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
            if row is not None:
                step(row)
                done += 1
    return done


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Keep the trouble of one row to itself: it is logged once with the row's name.

    A database that is gone is everybody's trouble and is raised.
    """
    try:
        yield
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("%s steps back", name)
