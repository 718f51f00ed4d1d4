"""The rules of a statute as data: clocks, what moves or stops them, what silence means, receipt."""

from datetime import date
from typing import Literal

from msgspec import Struct, field

Unit = Literal[
    "business_days", "calendar_days", "weeks", "working_weeks", "months", "years", "hours"
]
#: Everything but hours, which run from a moment and only as a term of their own.
DayUnit = Literal["business_days", "calendar_days", "weeks", "working_weeks", "months", "years"]
Roll = Literal["none", "forward", "forward_sunday_or_holiday", "forward_full_day", "backward"]
Binds = Literal["agency", "requester"]
#: Why a term has no number: the law asks for haste only, sets no limit, or was not read.
Unnumbered = Literal["promptly", "no_limit", "unread"]
#: What an exemption protects, so that every place's answer to the same question has one name.
Protects = Literal[
    "law_enforcement", "security", "personal_data", "trade_secrets", "deliberation", "other"
]
#: What silence means: a refusal, consent, remedies exhausted, a breach, or nothing.
Meaning = Literal["refusal", "grant", "exhaustion", "violation", "none"]
ByLanguage = dict[str, str]


class Cited(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A statement of law with where it stands, and whether anybody has read it there.

    `verified` is true only if a text of the provision, an official restatement of it, or two
    readings that agree were seen; `source` says which, `checked_on` when.
    """

    cite: str
    verified: bool = False
    source: str = ""
    checked_on: date | None = None
    text: str = ""


class Term(Cited, frozen=True):
    """One clock: what starts it, how long it runs, how its days are counted, whom it binds.

    `start` lists anchors in order of preference (see `anchors`): an event kind, a group of kinds,
    `received`, `due:TERM` or `silence:TERM`. `presume_from` is an anchor used when none of them is
    known, and marks the date as presumed. `at_latest` and `at_earliest` are anchors that bound the
    start. `only_if` lists the events, or the `silence:TERM`, without which the term is of no
    interest. `step` is the appeal that the clock belongs to, and `from_step` the one whose events
    start it, where that is another. `starts_on_working_day`: day 1 is the first open day after the
    start, for terms in calendar days or weeks. `months_from_next_day`: whole months from the day
    after the start, so that those from the first of a month end with a month (Japan's Civil Code,
    art. 143).

    `amount` is None where the law has no number; `unnumbered` then says why. `or_amount` is a
    second length from the same start: the earlier of the two dates is due. `calendar` names another
    list of closed days than the jurisdiction's; for a term in calendar days it only rolls the end.
    `hard_if` names a rule of `anchors.HARD_IF`. `moot_by` lists what takes a remedy away, such as
    the choice of another way (if empty: for remedies against silence, the release of everything).
    """

    term: str
    label: str
    binds: Binds
    start: tuple[str, ...] = field(name="from")
    presume_from: str = ""
    at_latest: str = ""
    at_earliest: str = ""
    from_step: str = ""
    starts_on_working_day: bool = False
    months_from_next_day: bool = False
    only_if: tuple[str, ...] = ()
    amount: int | None = None
    unit: Unit = "calendar_days"
    or_amount: int | None = None
    or_unit: DayUnit = "calendar_days"
    unnumbered: Unnumbered = "unread"
    first_day_counts: bool = False
    roll: Roll = "none"
    is_franc: bool = False
    calendar: str = ""
    met_by: tuple[str, ...] = ()
    moot_by: tuple[str, ...] = ()
    step: str = ""
    hard: bool = True
    hard_if: str = ""
    why_soft: str = ""


class Extension(Cited, frozen=True):
    """How far a body may move one of its own terms, and until when it must say so.

    `basis`: "added" to the due date, "total" from the start, or "reasonable" (no number in law: the
    body's own date). Of several for one term an event names one by its `ground`; the first is the
    default. `times` 0 is as often as the body likes. The notice is due within the term itself,
    unless `notify_amount` counts it from the start, or back from the end. `shares_days_with` names
    a term whose extension uses up the same days.
    """

    term: str
    basis: Literal["added", "total", "reasonable"] = "added"
    ground: str = ""
    amount: int | None = None
    unit: DayUnit = "calendar_days"
    times: int = 1
    shares_days_with: str = ""
    notify_amount: int | None = None
    notify_unit: DayUnit = "calendar_days"
    notify_from: Literal["start", "before_due"] = "start"
    grounds: str = ""


class Tolling(Cited, frozen=True):
    """An event that stops a clock, begins it anew, or adds days to it.

    "stop": the days after `starts_on` up to `ends_on` do not count, and with `from_its_day` that of
    `starts_on` neither. "restart": the whole term runs
    again from `ends_on` (an interruption). "add": `starts_on` adds `amount` and stops nothing.
    `times` 0 is as often as it happens.
    """

    starts_on: str
    terms: tuple[str, ...]
    ends_on: str = ""
    effect: Literal["stop", "restart", "add"] = "stop"
    from_its_day: bool = False
    amount: int = 0
    unit: DayUnit = "calendar_days"
    times: int = 0


class Silence(Cited, frozen=True):
    """What it means that the body let `term` pass without an answer, and how long after its end."""

    effect: Meaning
    term: str
    after_amount: int = 0
    after_unit: DayUnit = "calendar_days"


class Exemption(Cited, frozen=True):
    """A ground to withhold that bodies cite for surveillance records; `text` says it plainly."""

    kind: Protects


class Appeal(Cited, frozen=True):
    """One step of the ladder of remedies; its windows are terms with the same `step`.

    `is_mandatory`: it must come before the next one; None: nobody has read whether.
    `is_of_silence`: it is open against a missing answer alone, and not against a refusal.
    """

    step: str
    body: ByLanguage
    kind: str
    is_mandatory: bool | None = None
    is_of_silence: bool = False


class Variant(Cited, frozen=True):
    """A kind of request with other numbers, which replace those for terms of the same name."""

    name: str
    label: str
    terms: tuple[Term, ...] = ()
    extensions: tuple[Extension, ...] = ()


class ReceiptRule(Cited, frozen=True):
    """When something sent by a channel counts as received, in the jurisdiction's time zone.

    `presumed`: what a sending alone proves. `lag_amount`: so long after the sending, and with
    `lag_on_received` even if the arrival is known. `cutoff` ("17:00") and `on_closed_day` shift an
    arrival after hours, or on a closed day, to the next working day, and apply to known arrivals.
    """

    presumed: Literal["same_day", "unknown"] = "unknown"
    lag_amount: int = 0
    lag_unit: DayUnit = "business_days"
    lag_on_received: bool = False
    cutoff: str = ""
    on_closed_day: Literal["same_day", "next_working_day"] = "same_day"


class ServiceRule(Cited, frozen=True):
    """The day on which a body's notice, sent by a channel, counts as received; later if it was."""

    amount: int
    unit: DayUnit = "calendar_days"
    roll: Roll = "none"


class Window(Cited, frozen=True):
    """Days of every year ("12-25" to "01-15", "easter-7" to "easter+7") that terms do not count.

    "skip_months": terms in months pass over the whole months, as if the year did not have them.
    """

    first: str
    last: str
    terms: tuple[str, ...]
    reason: str
    effect: Literal["stop", "skip_months"] = "stop"


class Limit(Cited, frozen=True):
    """What the law puts on one requester, or on several who act together, at one body.

    `count` of `counts` make it apply: to `body` or everywhere, within `amount` `unit` (None: at
    any time). `is_with_this`: the new request is one of them, else they came before it. Without
    `count` there is no number, and the limit is said in words only.
    """

    kind: Literal["recurrent", "voluminous", "aggregation", "abuse", "series"]
    label: str
    count: int | None = None
    counts: Literal["requests", "categories"] = "requests"
    scope: Literal["body", "everywhere"] = "body"
    amount: int | None = None
    unit: DayUnit = "calendar_days"
    is_with_this: bool = True


class Suspension(Cited, frozen=True):
    """A published suspension of clocks. Both days belong to it.

    "stop": its days do not count. "afresh": a term that would end inside it runs anew from the day
    after it, for at most `at_most_months` months.
    """

    first: date
    last: date
    terms: tuple[str, ...]
    reason: str
    effect: Literal["stop", "afresh"] = "stop"
    at_most_months: int = 0
