"""Where clocks start, stop and grow, and what silence means, as single laws have it."""

from datetime import date

import pytest
from msgspec import structs

from jurisdictions import DomainError
from jurisdictions.review import review
from tests.jurisdictions.places import RESPONSE, answer, due, only, place, told


def term(name: str, starts: str, amount: int, unit: str, *more: str, binds: str = "agency") -> str:
    """One more clock."""
    return "\n".join(
        (
            "[[statutes.terms]]",
            f'term = "{name}"',
            f'label = "The {name}"',
            f'binds = "{binds}"',
            f"from = {starts}",
            f"amount = {amount}",
            f'unit = "{unit}"',
            f'cite = "Act, on {name}"',
            *more,
            "",
        )
    )


def rule(table: str, *lines: str) -> str:
    """One more rule."""
    return "\n".join((f"[[statutes.{table}]]", 'cite = "Act, s. 7"', *lines, ""))


ACK = term("acknowledgment", '["received"]', 5, "business_days")
APPEAL = term(
    "appeal", '["silence:response"]', 30, "calendar_days", 'step = "court"', binds="requester"
)


def test_oregon_chains_the_answer_to_the_day_on_which_the_acknowledgment_was_due() -> None:
    chained = term("response", '["due:acknowledgment"]', 10, "business_days")
    pack = place(response=ACK + chained)
    late = told(pack, "received 2026-03-02", "acknowledged 2026-03-03")
    assert due(late, "acknowledgment") == date(2026, 3, 9)
    assert due(late) == date(2026, 3, 23)


def test_an_answer_before_its_clock_began_is_an_answer() -> None:
    chained = term("response", '["due:acknowledgment"]', 10, "business_days")
    early = told(place(response=ACK + chained), "received 2026-03-02", "released 2026-03-05")
    assert (only(early, "response").state, only(early, "acknowledgment").state) == ("met", "met")
    same_day = told(place(EMAIL_LAG), "sent 2026-03-02 channel=email", "denied 2026-03-02")
    assert only(same_day, "response").state == "met"


def test_a_stop_that_began_before_the_clock_reaches_into_it() -> None:
    chained = term("response", '["due:acknowledgment"]', 10, "business_days")
    stop = rule(
        "tolling", 'starts_on = "fee_demanded"', 'ends_on = "fee_paid"', 'terms = ["response"]'
    )
    pack = place(stop, response=ACK + chained)
    asked = ("received 2026-03-02", "fee_demanded 2026-03-05")
    assert due(told(pack, *asked, "fee_paid 2026-03-16")) == date(2026, 3, 30)
    assert due(told(pack, *asked, "fee_paid 2026-03-06")) == date(2026, 3, 23)
    assert told(pack, *asked, as_of="2026-04-01").stage == "paused"


def test_montana_counts_from_the_acknowledgment_or_presumes_the_last_day_for_it() -> None:
    from_ack = term(
        "response", '["acknowledged"]', 90, "calendar_days", 'presume_from = "due:acknowledgment"'
    )
    pack = place(response=ACK + from_ack)
    known = told(pack, "received 2026-03-02", "acknowledged 2026-03-04")
    assert (due(known), only(known, "response").is_presumed) == (date(2026, 6, 2), False)
    silent = told(pack, "received 2026-03-02")
    assert (due(silent), only(silent, "response").is_presumed) == (date(2026, 6, 7), True)


def test_new_mexico_has_two_clocks_side_by_side() -> None:
    inspection = term("response", '["received"]', 15, "calendar_days")
    pack = place(response=term("acknowledgment", '["received"]', 3, "business_days") + inspection)
    timeline = told(pack, "received 2026-03-06")
    assert due(timeline, "acknowledgment") == date(2026, 3, 11)
    assert due(timeline) == date(2026, 3, 21)


def test_scotland_counts_a_review_from_the_later_of_the_notice_and_the_last_day() -> None:
    window = term(
        "appeal", '["refused"]', 40, "business_days", 'at_earliest = "due:response"',
        binds="requester",
    )  # fmt: skip
    pack = place(window)
    early = told(pack, "received 2026-03-02", "denied 2026-03-10")
    assert only(early, "appeal").starts_on == date(2026, 3, 30)
    late = told(pack, "received 2026-03-02", "denied 2026-04-07")
    assert only(late, "appeal").starts_on == date(2026, 4, 7)


def test_massachusetts_counts_from_the_request_but_only_once_there_is_silence() -> None:
    window = term(
        "appeal", '["sent", "received"]', 90, "calendar_days",
        'only_if = ["silence:response"]', binds="requester",
    )  # fmt: skip
    pack = place(window)
    sent = ("sent 2026-03-02", "received 2026-03-04")
    assert not [d for d in told(pack, *sent, as_of="2026-04-01").deadlines if d.term == "appeal"]
    assert due(told(pack, *sent, as_of="2026-04-02"), "appeal") == date(2026, 5, 31)


EMAIL_LAG = """
[statutes.receipt.email]
cite = "MCL 15.235(1)"
presumed = "same_day"
lag_amount = 1
lag_unit = "business_days"
lag_on_received = true
"""


def test_in_michigan_an_e_mail_is_received_a_business_day_after_it_was_sent() -> None:
    pack = place(EMAIL_LAG)
    for events in (
        ("sent 2026-03-06 channel=email",),
        ("sent 2026-03-06 channel=email", "received 2026-03-06"),
        ("received 2026-03-06 channel=email",),
    ):
        timeline = told(pack, *events)
        assert only(timeline, "response").starts_on == date(2026, 3, 9), events
        assert any("1 business day later" in note for note in timeline.notes)
    for event in ("received 2026-03-06 channel=in_person", "received 2026-03-06"):
        assert only(told(pack, event), "response").starts_on == date(2026, 3, 6)
    stated = ("sent 2026-03-06 channel=email", "acknowledged 2026-03-10 received_on=2026-03-10")
    assert only(told(pack, *stated), "response").starts_on == date(2026, 3, 10)


def test_in_texas_a_letter_counts_from_the_third_business_day_unless_its_arrival_is_known() -> None:
    post = EMAIL_LAG.replace("email", "post").replace("lag_amount = 1", "lag_amount = 3")
    pack = place(post.replace("lag_on_received = true", ""))
    sent = "sent 2026-03-06 channel=post"
    assert only(told(pack, sent), "response").starts_on == date(2026, 3, 11)
    known = told(pack, sent, "received 2026-03-09")
    assert only(known, "response").starts_on == date(2026, 3, 9)


def test_in_germany_a_posted_refusal_is_served_on_the_fourth_day_or_when_it_came_later() -> None:
    service = '[statutes.service.post]\ncite = "VwVfG, s. 41(2)"\namount = 4\n'
    objection = term("appeal", '["refused"]', 1, "months", 'roll = "forward"', binds="requester")
    pack = place(objection, service)
    received, posted = "received 2026-03-02", "denied 2026-03-10 channel=post"
    for more, starts_on in (
        ("", date(2026, 3, 14)),
        (" notified_at=2026-03-11T12:00:00+00:00", date(2026, 3, 14)),
        (" notified_at=2026-03-19T12:00:00+00:00", date(2026, 3, 19)),
    ):
        assert only(told(pack, received, posted + more), "appeal").starts_on == starts_on
    by_mail = told(pack, received, "denied 2026-03-10 channel=email")
    assert due(by_mail, "appeal") == date(2026, 4, 10)


def test_extensions_on_different_grounds_have_lengths_and_numbers_of_their_own() -> None:
    pack = place(
        rule("extensions", 'term = "response"', 'ground = "old"', "amount = 10",
             'unit = "business_days"'),
        rule("extensions", 'term = "response"', 'ground = "complex"', "amount = 5",
             'unit = "business_days"'),
    )  # fmt: skip
    received = "received 2026-03-02"  # due on 30 March
    assert due(told(pack, received, "extended 2026-03-20")) == date(2026, 4, 13)
    assert due(told(pack, received, "extended 2026-03-20 ground=complex")) == date(2026, 4, 6)
    both = ("extended 2026-03-20 ground=old", "extended 2026-03-23 ground=complex")
    assert due(told(pack, received, *both)) == date(2026, 4, 20)
    twice = ("extended 2026-03-20 ground=complex", "extended 2026-03-23 ground=complex")
    assert due(told(pack, received, *twice)) == date(2026, 4, 6)


def test_an_extension_may_be_repeated_for_ever_in_alabama() -> None:
    again = rule(
        "extensions", 'term = "response"', "amount = 15", 'unit = "business_days"', "times = 0"
    )
    pack = place(again)
    events = ("received 2026-03-02", "extended 2026-03-30", "extended 2026-04-20")
    assert due(told(pack, *events)) == date(2026, 5, 11)


@pytest.mark.parametrize(("announced", "due_on"), [(26, date(2026, 4, 6)), (27, date(2026, 3, 30))])
def test_guatemala_wants_the_notice_two_days_before_the_end(announced: int, due_on: date) -> None:
    pack = place(
        rule("extensions", 'term = "response"', "amount = 5", 'unit = "business_days"',
             "notify_amount = 2", 'notify_unit = "business_days"', 'notify_from = "before_due"'),
    )  # fmt: skip
    timeline = told(pack, "received 2026-03-02", f"extended 2026-03-{announced}")
    assert due(timeline) == due_on
    assert due(timeline, "extension_notice") == date(2026, 3, 26)


ADDED = rule(
    "tolling", 'starts_on = "transferred"', 'effect = "add"', 'terms = ["response"]',
    "amount = 10", 'unit = "business_days"',
)  # fmt: skip


def test_queensland_adds_days_and_stops_no_clock() -> None:
    pack = place(ADDED, rule("extensions", 'term = "response"', "amount = 5", 'unit = "weeks"'))
    received, added = "received 2026-03-02", "transferred 2026-03-05"
    assert due(told(pack, received, added)) == date(2026, 4, 13)
    assert due(told(pack, received, added, "transferred 2026-03-06")) == date(2026, 4, 27)
    # thirty business days and five weeks, not forty: the added days are added once
    assert due(told(pack, received, added, "extended 2026-03-20")) == date(2026, 5, 18)


def test_what_is_interrupted_begins_again() -> None:
    restart = rule(
        "tolling", 'starts_on = "fee_demanded"', 'ends_on = "fee_paid"', 'effect = "restart"',
        'terms = ["response"]',
    )  # fmt: skip
    pack = place(restart)
    events = ("received 2026-03-02", "fee_demanded 2026-03-27")
    assert due(told(pack, *events, "fee_paid 2026-04-06")) == date(2026, 5, 4)
    unpaid = told(pack, *events, as_of="2026-04-13")
    assert (unpaid.stage, due(unpaid)) == ("paused", date(2026, 5, 11))


def silence(effect: str, *more: str, of: str = "response") -> str:
    """What silence means."""
    return rule("silence", f'effect = "{effect}"', f'term = "{of}"', *more)


def test_in_slovakia_the_refusal_is_deemed_served_on_the_third_day() -> None:
    pack = place(APPEAL, silence("refusal", "after_amount = 3"))
    received = "received 2026-03-02"  # due on Monday 30 March
    before, after = (told(pack, received, as_of=f"2026-04-0{day}") for day in (1, 2))
    assert not [d for d in before.deadlines if d.term == "appeal"]
    assert (before.stage, after.stage) == ("overdue", "silent_refusal")
    assert due(after, "appeal") == date(2026, 5, 2)
    spoken = told(pack, received, "released 2026-04-01")
    assert not [d for d in spoken.deadlines if d.term == "appeal"]


def test_in_new_york_silence_is_a_denial_at_either_of_two_clocks() -> None:
    two = (silence("refusal", of="acknowledgment"), silence("refusal"))
    pack = place(*two, response=ACK + RESPONSE)
    received = "received 2026-03-02"
    assert told(pack, received, as_of="2026-03-09").stage == "awaiting_response"
    assert told(pack, received, as_of="2026-03-10").stage == "silent_refusal"
    answered = (received, "acknowledged 2026-03-05")
    assert told(pack, *answered, as_of="2026-03-30").stage == "awaiting_response"
    assert told(pack, *answered, as_of="2026-03-31").stage == "silent_refusal"


def test_in_south_carolina_silence_is_consent_and_the_records_are_due() -> None:
    production = term("production", '["determined", "silence:response"]', 30, "calendar_days")
    pack = place(production, silence("grant"), response=answer(amount=10))
    silent = told(pack, "received 2026-03-02", as_of="2026-03-20")
    assert (silent.stage, due(silent, "production")) == ("silent_grant", date(2026, 4, 15))
    spoken = told(pack, "received 2026-03-02", "determined 2026-03-10", as_of="2026-03-20")
    assert (spoken.stage, due(spoken, "production")) == ("answered", date(2026, 4, 9))


def test_a_breach_is_no_refusal() -> None:
    pack = place(silence("violation"))
    assert told(pack, "received 2026-03-02", as_of="2026-04-01").stage == "overdue"


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("promptly", "Answer: the law sets no number of days, so no date is shown"),
        ("no_limit", "Answer: the law sets no time limit"),
        ("unread", "Answer: no number of days on file, as the provision was not read"),
    ],
)
def test_a_law_without_a_number_is_an_answer_of_its_own(why: str, said: str) -> None:
    pack = place(response=answer(amount=None, unit=None, unnumbered=why))
    timeline = told(pack, "received 2026-03-02", as_of="2027-03-02")
    assert (timeline.stage, timeline.deadlines) == ("awaiting_response", ())
    (clock,) = timeline.undated
    assert (clock.term, clock.why, clock.starts_on) == ("response", why, date(2026, 3, 2))
    assert any(note.startswith(said) for note in timeline.notes)


def test_a_place_without_a_law_gives_no_date_and_says_so() -> None:
    head = 'no_law = { cite = "No act", text = "A town\'s own rules may give a right." }\n'
    pack = structs.replace(place(head=head, response=""), statutes=())
    timeline = told(pack, "received 2026-03-02", "denied 2026-03-09")
    assert (timeline.stage, timeline.statute_version) == ("refused", "no law")
    assert timeline.deadlines == timeline.undated == ()
    assert "No law gives a right to records here, so no date is due (No act)." in timeline.notes
    assert review(pack, today=date(2026, 11, 22)) == []
    on_its_way = told(pack, "sent 2026-03-02")
    assert (on_its_way.stage, on_its_way.doubts) == ("awaiting_receipt", ())
    assert "no date is due" in on_its_way.notes[0]


def test_a_variant_brings_its_own_extension() -> None:
    longer = rule("extensions", 'term = "response"', "amount = 5", 'unit = "business_days"')
    variant = rule("variants", 'name = "town"', 'label = "Asked of a town"')
    own = longer.replace("[statutes.extensions]", "[statutes.variants.extensions]")
    pack = place(longer, variant, own.replace("amount = 5", "amount = 10"))
    events = ("received 2026-03-02", "extended 2026-03-20")
    assert due(told(pack, *events)) == date(2026, 4, 6)
    assert due(told(pack, *events, variants=["town"])) == date(2026, 4, 13)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (rule("extensions", 'term = "response"'), "extensions[0].amount: a number goes with added"),
        (rule("extensions", 'term = "reply"', "amount = 1"), "'reply' is unknown"),
        (2 * rule("extensions", 'term = "response"', "amount = 1"), "tell them apart"),
        (ADDED.replace("amount = 10", "amount = 0"), "tolling[0].amount"),
        (silence("refusal", of="reply"), "silence[0].term: 'reply' is unknown"),
        (
            rule(
                "windows",
                'first = "08-02"',
                'last = "08-31"',
                'terms = ["*"]',
                'reason = "A"',
                'effect = "skip_months"',
            ),
            "only whole months",
        ),
        (EMAIL_LAG.replace("email", "pigeon"), "receipt: 'pigeon' is unknown"),
        (term("response", '["received"]', 5, "hours", "or_amount = 2"), "or_amount: hours"),
        (term("response", '["received"]', 5, "weeks", 'unnumbered = "promptly"'), "unnumbered"),
        (term("appeal", '["refused"]', 5, "weeks", 'only_if = ["silence:reply"]'), "only_if"),
    ],
)
def test_the_review_finds_rules_that_cannot_be_meant(parts: str, said: str) -> None:
    problems = review(place(parts), today=date(2026, 11, 22))
    assert any(said in problem for problem in problems), problems


LADDER = (
    term("appeal", '["refused"]', 40, "business_days", 'step = "review"', binds="requester")
    + term(
        "appeal",
        '["appeal_decided"]',
        6,
        "weeks",
        'step = "commissioner"',
        'from_step = "review"',
        binds="requester",
    )
    + rule("appeals", 'step = "review"', 'kind = "review"', 'body = { en = "The body" }')
    + rule("appeals", 'step = "commissioner"', 'kind = "complaint"', 'body = { en = "ICO" }')
)


def test_in_britain_the_second_complaint_runs_from_the_first_ones_decision() -> None:
    pack = place(LADDER)
    decided = (
        "received 2026-06-01",
        "denied 2026-06-10",
        "appealed 2026-06-20 step=review",
        "appeal_decided 2026-07-10 step=review",
    )
    second = [d for d in told(pack, *decided).deadlines if d.step == "commissioner"]
    assert [(d.due_on, d.state) for d in second] == [(date(2026, 8, 21), "missed")]
    again = (
        *decided,
        "appealed 2026-07-20 step=commissioner",
        "appeal_decided 2026-09-01 step=commissioner",
    )
    second = [d for d in told(pack, *again).deadlines if d.step == "commissioner"]
    assert [(d.due_on, d.state, d.met_on) for d in second] == [
        (date(2026, 8, 21), "met", date(2026, 7, 20))
    ]


OTHER_WAY = term(
    "appeal",
    '["refused"]',
    60,
    "calendar_days",
    'step = "commissioner"',
    'moot_by = ["appealed"]',
    binds="requester",
)


def test_a_window_that_another_way_replaced_was_not_missed() -> None:
    pack = place(LADDER + OTHER_WAY)
    refused = ("received 2026-03-02", "denied 2026-03-10")
    states = [d.state for d in told(pack, *refused).deadlines if d.step == "commissioner"]
    assert states == ["missed"]
    went = told(pack, *refused, "appealed 2026-03-16 step=review", as_of="2026-06-01")
    assert [d.state for d in went.deadlines if d.step == "commissioner"] == ["moot"]


def test_a_late_decision_replaces_the_window_against_the_silence_before_it() -> None:
    ladder = term("appeal_decision", '["appealed"]', 10, "calendar_days") + term(
        "court", '["silence:appeal_decision"]', 20, "calendar_days", binds="requester"
    )
    events = ("received 2026-03-02", "denied 2026-03-10", "appealed 2026-03-16")
    silent = told(place(ladder), *events, as_of="2026-06-01")
    assert only(silent, "court").state == "missed"
    late = told(place(ladder), *events, "appeal_decided 2026-04-10", as_of="2026-06-01")
    assert only(late, "court").state == "moot"


def test_in_britain_the_day_of_the_fees_notice_is_disregarded_too() -> None:
    stops = ('starts_on = "fee_demanded"', 'ends_on = "fee_paid"', 'terms = ["response"]')
    events = ("received 2026-03-02", "fee_demanded 2026-03-04", "fee_paid 2026-03-06")
    plain = told(place(rule("tolling", *stops)), *events)
    from_its_day = told(place(rule("tolling", *stops, "from_its_day = true")), *events)
    assert due(plain) == date(2026, 4, 1)  # two days stand still: 5 and 6 March
    assert due(from_its_day) == date(2026, 4, 2)  # 4 March too


def test_in_brazil_the_first_day_counted_is_a_working_day() -> None:
    pack = place(response=answer(unit="calendar_days", starts_on_working_day=True, roll="forward"))
    friday = told(pack, "received 2026-03-06")
    assert due(friday) == date(2026, 3, 30)  # day 1 is Monday 9, day 20 Saturday 28
    days = [(day.date.day, day.counts) for day in only(friday, "response").counted[:4]]
    assert days == [(6, False), (7, False), (8, False), (9, True)]
    assert due(told(pack, "received 2026-03-02")) == date(2026, 3, 23)  # Sunday 22 rolls
    stop = rule(
        "tolling",
        'starts_on = "clarification_requested"',
        'ends_on = "clarified"',
        'terms = ["response"]',
    )
    halted = place(
        stop, response=answer(unit="calendar_days", starts_on_working_day=True, roll="forward")
    )
    asked = ("clarification_requested 2026-03-10", "clarified 2026-03-12")
    assert due(told(halted, "received 2026-03-06", *asked)) == date(2026, 3, 30)


@pytest.mark.parametrize(
    ("notice", "due_on"),
    [
        ("2026-02-28", date(2026, 5, 31)),  # from 1 March: three whole months
        ("2026-01-30", date(2026, 4, 30)),  # from 31 January, and there is no 31 April
        ("2026-03-10", date(2026, 6, 10)),
    ],
)
def test_in_japan_months_run_from_the_day_after_the_notice(notice: str, due_on: date) -> None:
    months = answer(amount=3, unit="months", months_from_next_day=True)
    timeline = told(place(response=months), f"received {notice}")
    assert due(timeline) == due_on
    assert only(timeline, "response").counted[-1].date == due_on


def test_a_remedy_beyond_the_calendar_has_no_date_and_takes_no_other_with_it() -> None:
    court = term("court", '["refused"]', 15, "years", 'roll = "forward"', binds="requester")
    late = told(place(court), "received 2026-03-02", "denied 2026-03-06")
    assert due(late) == date(2026, 3, 30)
    assert [(clock.term, clock.why) for clock in late.undated] == [("court", "beyond")]
    assert any("knows the days from" in note for note in late.notes)
    with pytest.raises(DomainError, match="knows the days from"):
        told(place(), "received 2040-03-02")


def test_a_resumption_without_a_stop_moves_nothing() -> None:
    stop = rule("tolling", 'starts_on = "tolled"', 'ends_on = "resumed"', 'terms = ["*"]')
    timeline = told(place(stop), "received 2026-03-02", "resumed 2026-03-10")
    assert due(timeline) == date(2026, 3, 30)
    assert any("nothing on record had stopped it" in note for note in timeline.notes)


def test_a_step_that_the_law_does_not_have_is_refused() -> None:
    with pytest.raises(DomainError, match=r"names the step 'moon'.*expected one of court"):
        told(place(APPEAL), "received 2026-03-02", "appealed 2026-04-02 step=moon")
