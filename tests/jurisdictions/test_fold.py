"""The fold as a whole: any list of events gives a timeline or one clear sentence."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from jurisdictions import (
    DomainError,
    Event,
    Timeline,
    codes,
    fold,
    load_pack,
    parse_events,
    to_plain,
)
from jurisdictions.events import KINDS
from jurisdictions.rules import Extension, ReceiptRule, Window
from jurisdictions.stage import STAGES

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def moments(first: int, last: int) -> st.SearchStrategy[datetime]:
    """Any moment of those years."""
    early, late = datetime(first, 1, 1, tzinfo=UTC), datetime(last, 12, 31, tzinfo=UTC)
    seconds = int((late - early).total_seconds())
    return st.integers(0, seconds).map(lambda s: early + timedelta(seconds=s))


MOMENTS = moments(2010, 2036)
EVENTS = st.builds(
    Event,
    kind=st.sampled_from(sorted(KINDS)),
    at=MOMENTS,
    channel=st.sampled_from([None, "email", "post", "portal", "fax"]),
    until=st.none() | st.dates(date(2010, 1, 1), date(2040, 1, 1)),
    days=st.none() | st.integers(0, 400),
    notified_at=st.none() | moments(2037, 2037),
    received_on=st.none() | st.dates(date(2010, 1, 1), date(2036, 1, 1)),
    registered_on=st.none() | st.dates(date(2010, 1, 1), date(2036, 1, 1)),
    remedies_notified=st.sampled_from([None, True, False]),
    step=st.sampled_from([None, None, None, "pac", "cada", "agency", "moon"]),
)
RECEIVED = moments(2016, 2030)
AFTER = st.lists(st.tuples(st.sampled_from(sorted(KINDS)), st.integers(0, 400)), max_size=8)


def folded(code: str, *events: dict[str, Any], as_of: datetime = NOW, **options: Any) -> Timeline:
    """The timeline of plain events."""
    return fold(load_pack(code), parse_events(list(events)), as_of=as_of, **options)


def event(kind: str, at: str, **more: Any) -> dict[str, Any]:
    """A plain event at nine o'clock in Chicago's winter."""
    return {"kind": kind, "at": f"{at}T09:00:00-06:00", **more}


@given(st.sampled_from(codes()), st.lists(EVENTS, max_size=6))
def test_any_events_give_a_timeline_or_one_domain_error(code: str, events: list[Event]) -> None:
    try:
        timeline = fold(load_pack(code), events, as_of=NOW)
    except DomainError as error:
        assert str(error).strip().endswith(".")
        return
    assert timeline.stage in STAGES
    assert to_plain(timeline)["stage"] == timeline.stage


@given(st.sampled_from(codes()), RECEIVED, AFTER)
def test_nothing_is_due_before_its_start_and_every_explanation_ends_on_the_date(
    code: str, received: datetime, after: list[tuple[str, int]]
) -> None:
    events = [Event(kind="received", at=received)]
    events += [Event(kind=kind, at=received + timedelta(days=days)) for kind, days in after]
    try:
        timeline = fold(load_pack(code), events, as_of=received + timedelta(days=200))
    except DomainError:
        return
    for deadline in timeline.deadlines:
        assert deadline.due_on >= deadline.starts_on
        assert deadline.counted[-1].date == deadline.due_on


@given(st.sampled_from(codes()), RECEIVED, AFTER)
def test_folding_again_in_any_order_changes_nothing(
    code: str, received: datetime, after: list[tuple[str, int]]
) -> None:
    events = [Event(kind="received", at=received)]
    events += [
        Event(kind=kind, at=received + timedelta(days=days), days=index or None)
        for index, (kind, days) in enumerate(after)
    ]
    try:
        once = fold(load_pack(code), events, as_of=NOW)
    except DomainError:
        return
    assert once == fold(load_pack(code), events, as_of=NOW)
    assert once == fold(load_pack(code), events[::-1], as_of=NOW)


@given(st.sampled_from(codes()), RECEIVED, st.integers(0, 60))
def test_a_later_receipt_never_makes_the_answer_due_earlier(
    code: str, received: datetime, later: int
) -> None:
    def due(at: datetime) -> date | None:
        try:
            found = fold(load_pack(code), [Event(kind="received", at=at)], as_of=at).deadlines
        except DomainError:
            return None
        return next((d.due_on for d in found if d.term == "response"), None)

    first, second = due(received), due(received + timedelta(days=later))
    assert first is None or second is None or first <= second


def test_an_event_before_the_receipt_is_refused_with_both_dates() -> None:
    with pytest.raises(DomainError, match="'denied' of 2026-01-02 is before 2026-01-05"):
        folded("us-il", event("received", "2026-01-05"), event("denied", "2026-01-02"))


def test_an_event_without_a_request_is_refused() -> None:
    with pytest.raises(DomainError, match="add a `sent` or `received` event"):
        folded("us-il", event("denied", "2026-01-02"))


def test_nothing_happened_yet() -> None:
    assert folded("fr").stage == "not_sent"


def test_an_acknowledgment_that_states_the_day_of_receipt_replaces_the_presumption() -> None:
    timeline = folded(
        "us-il",
        event("sent", "2026-03-05", channel="email"),
        event("acknowledged", "2026-03-09", received_on="2026-03-06"),
    )
    response = next(d for d in timeline.deadlines if d.term == "response")
    assert (response.starts_on, response.is_presumed) == (date(2026, 3, 6), False)


def test_an_acknowledgment_alone_moves_no_date() -> None:
    before = folded("us-il", event("received", "2026-03-05"), as_of=NOW)
    after = folded("us-il", event("received", "2026-03-05"), event("acknowledged", "2026-03-09"))
    assert [d.due_on for d in before.deadlines] == [d.due_on for d in after.deadlines]


def test_a_presumed_receipt_is_said_to_be_presumed_and_unverified() -> None:
    timeline = folded("us-il", event("sent", "2026-03-05", channel="email"))
    assert all(d.is_presumed for d in timeline.deadlines)
    assert any("presumed from the sending" in n and "not verified" in n for n in timeline.notes)


def test_a_stop_that_the_law_does_not_know_moves_nothing_and_is_noted() -> None:
    timeline = folded("us-il", event("received", "2026-03-05"), event("tolled", "2026-03-06"))
    response = next(d for d in timeline.deadlines if d.term == "response")
    assert response.due_on == date(2026, 3, 12)
    assert any("tolled" in note and "moves nothing" in note for note in timeline.notes)


def test_a_second_extension_is_noted_and_moves_nothing() -> None:
    timeline = folded(
        "us-il",
        event("received", "2026-03-05"),
        event("extended", "2026-03-10"),
        event("extended", "2026-03-17"),
    )
    response = next(d for d in timeline.deadlines if d.term == "response")
    assert response.due_on == date(2026, 3, 19)
    assert any("allows 1 extension" in note for note in timeline.notes)


def test_a_late_extension_leaves_one_window_for_the_appeal() -> None:
    timeline = folded(
        "us-il",
        event("received", "2026-03-02"),
        event("extended", "2026-03-12"),
        as_of=datetime(2026, 3, 20, tzinfo=UTC),
    )
    assert [d.due_on for d in timeline.deadlines if d.term == "appeal"] == [date(2026, 5, 8)]
    assert any("stands" in note and "2026-03-16" in note for note in timeline.notes)


def test_an_answer_takes_the_suit_over_silence_away_in_the_united_states() -> None:
    received = event("received", "2026-01-05")
    silent = folded("us", received)
    answered = folded("us", received, event("denied", "2026-03-10"))
    assert [d.state for d in silent.deadlines if d.term == "court"] == ["running"]
    assert [d.state for d in answered.deadlines if d.term == "court"] == ["moot"]


def test_hours_run_from_the_moment() -> None:
    pack = load_pack("us-il")
    hourly = structs.replace(pack.statutes[0].terms[0], amount=24, unit="hours")
    statute = structs.replace(pack.statutes[0], terms=(hourly,))
    pack = structs.replace(pack, statutes=(statute,))
    events = parse_events([event("received", "2026-03-07")])
    deadline = fold(pack, events, as_of=NOW).deadlines[0]
    assert deadline.due_at == datetime(2026, 3, 8, 15, tzinfo=UTC)
    assert deadline.due_on == date(2026, 3, 8) == deadline.counted[-1].date


def test_an_arrival_after_hours_counts_from_the_next_working_day_where_the_law_says_so() -> None:
    pack = load_pack("us-il")
    rule = ReceiptRule(
        cite="a rule", presumed="same_day", cutoff="17:00", on_closed_day="next_working_day"
    )
    statute = structs.replace(pack.statutes[0], receipt={"email": rule})
    pack = structs.replace(pack, statutes=(statute,))
    for hour, day in ((16, 6), (17, 9)):  # a Friday, then the Monday after it
        sent = {"kind": "sent", "at": f"2026-03-06T{hour}:00:00-06:00", "channel": "email"}
        deadline = fold(pack, parse_events([sent]), as_of=NOW).deadlines[0]
        assert deadline.starts_on == date(2026, 3, day)


def test_a_window_of_every_year_is_not_counted() -> None:
    pack = load_pack("us-il")
    window = Window(
        cite="a rule", first="12-25", last="01-15", terms=("response",), reason="Summer recess"
    )
    statute = structs.replace(pack.statutes[0], windows=(window,))
    pack = structs.replace(pack, statutes=(statute,))
    events = parse_events([event("received", "2026-12-22")])
    deadline = fold(pack, events, as_of=NOW).deadlines[0]
    assert deadline.due_on == date(
        2027, 1, 21
    )  # 23, 24 December; 19, 20, 21 January, the 18th being a holiday
    assert any("Summer recess" in day.why for day in deadline.counted)


def test_a_law_without_a_number_gives_no_date_and_says_so() -> None:
    pack = load_pack("us-il")
    promptly = structs.replace(pack.statutes[0].terms[0], amount=None)
    statute = structs.replace(pack.statutes[0], terms=(promptly,))
    pack = structs.replace(pack, statutes=(statute,))
    timeline = fold(pack, parse_events([event("received", "2026-03-02")]), as_of=NOW)
    assert timeline.deadlines == ()
    assert timeline.stage == "awaiting_response"
    assert any("no number of days on file" in note for note in timeline.notes)


def test_a_shorter_date_named_by_the_body_binds_it() -> None:
    timeline = folded(
        "us-il",
        event("received", "2026-03-05"),
        event("extended", "2026-03-10", until="2026-03-16"),
    )
    response = next(d for d in timeline.deadlines if d.term == "response")
    assert response.due_on == response.counted[-1].date == date(2026, 3, 16)
    assert "fixed this date" in response.counted[-1].why


def test_an_extension_to_an_earlier_date_moves_nothing() -> None:
    timeline = folded(
        "us-il",
        event("received", "2026-03-05"),
        event("extended", "2026-03-10", until="2026-03-01"),
    )
    response = next(d for d in timeline.deadlines if d.term == "response")
    assert response.due_on == date(2026, 3, 12)


def test_a_reasonable_extension_lasts_to_the_date_the_body_names() -> None:
    pack = load_pack("us-il")
    rule = Extension(cite="a rule", term="response", basis="reasonable")
    statute = structs.replace(pack.statutes[0], extensions=(rule,))
    pack = structs.replace(pack, statutes=(statute,))
    received = event("received", "2026-03-05")
    for until, due_on in (("2026-05-29", date(2026, 5, 29)), (None, date(2026, 3, 12))):
        events = parse_events([received, event("extended", "2026-03-10", until=until)])
        found = fold(pack, events, as_of=NOW).deadlines
        response = next(d for d in found if d.term == "response")
        assert response.due_on == response.counted[-1].date == due_on


def test_a_total_extension_counts_from_the_start() -> None:
    pack = load_pack("us-il")
    rule = Extension(cite="a rule", term="response", basis="total", amount=8, unit="business_days")
    statute = structs.replace(pack.statutes[0], extensions=(rule,))
    pack = structs.replace(pack, statutes=(statute,))
    events = parse_events([event("received", "2026-03-05"), event("extended", "2026-03-10")])
    response = next(d for d in fold(pack, events, as_of=NOW).deadlines if d.term == "response")
    assert response.due_on == date(2026, 3, 17)


def test_a_withdrawn_request_owes_nothing() -> None:
    timeline = folded(
        "us-il",
        event("received", "2026-03-05"),
        event("withdrawn", "2026-03-06"),
    )
    assert timeline.stage == "withdrawn"
    assert {d.state for d in timeline.deadlines} == {"moot"}


def test_a_closed_day_that_does_not_stop_the_count_is_explained() -> None:
    timeline = folded(
        "us-il",
        event("received", "2026-02-27"),
        closed=[(date(2026, 3, 2), date(2026, 3, 2), "Casimir Pulaski Day")],
    )
    assert any("Casimir Pulaski Day" in note and "open question" in note for note in timeline.notes)


def test_an_unknown_variant_lists_the_known_ones() -> None:
    with pytest.raises(DomainError, match="commercial, recurrent, voluminous"):
        folded("us-il", event("received", "2026-03-05"), variants=["vip"])


def test_a_request_keeps_the_law_in_force_at_its_receipt() -> None:
    last, first = (folded("mx", event("received", f"2025-03-{day}")) for day in (20, 21))
    assert (last.statute_version, first.statute_version) == ("mx-2015", "mx-2025")
    assert [d.verified for d in last.deadlines if d.term == "response"] == [False]


def test_the_next_deadline_is_the_first_still_to_come() -> None:
    as_of = datetime(2026, 3, 9, 12, tzinfo=UTC)
    timeline = folded("us-il", event("received", "2026-03-05"), as_of=as_of)
    upcoming = timeline.next_deadline(as_of)
    assert upcoming is not None
    assert upcoming.due_on == date(2026, 3, 12)
    assert timeline.next_deadline(as_of + timedelta(days=30)) is None


def test_what_nobody_verified_is_said_in_the_notes() -> None:
    timeline = folded("mx-cmx", event("received", "2026-03-05"))
    assert any(note.startswith("Not verified: Answer the request") for note in timeline.notes)


def test_a_law_that_was_not_in_force_is_refused() -> None:
    with pytest.raises(DomainError, match="no law on file for 2014-03-05"):
        folded("mx", event("received", "2014-03-05"))


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        ({}, "an object: expected a list"),
        (["x"], "Event 0 is a text"),
        ([{"kind": "received"}], "Event 0.*at"),
        ([{"kind": "recieved", "at": "2026-01-05T09:00:00Z"}], "Event 0: the kind 'recieved'"),
        ([{"kind": "received", "at": "2026-01-05T09:00:00"}], "has no offset"),
        ([{"kind": "received", "at": "yesterday"}], "Event 0: at is 'yesterday'"),
        ([{"kind": "received", "at": "2026-01-05T09:00:00Z", "untill": 1}], "key 'untill'"),
        ([{"kind": "received", "at": "0001-01-01T00:00:00Z"}], "in the year 1"),
        ([{"kind": "extended", "at": "2026-01-05T09:00:00Z", "days": "five"}], "days is 'five'"),
    ],
)
def test_a_bad_event_is_refused_with_its_index(listed: object, said: str) -> None:
    with pytest.raises(DomainError, match=said):
        parse_events(listed)
