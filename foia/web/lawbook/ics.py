"""Deadlines as a calendar file (RFC 5545): one whole day each, and nothing about a person."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from foia.web import days, words
from foia.web.sentences import to_reader
from jurisdictions import Deadline, DomainError, Pack, Timeline

PRODUCT = "-//Open Shutter//Deadlines//EN"
NAMESPACE = uuid5(NAMESPACE_URL, "https://openshutter.example/law/")


class NoDates(DomainError):
    """There is no date that could stand in a calendar."""


def calendar_of(pack: Pack, timeline: Timeline, *, about: str, url: str, now: datetime) -> bytes:
    """Return every deadline as an event of a calendar; `NoDates` if there is none.

    `about` tells one request from another, so that a later file of the same request replaces the
    events of the earlier one; `url` leads back to the page; `now` is the moment of writing.
    """
    if not timeline.deadlines:
        raise NoDates(
            _("No date follows from this under the law on file, so there is no calendar to save.")
        )
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", words.named(pack.name))
    for key, deadline in _numbered(timeline):
        event = _event(pack, deadline)
        event.add("uid", str(uuid5(NAMESPACE, f"{pack.code} {about} {key}")))
        event.add("dtstamp", now)
        event.add("url", url)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _numbered(timeline: Timeline) -> Iterator[tuple[str, Deadline]]:
    """Yield the deadlines, each with what it keeps when its date moves."""
    seen: dict[str, int] = {}
    for deadline in timeline.deadlines:
        key = f"{deadline.term} {deadline.step} {deadline.label}"
        seen[key] = seen.get(key, 0) + 1
        yield f"{key} {seen[key]}", deadline


def _event(pack: Pack, deadline: Deadline) -> Event:
    event = Event()
    summary = f"{words.named(pack.name)}: {to_reader(deadline.label)}"
    event.add("summary", summary if deadline.verified else f"{summary} ({_('date not verified')})")
    event.add("dtstart", deadline.due_on)
    event.add("dtend", deadline.due_on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("description", "\n".join(_told(deadline)))
    return event


def _told(deadline: Deadline) -> Iterator[str]:
    """Yield what the page says of a date, in lines."""
    yield deadline.cite
    if not deadline.verified:
        yield _("Not verified: check it before you rely on it.")
    whom = _("the public body") if deadline.binds == "agency" else _("you")
    yield _("It binds: %(whom)s.") % {"whom": whom}
    if deadline.due_at:
        yield _("To the minute: %(moment)s") % {"moment": days.moment(deadline.due_at)}
    if not deadline.hard:
        yield deadline.why_soft or _("Nothing follows by itself if it passes.")
    if deadline.is_presumed:
        yield _("The day it started is presumed, not known.")
    yield _("Law: version %(version)s") % {"version": deadline.statute_version}
