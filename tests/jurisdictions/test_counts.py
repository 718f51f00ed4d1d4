"""Ways of counting that single laws have, each on an invented place; dates counted by hand."""

from datetime import date
from pathlib import Path

import pytest
from msgspec import structs

from jurisdictions import DomainError
from jurisdictions.calendars import UnknownCalendar, load_calendar, read_calendar
from jurisdictions.months import count_months
from jurisdictions.terms import Count, Span, due_date, explain
from tests.jurisdictions.places import answer, due, only, place, told

AUGUST = """
[[statutes.windows]]
cite = "Act, s. 9"
first = "08-01"
last = "08-31"
terms = ["response"]
reason = "August does not run"
effect = "skip_months"
"""


def test_an_irish_week_is_five_weekdays_that_are_no_holidays() -> None:
    pack = place(response=answer(amount=4, unit="working_weeks"))
    # 18 May to 16 June 2026 are twenty weekdays without Memorial Day, 25 May, counted from the 19th
    assert due(told(pack, "received 2026-05-18")) == date(2026, 6, 16)


def test_an_austrian_week_is_seven_days() -> None:
    pack = place(response=answer(amount=8, unit="weeks"))
    assert due(told(pack, "received 2026-05-18")) == date(2026, 7, 13)


def test_in_korea_the_first_day_counts() -> None:
    pack = place(response=answer(amount=10, first_day_counts=True))
    assert due(told(pack, "received 2026-03-02")) == date(2026, 3, 13)
    assert due(told(pack, "received 2026-03-07")) == date(2026, 3, 20)  # a Saturday


@pytest.mark.parametrize(
    ("start", "months", "due_on"),
    [
        (date(2026, 1, 15), 1, date(2026, 2, 14)),
        (date(2026, 3, 1), 1, date(2026, 3, 31)),
        (date(2026, 2, 1), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_months_whose_first_day_counts_end_on_the_day_before(
    start: date, months: int, due_on: date
) -> None:
    assert count_months(start, months, is_whole=True).due_on == due_on
    count = Count(
        start=start,
        spans=(Span(months, "months"),),
        calendar=load_calendar("us"),
        first_day_counts=True,
    )
    assert due_date(count) == due_on == explain(count)[-1].date


def test_a_brazilian_last_day_moves_past_a_day_on_which_offices_close_early() -> None:
    calendar = structs.replace(
        load_calendar("us"), short={"2026-12-24": "Offices close at noon on Christmas Eve"}
    )
    count = Count(
        start=date(2026, 12, 4),
        spans=(Span(20, "calendar_days"),),
        calendar=calendar,
        roll="forward_full_day",
    )
    assert due_date(count) == date(2026, 12, 28)
    assert "close at noon" in " ".join(day.why for day in explain(count))
    assert due_date(structs.replace(count, roll="forward")) == date(2026, 12, 24)
    working = structs.replace(count, spans=(Span(14, "business_days"),), roll="none")
    assert due_date(working) == date(2026, 12, 24)  # a short day is a working day


def test_a_canadian_last_day_on_saturday_stays_and_on_sunday_moves() -> None:
    pack = place(response=answer(amount=30, unit="calendar_days", roll="forward_sunday_or_holiday"))
    assert due(told(pack, "received 2026-03-05")) == date(2026, 4, 4)
    assert due(told(pack, "received 2026-03-06")) == date(2026, 4, 6)


def test_the_list_that_moves_a_last_day_may_be_another_than_that_of_closed_offices() -> None:
    # 12 February 2026 is Lincoln's Birthday in Illinois and a plain Thursday for the United States.
    for calendar, due_on in (("us", date(2026, 2, 12)), ("us-il", date(2026, 2, 13))):
        pack = place(
            response=answer(amount=10, unit="calendar_days", roll="forward", calendar=calendar)
        )
        assert due(told(pack, "received 2026-02-02")) == due_on


@pytest.mark.parametrize(
    ("received", "due_on"),
    [
        ("2026-05-20", date(2026, 7, 20)),
        ("2026-06-20", date(2026, 9, 20)),
        ("2026-07-15", date(2026, 10, 15)),
        ("2026-08-10", date(2026, 10, 31)),
        ("2026-07-31", date(2026, 10, 31)),
    ],
)
def test_a_spanish_court_has_no_august(received: str, due_on: date) -> None:
    pack = place(AUGUST, response=answer(amount=2, unit="months"))
    timeline = told(pack, f"received {received}")
    assert due(timeline) == due_on
    is_told = any("August" in day.why for day in only(timeline, "response").counted)
    assert is_told == (due_on > date(2026, 7, 31))


def test_a_term_in_days_stands_still_in_a_month_that_does_not_run() -> None:
    pack = place(AUGUST, response=answer(amount=10, unit="calendar_days"))
    assert due(told(pack, "received 2026-07-25")) == date(2026, 9, 4)


def test_a_window_over_the_new_year_is_left_out_in_every_year_of_a_long_term() -> None:
    window = """
[[statutes.windows]]
cite = "Act, s. 9"
first = "12-25"
last = "01-15"
terms = ["*"]
reason = "Summer holidays"
"""
    pack = place(window, response=answer(amount=5))
    assert due(told(pack, "received 2026-12-22")) == date(2027, 1, 21)
    pack = place(window, response=answer(amount=2000, unit="calendar_days"))
    # five windows of 22 days: 2026-27 to 2030-31; the sixth begins on 25 December 2031
    assert due(told(pack, "received 2026-03-02")) == date(2031, 12, 11)


def test_days_around_easter_stand_still_in_switzerland() -> None:
    window = """
[[statutes.windows]]
first = "easter-7"
last = "easter+7"
terms = ["*"]
reason = "Court recess at Easter"
cite = "VwVG, Art. 22a"
"""
    pack = place(window, response=answer(amount=30, unit="calendar_days"))
    timeline = told(pack, "received 2026-03-20")
    assert due(timeline) == date(2026, 5, 4)  # 8 days to 28 March, 22 from 13 April
    assert due(told(pack, "received 2026-05-10")) == date(2026, 6, 9)


def test_of_two_lengths_the_earlier_end_is_due_as_in_alabama() -> None:
    pack = place(
        response=answer(amount=30, or_amount=60, or_unit="calendar_days"),
        statute='closures = "pause"\n',
    )
    timeline = told(pack, "received 2026-03-02")
    assert due(timeline) == date(2026, 4, 13)
    assert any("60 calendar days on 2026-05-01" in note for note in timeline.notes)
    closed = [(date(2026, 3, 9), date(2026, 4, 3))]
    assert due(told(pack, "received 2026-03-02", closed=closed)) == date(2026, 5, 1)


def test_hours_are_sixty_minutes_also_when_the_clocks_change() -> None:
    pack = structs.replace(
        place(response=answer(amount=48, unit="hours")), time_zone="America/Chicago"
    )
    received = "received 2026-03-07T10:00:00-06:00"
    in_time, late = "denied 2026-03-09T10:59:00-05:00", "denied 2026-03-09T11:01:00-05:00"
    deadline = only(told(pack, received, in_time), "response")
    assert deadline.due_at is not None
    assert deadline.due_at.isoformat() == "2026-03-09T11:00:00-05:00"
    assert deadline.state == "met"
    assert only(told(pack, received, late), "response").state == "late"


def test_a_union_is_closed_when_any_part_is_and_says_which(tmp_path: Path) -> None:
    head = 'first = 2026-01-01\nlast = {}\nreviewed_on = 2026-11-22\nprovenance = "By hand."\n'
    for name, last, day in (("a", "2035-12-31", "2026-11-30"), ("b", "2030-12-31", "2026-07-13")):
        (tmp_path / f"{name}.toml").write_text(
            f'name = "{name}"\ntitle = "Part {name}"\n{head.format(last)}[closed]\n'
            f'{day} = "Feast of {name}"\n2026-12-25 = "Christmas Day"\n'
        )
    both = f'name = "all"\ntitle = "All"\n{head.format("2035-12-31")}union = ["a", "b"]\n'
    (tmp_path / "all.toml").write_text(both)
    union = read_calendar(tmp_path / "all.toml")
    assert union.why_closed(date(2026, 11, 30)) == "Feast of a: Part a"
    assert union.why_closed(date(2026, 12, 25)) == "Christmas Day: Part a; Part b"
    assert union.last == date(2030, 12, 31)
    (tmp_path / "all.toml").write_text(both.replace('"b"', '"all"'))
    with pytest.raises(UnknownCalendar, match="a part of itself"):
        read_calendar(tmp_path / "all.toml")
    (tmp_path / "all.toml").write_text(both.replace('"b"', '"c"'))
    with pytest.raises(UnknownCalendar, match="no calendar 'c'"):
        read_calendar(tmp_path / "all.toml")


def test_one_body_may_follow_a_calendar_of_its_own() -> None:
    pack = place(head='calendars = ["us-il"]\n', response=answer(amount=5))
    assert due(told(pack, "received 2026-02-06")) == date(2026, 2, 13)
    assert due(told(pack, "received 2026-02-06", calendar="us-il")) == date(2026, 2, 17)
    with pytest.raises(DomainError, match="xx follows no calendar 'mx'; its calendars are: us, us"):
        told(pack, "received 2026-02-06", calendar="mx")
