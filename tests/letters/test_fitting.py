"""Where a request stands decides which letters fit, the most useful first, each with its reason."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from foia.letters.fitting import Fit, fitting
from foia.letters.ladder import after, by_letter
from foia.letters.past import Given, Happened, Past, Written, circumstances
from foia.letters.silence import names_days
from jurisdictions import Event, codes, fold, load_pack

SENT = date(2026, 6, 1)  # a Monday; in Illinois the answer is due on Monday, June 8
MANY_DAYS = 400


def past(
    code: str,
    *events: tuple[str, date],
    today: date,
    letters: tuple[Written, ...] = (),
    items: int = 3,
    **more: object,
) -> Past:
    """A request sent by e-mail on SENT, with these events at noon; `more` goes to the last one.

    A kind may name its step: "appealed:pac".
    """
    pack = load_pack(code)
    zone = ZoneInfo(pack.time_zone)

    def noon(on: date) -> datetime:
        return datetime(on.year, on.month, on.day, 12, tzinfo=zone)

    told = [Event(kind="sent", at=noon(SENT), channel="email")]
    for named, on in events:
        kind, _, step = named.partition(":")
        told.append(Event(kind=kind, at=noon(on), step=step or None))
    if more:
        kind, on = events[-1]
        told[-1] = Event(kind=kind, at=noon(on), **more)  # type: ignore[arg-type]
    return Past(
        pack=pack,
        timeline=fold(pack, told, as_of=noon(today)),
        today=today,
        events=tuple(
            Happened(kind=e.kind, on=e.at.date(), step=e.step or "", until=e.until) for e in told
        ),
        letters=letters,
        items=items,
    )


def kinds(found: Past) -> list[str]:
    return [fit.kind for fit in fitting(found)]


def june(day: int) -> date:
    return date(2026, 6, day)


def left(kind: str, on: date | None, step: str = "") -> Written:
    return Written(kind=kind, left_on=on, step=step)


SITUATIONS: dict[str, tuple[Past, list[str]]] = {
    "just sent": (past("us-il", today=june(3)), []),
    "silence in Texas, where only silence is complained of": (
        past("us-tx", today=june(30)),
        ["overdue", "appeal"],
    ),
    "refused in Texas": (
        past("us-tx", ("denied", june(9)), today=june(12)),
        ["before_court"],
    ),
    "on the last day nothing is late": (past("us-il", today=june(8)), ["receipt_query"]),
    "silence": (past("us-il", today=june(9)), ["overdue", "appeal"]),
    "silence, reminded yesterday": (
        past("us-il", today=june(10), letters=(left("overdue", june(9)),)),
        ["appeal"],
    ),
    "silence, the reminder has not left yet": (
        past("us-il", today=june(30), letters=(left("overdue", None),)),
        ["appeal"],
    ),
    "silence, reminded a week ago": (
        past("us-il", today=june(16), letters=(left("overdue", june(9)),)),
        ["overdue_second", "appeal"],
    ),
    "silence, reminded twice": (
        past(
            "us-il",
            today=june(23),
            letters=(left("overdue", june(9)), left("overdue_second", june(16))),
        ),
        ["overdue_final", "appeal"],
    ),
    "silence, the window closes": (past("us-il", today=date(2026, 8, 1)), ["appeal", "overdue"]),
    "silence, the window is closed": (past("us-il", today=date(2026, 9, 1)), ["overdue"]),
    "asked for details": (
        past("us-il", ("clarification_requested", june(3)), today=june(4)),
        ["clarification", "narrowing"],
    ),
    "asked for details and given": (
        past(
            "us-il",
            ("clarification_requested", june(3)),
            ("clarified", june(4)),
            today=june(5),
            letters=(left("clarification", june(4)),),
            items=1,
        ),
        [],
    ),
    "the details are on their way": (
        past(
            "us-il",
            ("clarification_requested", june(3)),
            today=june(4),
            letters=(left("clarification", None),),
            items=1,
        ),
        [],
    ),
    "asked for money": (
        past("us-il", ("fee_demanded", june(3)), today=june(4)),
        ["fee_objection", "fee_waiver", "narrowing"],
    ),
    "money paid": (
        past("us-il", ("fee_demanded", june(3)), ("fee_paid", june(4)), today=june(5), items=1),
        [],
    ),
    "extended in time": (past("us-il", ("extended", june(5)), today=june(8), items=1), []),
    "extended too late": (
        past("us-il", ("extended", june(10)), today=june(11), items=1),
        ["late_extension", "overdue", "appeal"],
    ),
    "extended beyond the law": (
        past("us-il", ("extended", june(5)), today=june(8), items=1, until=date(2026, 8, 1)),
        ["late_extension"],
    ),
    "no records": (
        past("us-il", ("no_records", june(5)), today=june(8)),
        ["search_certification", "appeal"],
    ),
    "refused": (past("us-il", ("denied", june(5)), today=june(8)), ["appeal"]),
    "refused in part": (past("us-il", ("partially_released", june(5)), today=june(8)), ["appeal"]),
    "refused, the appeal has left": (
        past(
            "us-il",
            ("denied", june(5)),
            ("appealed", june(9)),
            today=june(10),
            letters=(left("appeal", june(9), "pac"),),
        ),
        [],
    ),
    "all given": (past("us-il", ("released", june(5)), today=june(20)), []),
    "withdrawn": (past("us-il", ("withdrawn", june(5)), today=june(20)), []),
    "in court": (
        past("us-il", ("denied", june(5)), ("court_filed", june(9)), today=june(20)),
        [],
    ),
    "a law without a number is never late": (
        past("us-nd", today=SENT + timedelta(days=MANY_DAYS)),
        ["overdue", "receipt_query"],
    ),
    "a law without a number is not reminded of early": (
        past("us-nd", today=SENT + timedelta(days=20)),
        ["receipt_query"],
    ),
    "a law without a number is not reminded of every week": (
        past(
            "us-nd",
            ("acknowledged", june(5)),
            today=date(2026, 7, 14),
            letters=(left("overdue", date(2026, 7, 1)),),
        ),
        [],
    ),
    "review refused": (
        past(
            "gb",
            ("denied", june(5)),
            ("appealed:internal_review", june(8)),
            ("appeal_decided:internal_review", june(26)),
            today=june(29),
        ),
        ["complaint"],
    ),
    "review met with silence": (
        past(
            "gb",
            ("denied", june(5)),
            ("appealed:internal_review", june(8)),
            today=date(2026, 9, 1),
        ),
        ["complaint"],
    ),
    "the complaint has left": (
        past(
            "gb",
            ("denied", june(5)),
            ("appealed:internal_review", june(8)),
            ("appeal_decided:internal_review", june(26)),
            ("appealed:ico", june(30)),
            today=date(2026, 7, 2),
            letters=(left("complaint", june(30), "ico"),),
        ),
        [],
    ),
    "refused on appeal, and only a court is left": (
        past(
            "us-il",
            ("denied", june(5)),
            ("appealed:pac", june(9)),
            ("appeal_decided:pac", june(26)),
            today=june(29),
        ),
        ["before_court"],
    ),
    "refused where the law opens only a court": (
        past("us-ca", ("denied", june(5)), today=june(8)),
        ["before_court"],
    ),
    "silence where the law opens only a court": (
        past("us-ca", today=date(2026, 8, 3)),
        ["overdue"],
    ),
    "silence after the last reminder, and only a court": (
        past(
            "us-ca",
            today=date(2026, 8, 3),
            letters=(
                left("overdue", june(15)),
                left("overdue_second", june(25)),
                left("overdue_final", date(2026, 7, 6)),
            ),
        ),
        ["before_court"],
    ),
    "the body itself decides again": (
        past("gb", ("denied", june(5)), today=june(8)),
        ["appeal"],
    ),
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_docket_calls_for_these_letters(situation: str) -> None:
    found, expected = SITUATIONS[situation]
    assert kinds(found) == expected


def test_an_appeal_says_its_last_day_and_its_step() -> None:
    fit = fitting(past("us-il", ("denied", june(5)), today=june(8)))[0]
    assert (fit.step, fit.until) == ("pac", date(2026, 8, 4))
    assert "until August 4, 2026 (5 ILCS 140/9.5(a))" in fit.why


def test_a_complaint_speaks_of_the_review_and_of_its_silence() -> None:
    decided, _ = SITUATIONS["review refused"]
    known = circumstances("complaint", decided, Given(step="ico"))
    assert (known.decided_on, known.review_asked_on) == (june(5), june(8))
    assert (known.review_decided_on, known.remedy) == (june(26), "FOIA 2000, s 50")
    silent, _ = SITUATIONS["review met with silence"]
    known = circumstances("complaint", silent, Given(step="ico"))
    assert (known.review_decided_on, known.review_due_on) == (None, date(2026, 7, 7))
    assert known.review_cite == "FOI Code of Practice (2018), para 5.4"


@pytest.mark.parametrize("code", codes())
def test_after_a_review_that_failed_every_second_step_at_another_body_is_offered(
    code: str,
) -> None:
    pack = load_pack(code)
    if not pack.statutes or not pack.statutes[-1].valid_from <= SENT:
        return
    statute = pack.statute_on(SENT)
    first = next(iter(by_letter(statute)), None)
    second = after(statute, first.step) if first else None
    if first is None or second is None:
        return
    asked, decided = (f"{kind}:{first.step}" for kind in ("appealed", "appeal_decided"))
    found = past(
        code, ("denied", june(12)), (asked, june(15)), (decided, june(29)), today=date(2026, 7, 1)
    )
    if any(due.step == second.step for due in found.timeline.deadlines):
        return  # its own window, from the refusal, decides
    assert ("complaint", second.step) in {(fit.kind, fit.step) for fit in fitting(found)}


def test_a_reminder_says_the_day_and_the_section() -> None:
    fit = fitting(past("us-il", today=june(9)))[0]
    assert fit == Fit(
        kind="overdue",
        why="The answer was due on June 8, 2026 (5 ILCS 140/3(d)) and is not on record.",
    )


@pytest.mark.parametrize("code", codes())
@pytest.mark.parametrize("event", ["", "denied", "no_records", "fee_demanded", "extended"])
def test_every_law_has_its_letters_and_none_calls_late_what_has_no_date(
    code: str, event: str
) -> None:
    pack = load_pack(code)
    if not pack.statutes or not pack.statutes[-1].valid_from <= SENT:
        return
    events = ((event, june(20)),) if event else ()
    found = past(code, *events, today=date(2026, 8, 31))
    for fit in fitting(found):
        assert fit.why.endswith(".") and "None" not in fit.why
        if fit.kind.startswith("overdue") and names_days(found.statute):
            assert found.expected and found.expected.due_on < found.today
        if fit.kind == "appeal":
            assert fit.step in {appeal.step for appeal in found.statute.appeals} | {
                term.step for term in found.statute.terms
            }


def test_the_facts_of_an_appeal_are_those_of_the_refusal() -> None:
    before = past("us-il", ("denied", june(5)), today=june(8))
    denied = Happened(kind="denied", on=june(5), cited=("Section 7(1)(d)", "Section 99"))
    known = circumstances("appeal", _with(before, denied), Given())
    assert (known.sent_on, known.decided_on) == (SENT, june(5))
    assert known.grounds == ("law_enforcement", "other")
    assert known.cited == ("Section 7(1)(d)", "Section 99")


def test_what_the_requester_ticked_stands_before_what_was_found() -> None:
    before = past("us-il", ("no_records", june(5)), today=june(8))
    assert circumstances("appeal", before, Given()).grounds == ("no_records",)
    assert circumstances("appeal", before, Given(grounds=("security",))).grounds == ("security",)
    assert circumstances("appeal", before, Given(grounds=())).grounds == ()


def test_an_appeal_stands_on_its_own_step_of_the_law() -> None:
    before = past("us-il", ("denied", june(5)), today=june(8))
    assert circumstances("appeal", before, Given(step="pac")).remedy == "5 ILCS 140/9.5"
    assert circumstances("appeal", before, Given(step="")).remedy == ""
    assert circumstances("overdue", before, Given(step="pac")).remedy == ""


def test_a_fee_is_the_one_found_unless_the_requester_says_another() -> None:
    before = past("us-il", ("fee_demanded", june(5)), today=june(8))
    found = _with(before, Happened(kind="fee_demanded", on=june(5), fee="$450.00"))
    assert circumstances("fee_objection", found, Given()).amount == "$450.00"
    assert circumstances("fee_objection", found, Given(amount="$12")).amount == "$12"


def _with(before: Past, event: Happened) -> Past:
    """The same past with its last event told in more detail."""
    return Past(
        pack=before.pack,
        timeline=before.timeline,
        today=before.today,
        events=(*before.events[:-1], event),
    )
