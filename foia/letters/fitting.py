"""Which letters fit where a request stands: the most useful first, each with its reason."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import msgspec

from foia.letters.dates import long_date
from foia.letters.ladder import by_letter, court_of
from foia.letters.outline import APPEALS
from foia.letters.past import REMINDERS, Happened, Past, is_late, until
from foia.letters.remedies import REFUSED, remedies, why
from foia.letters.silence import is_unread, names_days
from jurisdictions import Statute
from jurisdictions.events import ANSWERS, BODY_ACTS, ENDINGS, REFUSALS

#: How long a reminder is given before the next one, and a request before one asks if it arrived.
PATIENCE = timedelta(days=7)
#: A window that closes so soon comes before everything else.
URGENT = timedelta(days=14)
#: How long before one asks again whether a request arrived.
QUIET = timedelta(days=30)

#: How long before one reminds a body whose law names no day; our custom, and no law's.
CUSTOM = timedelta(weeks=4)

WAITING = ("awaiting_receipt", "awaiting_response", "paused")
LATE = ("overdue", "silent_refusal", "silent_grant")
OVER = ("not_sent", "in_court", "withdrawn", "closed")


class Fit(msgspec.Struct, frozen=True, kw_only=True):
    """A letter that fits now, and why. `until` is the last day for it; `step` is an appeal's.

    One that is not `is_pressing` may be written; nothing is lost by waiting until that day is near.
    """

    kind: str
    why: str
    until: date | None = None
    step: str = ""
    is_pressing: bool = True


def fitting(past: Past) -> tuple[Fit, ...]:
    """Return the letters that fit, in the order of their use; none before the request has left."""
    if past.timeline.stage in OVER or past.sent_on is None:
        return ()
    rules = (_receipt,) if past.pack.is_without_law else RULES
    found = [fit for rule in rules for fit in rule(past)]
    urgent = [
        msgspec.structs.replace(fit, is_pressing=True)
        for fit in found
        if fit.until is not None and fit.until - past.today <= URGENT
    ]
    steps = {(fit.kind, fit.step) for fit in urgent}
    return (*urgent, *(fit for fit in found if (fit.kind, fit.step) not in steps))


def _clarification(past: Past) -> Iterator[Fit]:
    """They asked what is meant, and nobody has said."""
    asked = past.unsettled("clarification_requested", {"clarified", *ANSWERS, *ENDINGS})
    if asked and not past.written("clarification", asked.on):
        running = [
            due.due_on
            for due in past.timeline.deadlines
            if due.term == "clarification" and due.binds == "requester" and due.state == "running"
        ]
        yield Fit(
            kind="clarification",
            why=f"They asked for details on {_day(asked.on)} and wait for yours.",
            until=min(running, default=None),
        )


def _fee(past: Past) -> Iterator[Fit]:
    """They asked for money, and it was not paid."""
    demanded = _unpaid(past)
    if demanded is None:
        return
    sum_of_money = f" ({demanded.fee})" if demanded.fee else ""
    why = f"They asked for money on {_day(demanded.on)}{sum_of_money}"
    if not past.written("fee_objection", demanded.on):
        yield Fit(kind="fee_objection", why=f"{why}; ask how each part was calculated.")
    if not past.written("fee_waiver", demanded.on):
        yield Fit(
            kind="fee_waiver",
            why=f"{why}; ask them to waive it, with your reasons.",
            is_pressing=False,
        )


def _unpaid(past: Past) -> Happened | None:
    given = ("fee_paid", "released", *REFUSALS, *ENDINGS)
    return past.unsettled("fee_demanded", given)


def _late_extension(past: Past) -> Iterator[Fit]:
    """They took more time after their time had ended, or more than the law gives."""
    extended, due = past.unsettled("extended", {*ANSWERS, *ENDINGS}), past.expected
    longer = until(past, extended)
    if extended is None or due is None or longer is None or past.timeline.stage == "on_appeal":
        return
    if past.written("late_extension", extended.on):
        return
    if is_late(past, extended):
        why = f"They extended on {_day(extended.on)}, after the last day on which they could."
    elif longer > due.due_on:
        why = (
            f"They want until {_day(longer)}; the law gives them until {_day(due.due_on)}"
            f" ({due.cite})."
        )
    else:
        return
    yield Fit(kind="late_extension", why=why)


def _reminder(past: Past) -> Iterator[Fit]:
    """The answer is late; each step follows the one before, after some days."""
    due = past.expected
    if due is None and not names_days(past.statute):
        yield from _undated_reminder(past)
    if due is None or due.state != "missed" or due.due_on >= past.today:
        return
    if past.timeline.stage not in LATE:
        return
    written = [past.written(kind, due.due_on) for kind in REMINDERS]
    if None not in written:
        return
    step = written.index(None)
    before = written[step - 1] if step else None
    if before is None:
        why = f"The answer was due on {_day(due.due_on)} ({due.cite}) and is not on record."
    elif before.left_on is None or past.today - before.left_on < PATIENCE:
        return
    else:
        why = f"You reminded them on {_day(before.left_on)}, and no answer is on record since."
    yield Fit(kind=REMINDERS[step], why=why)


def _no_day(statute: Statute) -> str:
    """Say why nobody can call the answer late."""
    if is_unread(statute):
        return "how long the law gives for the answer was not read yet"
    return "the law names no day for the answer, so it is not late"


def _undated_reminder(past: Past) -> Iterator[Fit]:
    """The law gives the answer no day; after some weeks one may ask for it, and then again."""
    sent_on, is_waiting = past.sent_on, past.timeline.stage in WAITING
    if sent_on is None or not is_waiting or past.today - sent_on < CUSTOM:
        return
    if not past.written("overdue", past.today - QUIET):
        why = f"You asked on {_day(sent_on)}; {_no_day(past.statute)}, but you can ask for it."
        yield Fit(kind="overdue", why=why)


def _search(past: Past) -> Iterator[Fit]:
    """They say they hold nothing."""
    said = past.unsettled("no_records", {*ANSWERS - {"no_records"}, *ENDINGS, "appealed"})
    if said and not past.written("search_certification", said.on):
        yield Fit(
            kind="search_certification",
            why=f"They said on {_day(said.on)} that they hold nothing; ask how they looked.",
        )


def _appeal(past: Past) -> Iterator[Fit]:
    """They refused, or the law gives a remedy against their silence."""
    for remedy in remedies(past):
        since = date.min if remedy.since is None else remedy.since
        sent = [w for w in past.letters if w.kind in APPEALS and w.step == remedy.step]
        if not [w for w in sent if w.left_on is None or w.left_on >= since]:
            yield Fit(
                kind="complaint" if remedy.is_second else "appeal",
                why=why(past, remedy),
                until=remedy.until,
                step=remedy.step,
                is_pressing=remedy.since is not None or past.written(REMINDERS[-1]) is not None,
            )


def _before_court(past: Past) -> Iterator[Fit]:
    """They refused or keep silent, and no step but a court is left."""
    court, refused = court_of(past.statute), past.last(*REFUSALS, "appeal_decided")
    is_refused = past.timeline.stage in REFUSED and refused is not None and not refused.is_won
    is_silent = past.timeline.stage in LATE and past.written(REMINDERS[-1]) is not None
    if court is None or not (is_refused or is_silent) or remedies(past):
        return
    since = refused.on if refused and is_refused else past.today - QUIET
    if past.written("before_court", since):
        return
    last_days = [
        due.due_on
        for due in past.timeline.deadlines
        if due.term == "court" and due.binds == "requester" and due.state == "running"
    ]
    only = "Only a court is open now" if by_letter(past.statute) else "The law opens only a court"
    yield Fit(
        kind="before_court",
        why=f"{only} ({court.cite}); a last letter costs nothing, and stops no time limit.",
        until=min(last_days, default=None),
        is_pressing=False,
    )


def _narrowing(past: Past) -> Iterator[Fit]:
    """They find it too much, or are late with all of it."""
    cause = past.last("clarification_requested", "fee_demanded", "extended")
    is_open = past.timeline.stage in WAITING + LATE
    if cause and is_open and past.items > 1 and not past.written("narrowing", cause.on):
        why = "If part of it would do, asking for less may bring an answer sooner."
        yield Fit(kind="narrowing", why=why, is_pressing=False)


def _receipt(past: Past) -> Iterator[Fit]:
    """Nothing came from them, not even a receipt."""
    if past.timeline.stage not in WAITING or past.last(*BODY_ACTS) or past.sent_on is None:
        return
    if past.today - past.sent_on < PATIENCE or past.written("receipt_query", past.today - QUIET):
        return
    yield Fit(
        kind="receipt_query",
        why=f"You asked on {_day(past.sent_on)} and no acknowledgment is on record.",
        is_pressing=past.expected is None,
    )


def _day(on: date) -> str:
    return long_date(on, "en")


RULES: tuple[Callable[[Past], Iterator[Fit]], ...] = (
    _clarification,
    _fee,
    _late_extension,
    _search,
    _reminder,
    _appeal,
    _before_court,
    _narrowing,
    _receipt,
)
