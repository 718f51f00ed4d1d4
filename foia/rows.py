"""Walks over waiting rows, one transaction each: a row that breaks steps back alone."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Model, QuerySet

logger = logging.getLogger(__name__)
Row = TypeVar("Row", bound=Model)

# A database that is gone or busy is everybody's trouble, never that of one row.
AWAY = (OperationalError, InterfaceError)


def each(
    waiting: QuerySet[Row],
    step: Callable[[Row], object],
    *,
    limit: int,
    broken: Callable[[Row, Exception], object] | None = None,
) -> int:
    """Take the step for up to `limit` rows that still wait; return how many went well.

    Rows that another worker holds are left to it. A row whose step raises is logged once and
    handed to `broken`, which marks it so that it waits for a person and no longer in the way.
    """
    done = 0
    for pk in list(waiting.values_list("pk", flat=True)[:limit]):
        try:
            done += one(waiting, pk, step, skip_locked=True)
        except AWAY:
            raise
        except Exception as error:
            _set_aside(waiting, pk, error, broken)
    return done


def one(
    waiting: QuerySet[Row],
    pk: object,
    step: Callable[[Row], object],
    *,
    skip_locked: bool = False,
) -> bool:
    """Take the step for one row if it still waits; row and step are one transaction."""
    with transaction.atomic():
        locked = waiting.select_for_update(skip_locked=skip_locked, of=("self",))
        row = locked.filter(pk=pk).first()
        if row is None:
            return False
        step(row)
    return True


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Keep the trouble of one row to itself: it is logged once with the row's name."""
    try:
        yield
    except AWAY:
        raise
    except Exception:
        logger.exception("%s steps back", name)


def _set_aside(
    waiting: QuerySet[Row],
    pk: object,
    error: Exception,
    broken: Callable[[Row, Exception], object] | None,
) -> None:
    name = f"{waiting.model.__name__} {pk}"
    logger.error("%s steps back", name, exc_info=error)
    if broken is not None:
        with alone(name):
            one(waiting, pk, lambda row: broken(row, error))


def together(
    waiting: QuerySet[Row],
    step: Callable[[list[Row]], object],
    *,
    limit: int,
    chunk: int = 100,
    broken: Callable[[Row, Exception], object] | None = None,
) -> int:
    """Take the step for up to `limit` waiting rows, `chunk` of them in one transaction.

    Returns how many went well. Where a chunk breaks, nothing of it stays, and its rows are taken
    one by one, as `each` does.
    """
    pks = list(waiting.values_list("pk", flat=True)[:limit])
    chunks = [pks[start : start + chunk] for start in range(0, len(pks), chunk)]
    return sum(chunk_of(waiting, some, step, broken=broken) for some in chunks)


def chunk_of(
    waiting: QuerySet[Row],
    pks: Sequence[object],
    step: Callable[[list[Row]], object],
    *,
    broken: Callable[[Row, Exception], object] | None = None,
) -> int:
    """Take the step for those of `pks` that still wait, in one transaction; as `together`."""
    try:
        with transaction.atomic():
            locked = waiting.select_for_update(skip_locked=True, of=("self",))
            found = list(locked.filter(pk__in=pks))
            if found:
                step(found)
            return len(found)
    except AWAY:
        raise
    except Exception as error:
        if len(pks) == 1:
            _set_aside(waiting, pks[0], error, broken)
            return 0
        return sum(chunk_of(waiting, [pk], step, broken=broken) for pk in pks)
