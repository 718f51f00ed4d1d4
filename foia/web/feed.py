"""A calendar feed as a file (RFC 5545): a whole day for each deadline, the same until it moves."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from foia.flow.accounts import Due
from foia.models import CalendarFeed
from foia.web.sentences import to_reader

PRODUCT = "-//Open Shutter//Calendar//EN"
NAMESPACE = uuid5(NAMESPACE_URL, "https://openshutter.example/calendars/")
#: How often a calendar program is asked to look again.
EVERY = timedelta(hours=6)


def feed_file(feed: CalendarFeed, due: Iterable[Due]) -> bytes:
    """Return what stands in a feed as a calendar; it changes only when something in it does."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", str(feed.team) if feed.team else _("My requests"))
    calendar.add("refresh-interval", EVERY, parameters={"value": "DURATION"})
    for one in due:
        calendar.add_component(_event(feed, one))
    return bytes(calendar.to_ical())


def _event(feed: CalendarFeed, due: Due) -> Event:
    event = Event()
    event.add("uid", str(uuid5(NAMESPACE, f"{feed.uuid} {due.key}")))
    event.add("dtstamp", feed.made_at)
    event.add("dtstart", due.due_on)
    event.add("dtend", due.due_on + timedelta(days=1))
    event.add("summary", _summary(due) if feed.hides_details else f"{_summary(due)}: {due.title}")
    event.add("description", "\n".join(_lines(due)))
    event.add("url", due.link)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def _summary(due: Due) -> str:
    said = to_reader(due.label)
    if due.bodies > 1:
        said = _("%(what)s (bodies: %(number)s)") % {"what": said, "number": due.bodies}
    return _("Missed: %(what)s") % {"what": said} if due.is_missed else said


def _lines(due: Due) -> Iterable[str]:
    yield due.cite
    if not due.is_verified:
        yield _("Not verified: check it before you rely on it.")
    yield due.link
