"""Each letter is dated for a day on which it can leave: pace, office hours, holidays, zones."""

from datetime import UTC, date, datetime, timedelta

import pytest

from foia.flow.campaigns.office import Place, first_day, window
from foia.flow.campaigns.schedule import Schedule
from foia.models import Contact, User, Wave
from tests.flow.campaign_cases import bodies, campaign_of, prepared

CHICAGO, LONDON, AUCKLAND = Place("us-il"), Place("gb"), Place("nz")


def schedule(start_at: datetime, **pace: int) -> Schedule:
    wave = Wave(per_minute=60, per_domain_hour=30, keeps_office_hours=True, state="preparing")
    for name, value in pace.items():
        setattr(wave, name, value)
    return Schedule(wave, start_at=start_at)


@pytest.mark.parametrize(
    ("place", "at", "on"),
    [
        (CHICAGO, "2026-11-16T15:00+00:00", "2026-11-16"),  # nine in the morning there
        (CHICAGO, "2026-11-16T21:30+00:00", "2026-11-17"),  # too little is left of the day
        (CHICAGO, "2026-11-26T15:00+00:00", "2026-11-30"),  # Thanksgiving, its Friday, a weekend
        (LONDON, "2026-12-24T17:00+00:00", "2026-12-29"),  # Christmas and Boxing Day observed
        (
            LONDON,
            "2026-12-31T16:30+00:00",
            "2027-01-05",
        ),  # the turn of the year, closed in Scotland
        (AUCKLAND, "2026-11-16T21:00+00:00", "2026-11-17"),  # tomorrow there is today
    ],
)
def test_the_first_day_is_a_working_day_at_the_body(place: Place, at: str, on: str) -> None:
    moment = datetime.fromisoformat(at)
    assert first_day(place, moment, keeps_office_hours=True) == date.fromisoformat(on)


@pytest.mark.parametrize("on", [date(2026, 10, 23), date(2026, 10, 26), date(2027, 3, 26 + 3)])
def test_office_hours_are_those_of_the_clock_at_the_body_whatever_the_season(on: date) -> None:
    open_at, closes_at = window(LONDON, on, keeps_office_hours=True)
    assert (open_at.hour, closes_at.hour) == (9, 16)
    summer = (on.month == 10 and on.day < 25) or on.month == 3
    assert open_at.astimezone(UTC).hour == (8 if summer else 9)


@pytest.mark.parametrize("on", [date(2026, 10, 25), date(2027, 3, 28)])
def test_the_day_on_which_clocks_change_is_as_long_as_it_is(on: date) -> None:
    open_at, closes_at = window(LONDON, on, keeps_office_hours=False)
    hours = (closes_at.astimezone(UTC) - open_at.astimezone(UTC)) / timedelta(hours=1)
    assert hours == (25 if on.month == 10 else 23)


def test_one_mail_domain_gets_no_more_a_day_than_its_pace_lets_through() -> None:
    days = schedule(datetime(2026, 11, 16, 14, tzinfo=UTC), per_domain_hour=10)
    given = [days.by_mail(CHICAGO, "state.example") for _ in range(130)]
    assert {given.count(day) for day in set(given)} == {56, 18}
    assert days.by_mail(CHICAGO, "elsewhere.example") == date(2026, 11, 16)
    assert given == sorted(given)


def test_a_slow_wave_takes_the_days_it_takes_and_skips_the_closed_ones() -> None:
    days = schedule(datetime(2026, 11, 25, 14, tzinfo=UTC), per_minute=1)
    given = [days.by_mail(CHICAGO, f"town{n}.example") for n in range(700)]
    assert sorted(set(given)) == [date(2026, 11, 25), date(2026, 11, 30), date(2026, 12, 1)]
    assert given.count(date(2026, 11, 30)) == 336


def test_a_wave_that_goes_on_knows_which_days_are_full(citizen: User, now: datetime) -> None:
    agencies = bodies(["us-il"] * 6)
    Contact.objects.update(address="records@state.example")
    campaign = campaign_of(citizen, now, agencies)
    wave = prepared(campaign, citizen, now, per_domain_hour=1)
    on = [letter.dated_on for letter in wave.messages.order_by("pk")]
    assert [on.count(day) for day in sorted(set(on))] == [5, 1]
    again = Schedule.resumed(wave, start_at=now)
    given = [again.by_mail(CHICAGO, "state.example") for _ in range(4)]
    assert set(given) == {max(on)}  # the first day stays full
