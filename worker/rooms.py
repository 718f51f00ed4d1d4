"""Every room that works by itself, in the order a request passes, and how often it looks."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.conf import settings

from foia import access, receiving
from foia.flow import (
    agencies,
    archive,
    campaigns,
    deadlines,
    findings,
    inbound,
    law_changes,
    match,
    outbox,
    publish,
    read,
    reminders,
    reports,
    search,
    texts,
)
from foia.sandbox import agency


@dataclass(frozen=True)
class Room:
    """One room: `run(now=…)` takes the waiting rows one step and returns how many.

    `is_slow`: a step may take many seconds, so that no other room is made to wait for it.
    """

    name: str
    run: Callable[..., int]
    every_seconds: float
    is_slow: bool = False


def rooms() -> tuple[Room, ...]:
    """Return the rooms of this installation; the pretend agency only while in the sandbox."""
    # In the sandbox a month may pass at once, and whoever let it pass is looking.
    daily = 3 if settings.IS_SANDBOX else 60
    open_rooms: tuple[Room, ...] = (
        # first, so that nobody counts by a new law before its change is known
        Room("law_changes", law_changes.run, 60),
        Room("agencies", agencies.run, 2),
        Room("campaigns", campaigns.run, 2),
        Room("outbox", outbox.run, 2),
        Room("reports", reports.run, 5),
        Room("inbound", receiving.run, 2),
        Room("match", match.run, 2),
        Room("read", read.run, 2),
        Room("deadlines", deadlines.run, daily),
        Room("reminders", reminders.run, daily),
        Room("texts", texts.run, 2, is_slow=True),
        Room("search", search.run, 2),
        Room("search_copies", search.run_copies, 5),
        Room("search_bodies", search.run_bodies, 60),
        Room("findings", partial(findings.run, requests=access.requests_behind), 2, is_slow=True),
        Room("publish", publish.run, 3, is_slow=True),
        Room("bags", archive.run_bags, 3, is_slow=True),
        Room("verification", archive.run_verification, 5, is_slow=True),
    )
    if settings.IMAP_URLS:
        open_rooms = (*open_rooms, Room("mailboxes", inbound.visit, 20, is_slow=True))
    if settings.CLAMD:
        open_rooms = (*open_rooms, Room("scans", texts.run_scans, 5, is_slow=True))
    if settings.IS_SANDBOX:
        return (Room("sandbox_agency", agency.run, 2), *open_rooms)
    return open_rooms


def room(name: str) -> Room:
    """Return the room of this name."""
    return next(room for room in rooms() if room.name == name)
