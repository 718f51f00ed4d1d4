"""The steps of appeal that are open: against a refusal, or where the law has one for silence."""

from collections.abc import Iterator
from datetime import date

import msgspec

from foia.letters.dates import long_date
from foia.letters.ladder import after, appeal_of, by_letter, is_by_letter
from foia.letters.past import Past
from jurisdictions.events import REFUSALS

REFUSED = ("refused", "partly_answered", "no_records", "appeal_decided")
SILENT = ("overdue", "silent_refusal", "silent_grant", "appeal_overdue")
WINDOWS = ("appeal", "second_appeal")


class Remedy(msgspec.Struct, frozen=True, kw_only=True):
    """A step of appeal that is open. `until`: its last day, if the law has one and it is on file.

    `since` is the day of the refusal; None means that it is about silence. `is_second`: it comes
    after another step that was decided, or met with silence.
    """

    step: str
    cite: str
    until: date | None = None
    since: date | None = None
    is_unlimited: bool = False
    is_second: bool = False


def remedies(past: Past) -> tuple[Remedy, ...]:
    """Return the steps that are open, the one whose window closes first before the others."""
    stage, refused = past.timeline.stage, past.last(*REFUSALS, "appeal_decided")
    is_silent = stage in SILENT and past.expected is not None
    if not is_silent and (stage not in REFUSED or refused is None or refused.is_won):
        return ()
    since = refused.on if refused and not is_silent else None
    windows = (*_without_date(past, since), *_dated(past, since))
    found = {remedy.step: remedy for remedy in windows if remedy.step not in past.lodged}
    if found:
        return tuple(sorted(found.values(), key=lambda remedy: remedy.until or date.max))
    if past.lodged:
        return tuple(_next(past, since))
    return tuple(_first(past, since))


def why(past: Past, remedy: Remedy) -> str:
    """Return in words for the screen why a step is open, and until when."""
    return f"{_reason(past, remedy)} {_window(remedy)}"


def _dated(past: Past, since: date | None) -> Iterator[Remedy]:
    """The windows that run; of two for one step the later one stands."""
    for due in sorted(past.timeline.deadlines, key=lambda due: due.due_on):
        is_open = due.binds == "requester" and due.state == "running" and due.term in WINDOWS
        if is_open and (step := _step(past, due.step)) is not None:
            is_second = bool(past.lodged)
            yield Remedy(
                step=step, cite=due.cite, until=due.due_on, since=since, is_second=is_second
            )


def _without_date(past: Past, since: date | None) -> Iterator[Remedy]:
    """The steps that the law opens without a number of days on file."""
    for clock in past.timeline.undated:
        is_open = clock.binds == "requester" and clock.term in WINDOWS
        if is_open and (step := _step(past, clock.step)) is not None:
            yield Remedy(
                step=step,
                cite=clock.cite,
                since=since,
                is_unlimited=clock.why == "no_limit",
                is_second=bool(past.lodged),
            )


def _step(past: Past, named: str) -> str | None:
    """The step that a window belongs to, None if no letter takes it.

    A window without a name is that of the next step on the ladder.
    """
    if named:
        appeal = appeal_of(past.statute, named)
        return named if appeal is None or is_by_letter(appeal) else None
    steps = (a.step for a in by_letter(past.statute) if a.step not in past.lodged)
    return next(steps, None)


def _first(past: Past, since: date | None) -> Iterator[Remedy]:
    """The first step that a letter takes, where the law on file has no clock for it at all.

    Against silence (`since` is None) only one that the law has for silence alone.
    """
    windows = {term.step for term in past.statute.terms if term.term in WINDOWS}
    for appeal in by_letter(past.statute)[:1]:
        if appeal.step not in windows and appeal.is_of_silence == (since is None):
            yield Remedy(step=appeal.step, cite=appeal.cite, since=since)


def _next(past: Past, since: date | None) -> Iterator[Remedy]:
    """The step after the one that was lodged last, where the law on file has no clock for it."""
    appeal = after(past.statute, past.lodged[-1])
    if appeal is None or appeal.step in past.lodged or _was_open(past, appeal.step):
        return
    yield Remedy(step=appeal.step, cite=appeal.cite, since=since, is_second=True)


def _was_open(past: Past, step: str) -> bool:
    """Say whether a window of that step has run already: what is closed is not offered again."""
    return any(due.step == step and due.term in WINDOWS for due in past.timeline.deadlines)


def _reason(past: Past, remedy: Remedy) -> str:
    if remedy.is_second and remedy.since:
        return f"Your appeal was decided on {long_date(remedy.since, 'en')}."
    if remedy.is_second:
        return "The time to decide your appeal is over, and no decision is on record."
    if remedy.since is not None:
        return f"Their decision is of {long_date(remedy.since, 'en')}."
    due = past.expected
    return (
        f"The answer was due on {long_date(due.due_on, 'en')}, and none is on record."
        if due
        else ""
    )


def _window(remedy: Remedy) -> str:
    """Until when it can be lodged, as far as the law on file says."""
    if remedy.until:
        return f"You can go further until {long_date(remedy.until, 'en')} ({remedy.cite})."
    if remedy.is_unlimited:
        return f"The law sets no last day for this step ({remedy.cite})."
    return f"No last day for this step is on file ({remedy.cite}); there may be one, so ask soon."
