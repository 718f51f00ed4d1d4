"""One page cut out of very many rows, without counting them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from foia.web.ticked import key_of

PAGE = 50


@dataclass(frozen=True)
class Page:
    """Rows of one page, and the numbers of the pages beside it; 0 where there is none."""

    rows: Sequence[Any]
    newer: int
    older: int


def page_number(text: str) -> int:
    """Return the number of a page as an address has it; what makes no sense is the first."""
    return min(max(key_of(text), 1), 10_000)


def cut(rows: QuerySet[Any, Any], number: int) -> Page:
    """Cut a page out of sorted rows; its number counts from 1."""
    first = (number - 1) * PAGE
    found = list(rows[first : first + PAGE + 1])
    older = number + 1 if len(found) > PAGE else 0
    return Page(found[:PAGE], newer=number - 1, older=older)
