"""The steps of appeal that are open: against a refusal, or where the law has one for silence."""

from collections.abc import Iterator
from datetime import date

import msgspec

from foia.letters.past import Past
from jurisdictions.events import REFUSALS
from jurisdictions.law import Statute
from jurisdictions.rules import Appeal

REFUSED = ("refused", "partly_answered", "no_records", "appeal_decided")
SILENT = ("overdue", "silent_refusal", "silent_grant")
#: What is done in court or by talking, and not by a letter of appeal.
NO_LETTER = ("court", "judicial", "tribunal", "mediation", "to sue", "ruling", "writ")
#: How the packs name the body that was asked itself, as the one that decides again.
SAME = ("same", "body", "agency", "authority", "department", "institution", "provider")


class Remedy(msgspec.Struct, frozen=True, kw_only=True):
    """A step of appeal that is open. `until`: its last day, if the law has one and it is on file.

    `since` is the day of the refusal; None means that it is about silence.
    """

    step: str
    cite: str
    until: date | None = None
    since: date | None = None
    is_unlimited: bool = False


def remedies(past: Past) -> tuple[Remedy, ...]:
    """Return the steps that are open, the one whose window closes first before the others."""
    stage, refused = past.timeline.stage, past.last(*REFUSALS)
    is_silent = stage in SILENT and past.expected is not None
    if not is_silent and (stage not in REFUSED or refused is None):
        return ()
    since = refused.on if refused and not is_silent else None
    found = {remedy.step: remedy for remedy in (*_without_date(past, since), *_dated(past, since))}
    if not found and not is_silent:
        found = {remedy.step: remedy for remedy in _first(past, since)}
    lodged = {event.step for event in past.events if event.kind == "appealed"}
    is_open = (remedy for step, remedy in found.items() if step not in lodged)
    return tuple(sorted(is_open, key=lambda remedy: remedy.until or date.max))


def appeal_of(statute: Statute, step: str) -> Appeal | None:
    """Return the step of that name, if the law has it."""
    return next((appeal for appeal in statute.appeals if appeal.step == step), None)


def is_same_body(appeal: Appeal) -> bool:
    """Say whether the body that was asked decides again, so that its address is the one to use."""
    words = appeal.body.get("en", "").replace(",", "").split()
    return words[:1] == ["The"] and words[1:2] != [] and words[1] in SAME


def is_by_letter(appeal: Appeal) -> bool:
    """Say whether the step can be taken by a letter, and not in court or by talking."""
    words = f"{appeal.kind} {appeal.body.get('en', '')}".casefold()
    return not any(word in words for word in NO_LETTER)


def _dated(past: Past, since: date | None) -> Iterator[Remedy]:
    """The windows that run; of two for one step the later one stands."""
    for due in sorted(past.timeline.deadlines, key=lambda due: due.due_on):
        is_open = due.binds == "requester" and due.state == "running"
        if is_open and due.term in ("appeal", "second_appeal"):
            yield Remedy(step=due.step, cite=due.cite, until=due.due_on, since=since)


def _without_date(past: Past, since: date | None) -> Iterator[Remedy]:
    """The steps that the law opens without a number of days on file."""
    for clock in past.timeline.undated:
        if clock.binds == "requester" and clock.term in ("appeal", "second_appeal"):
            is_unlimited = clock.why == "no_limit"
            yield Remedy(step=clock.step, cite=clock.cite, since=since, is_unlimited=is_unlimited)


def _first(past: Past, since: date | None) -> Iterator[Remedy]:
    """The first step of the ladder, where the law on file has no clock for it at all."""
    windows = {term.step for term in past.statute.terms if term.term in ("appeal", "second_appeal")}
    for appeal in past.statute.appeals[:1]:
        if appeal.step not in windows and is_by_letter(appeal):
            yield Remedy(step=appeal.step, cite=appeal.cite, since=since)
