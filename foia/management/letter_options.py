"""What `manage.py letter` was told, and which samples stand for what it was not told."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import msgspec
from django.core.management.base import CommandError

from foia.gateways import clock
from foia.letters.compose import Addressee, Circumstances, Requester, letter_language
from foia.letters.ladder import NoSuchStep, appeal_of, is_same_body, name_of, step_for
from foia.letters.outline import AGAINST
from foia.letters.sample import (
    TECHNOLOGY,
    addressee_of,
    sample_body,
    sample_expected,
    sample_past,
    sample_requester,
)
from jurisdictions import Deadline, Event, Pack, fold

ALIASES = {"reminder": "overdue", "review": "appeal", "internal_review": "appeal"}
DAYS = {
    "sent": "the request",
    "reminded": "the last reminder",
    "asked": "the body's question or fee demand",
    "extended": "the body's notice of an extension",
    "until": "until when it wants to extend",
    "decided": "the refusal; without it an appeal is about silence",
    "review-asked": "the request for review, before a complaint",
    "review-decided": "the decision on review; without it a complaint is about its silence",
}


class Told(NamedTuple):
    """What a letter is composed of; `notes` say in a sentence each what was made up or chosen."""

    kind: str
    on: date
    language: str
    technology: str
    requester: Requester
    body: str
    addressee: Addressee
    known: Circumstances
    expected: Deadline | None
    notes: tuple[str, ...]


def told_of(pack: Pack, options: dict[str, Any]) -> Told:
    """Return what the options say, with samples for the rest; a wrong option is a CommandError."""
    zone = ZoneInfo(pack.time_zone)
    on = _day(options["on"], "--on") if options["on"] else clock.now().astimezone(zone).date()
    kind, chosen = _kind(pack, options["kind"], on)
    language = letter_language(pack, options["lang"], kind)
    _must_be_a_step(pack, options["step"], on)
    body = options["agency"] or sample_body(language)
    is_sampled = kind != "request" and not any(options[_key(name)] for name in DAYS)
    known = _circumstances(pack, kind, on, options)
    if is_sampled:
        known = _onto(sample_past(pack, kind, on, language, options["step"]), known)
    elif kind != "request" and not known.sent_on:
        raise CommandError("A later letter needs the day of the request: give --sent YYYY-MM-DD.")
    sent_on = known.sent_on or on
    return Told(
        kind=kind,
        on=on,
        language=language,
        technology=options["technology"] or TECHNOLOGY,
        requester=_requester(options["requester"]) or sample_requester(pack.code),
        body=body,
        addressee=addressee_of(pack, kind, on, language, body, options["step"]),
        known=known,
        expected=sample_expected(pack.code, sent_on, is_acknowledged=True)
        if is_sampled
        else _expected(pack, sent_on),
        notes=(*_sampled(options, is_sampled), *chosen),
    )


def _sampled(options: dict[str, Any], is_past_sampled: bool) -> tuple[str, ...]:
    """Say which parts of the letter are samples."""
    parts = {
        "the body": not options["agency"],
        "the technology": not options["technology"],
        "the requester": not options["requester"],
        "what happened since the request": is_past_sampled,
    }
    made_up = ", ".join(part for part, is_sample in parts.items() if is_sample)
    return (f"Samples stand for what was not given: {made_up}.",) if made_up else ()


def _kind(pack: Pack, told: str, on: date) -> tuple[str, tuple[str, ...]]:
    """Return the kind of letter; where the first step is at another body, a complaint is that."""
    kind = ALIASES.get(told, told)
    if kind != "complaint":
        return kind, ()
    statute = pack.statute_on(on)
    try:
        step_for(kind, pack, statute)
    except NoSuchStep:
        first = step_for("appeal", pack, statute)
        if first is None or is_same_body(first):
            raise
        return "appeal", (f"The first step there is at another body: {name_of(first, 'en')}.",)
    return kind, ()


def _must_be_a_step(pack: Pack, step: str, on: date) -> None:
    statute = pack.statute_on(on)
    if step and appeal_of(statute, step) is None:
        steps = ", ".join(appeal.step for appeal in statute.appeals)
        raise CommandError(f"{pack.code} has no step {step!r}; its steps: {steps}.")


def _circumstances(pack: Pack, kind: str, on: date, options: dict[str, Any]) -> Circumstances:
    """Return what happened since the request, as the options tell it."""
    days = {name: _day(options[_key(name)], f"--{name}") for name in DAYS if options[_key(name)]}
    named = appeal_of(pack.statute_on(on), options["step"])
    taken = named or (step_for(kind, pack, pack.statute_on(on)) if kind in AGAINST else None)
    return Circumstances(
        sent_on=days.get("sent"),
        reminded_on=days.get("reminded"),
        asked_on=days.get("asked"),
        extended_on=days.get("extended"),
        until=days.get("until"),
        decided_on=days.get("decided"),
        review_asked_on=days.get("review-asked"),
        review_decided_on=days.get("review-decided"),
        is_late=options["is_late"],
        amount=options["amount"],
        explanation=options["explanation"],
        cited=tuple(options["cited"]),
        grounds=tuple(options["ground"]),
        remedy=taken.cite if taken else "",
    )


def _onto(sample: Circumstances, told: Circumstances) -> Circumstances:
    """Return the sample's past with what was told in its place."""
    given = {name: value for name, value in msgspec.structs.asdict(told).items() if value}
    return msgspec.structs.replace(sample, **given)


def _key(name: str) -> str:
    return name.replace("-", "_")


def _day(told: str, option: str) -> date:
    """Return the date that an option names."""
    try:
        return date.fromisoformat(told)
    except ValueError as error:
        raise CommandError(f"{option} {told!r} is not a date; write it as YYYY-MM-DD.") from error


def _expected(pack: Pack, sent_on: date) -> Deadline | None:
    """Return when an answer to a request sent at noon of that day would be due, if the law says."""
    ways = [channel.kind for channel in pack.channels]
    channel = "email" if "email" in ways or not ways else ways[0]
    noon = datetime.combine(sent_on, time(12), tzinfo=ZoneInfo(pack.time_zone))
    timeline = fold(pack, [Event(kind="sent", at=noon, channel=channel)], as_of=noon)
    return next((due for due in timeline.deadlines if due.term == "response"), None)


def _requester(named: str) -> Requester | None:
    """Read who asks from a JSON file, if one was named."""
    if not named:
        return None
    path = Path(named)
    try:
        return msgspec.json.decode(path.read_bytes(), type=Requester)
    except OSError as error:
        raise CommandError(f"The requester file {path} is unreadable: {error.strerror}.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        known = ", ".join(Requester.__struct_fields__)
        raise CommandError(
            f"The requester file {path} is not what is expected: {error};"
            f" write a JSON object with {known}."
        ) from error
