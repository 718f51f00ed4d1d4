"""What counts towards the limits of a law on one requester, and from which day on."""

from datetime import date, timedelta

import pytest

from jurisdictions import codes, load_pack
from jurisdictions.quotas import Asked, first_day, reached
from jurisdictions.rules import Limit

ON = date(2026, 11, 23)
ILLINOIS = load_pack("us-il")


def every(days: int, times: int, categories: int = 1) -> list[Asked]:
    """So many requests before that day, one every so many days."""
    return [Asked(ON - timedelta(days=days * n), categories) for n in range(1, times + 1)]


def met(before: list[Asked], categories: int = 1, code: str = "us-il") -> list[str]:
    found = reached(load_pack(code), ON, before=before, categories=categories)
    return [limit.label.split(":")[0] for limit, _, is_reached in found if is_reached]


@pytest.mark.parametrize(
    ("before", "labels"),
    [
        ([], []),
        (every(1, 6), ["Voluminous request"]),  # with this one seven requests, one record each
        (every(7, 49), []),
        (every(7, 50), ["Recurrent requester"]),
        (every(2, 14), ["Voluminous request"]),
        (every(40, 5), []),
    ],
)
def test_illinois_counts_what_came_before_to_one_body(
    before: list[Asked], labels: list[str]
) -> None:
    assert met(before) == labels


def test_seven_in_seven_days_or_fifteen_in_thirty_make_a_recurrent_requester() -> None:
    week = [Asked(ON, 0) for _ in range(7)]
    assert met(week, 0) == ["Recurrent requester"]
    assert met([Asked(ON - timedelta(days=7), 0) for _ in range(7)], 0) == []
    month = [Asked(ON - timedelta(days=29), 0) for _ in range(15)]
    assert met(month, 0) == ["Recurrent requester"]
    assert met([Asked(ON - timedelta(days=30), 0) for _ in range(15)], 0) == []


def test_more_than_five_categories_make_an_illinois_request_voluminous() -> None:
    assert met([], 5) == []
    assert met([], 6) == ["Voluminous request"]
    assert met([Asked(ON - timedelta(days=10), 3)], 3) == ["Voluminous request"]
    assert met([Asked(ON - timedelta(days=60), 3)], 3) == []


def test_britain_adds_up_the_costs_of_sixty_working_days() -> None:
    (limit,) = load_pack("gb").statute_on(ON).limits
    first = first_day(limit, load_pack("gb"), ON)
    assert first == date(2026, 9, 1)  # twelve weeks without a holiday
    assert met([Asked(first, 1)], code="gb")
    assert not met([Asked(first - timedelta(days=1), 1)], code="gb")


@pytest.mark.parametrize(
    ("amount", "unit", "first"),
    [
        (12, "months", date(2025, 11, 24)),
        (1, "years", date(2025, 11, 24)),
        (7, "calendar_days", date(2026, 11, 17)),
        (2, "weeks", date(2026, 11, 10)),
        (None, "calendar_days", date(2025, 11, 22)),
    ],
)
def test_a_window_begins_so_long_before_its_last_day(
    amount: int | None, unit: str, first: date
) -> None:
    limit = Limit(kind="recurrent", label="x", cite="x", amount=amount, unit=unit)  # type: ignore[arg-type]
    assert first_day(limit, ILLINOIS, ON) == first


def test_every_limit_with_a_number_cites_it_and_says_it_in_words() -> None:
    for code in codes():
        for statute in load_pack(code).statutes:
            for limit in statute.limits:
                assert limit.cite and limit.text and limit.label
                assert limit.verified == bool(limit.source), code
