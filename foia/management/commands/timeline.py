"""Print where a request stands under its law, and every deadline with its citation and its days."""

import json
import sys
from argparse import ArgumentParser
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from foia.gateways import clock
from foia.management.command import Command as BaseCommand
from jurisdictions import (
    Closure,
    Deadline,
    DomainError,
    Pack,
    Timeline,
    fold,
    load_pack,
    parse_events,
    to_plain,
)
from jurisdictions.limits import WITHOUT


class BadArgument(DomainError):
    """A file or an option that cannot be read."""


class Command(BaseCommand):
    """`manage.py timeline CODE --events FILE`: the fold, for people and (--json) for programs."""

    help = "Where a request stands under its law, and every deadline with its reasons."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="jurisdiction, for example us-il")
        parser.add_argument(
            "--events", required=True, metavar="FILE", help="JSON list; - for stdin"
        )
        parser.add_argument(
            "--variant", action="append", default=[], metavar="NAME", help="a variant of the law"
        )
        parser.add_argument(
            "--closed", action="append", default=[], metavar="DATE[..DATE]", help="closed days"
        )
        parser.add_argument(
            "--as-of", metavar="DATE", help="a day (its end) or a moment; default now"
        )
        parser.add_argument(
            "--calendar", default="", metavar="NAME", help="the one that this body follows"
        )
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        pack = load_pack(options["code"])
        timeline = fold(
            pack,
            parse_events(read_json(options["events"])),
            as_of=read_as_of(options["as_of"], pack),
            variants=options["variant"],
            closed=[read_closure(text) for text in options["closed"]],
            calendar=options["calendar"],
        )
        if options["json"]:
            self.stdout.write(json.dumps(to_plain(timeline), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(as_text(pack, timeline)))


def read_json(name: str) -> object:
    """What the file (or standard input, for "-") holds; `BadArgument` if it is not JSON."""
    if name == "-" and sys.stdin is None:
        raise BadArgument("The events are to come from standard input, which is closed: open it.")
    try:
        found = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return json.loads(found.decode("utf-8-sig"), object_pairs_hook=without_doubles)
    except BadArgument as error:
        raise BadArgument(f"The events in {name} have {error}: keep one of them.") from error
    except OSError as error:
        raise BadArgument(f"The events file {name} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise BadArgument(f"The events in {name} are not valid JSON ({error}).") from error


def without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object whose keys are all different; JSON would silently keep the last of two."""
    read: dict[str, object] = {}
    for key, value in pairs:
        if key in read:
            raise BadArgument(f"the key {key!r} twice in one object")
        read[key] = value
    return read


def read_as_of(text: str | None, pack: Pack) -> datetime:
    """Now, a moment with an offset, or the end of a day in the jurisdiction's zone."""
    if text is None:
        return clock.now()
    try:
        if "T" not in text and " " not in text:
            return datetime.combine(date.fromisoformat(text), time.max, ZoneInfo(pack.time_zone))
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadArgument(
            f"--as-of is {text!r}: expected a day such as 2026-01-31 or a moment with an offset."
        ) from None
    if moment.tzinfo is None:
        raise BadArgument(
            f"--as-of is {text!r}, which has no offset: write 2026-01-31T09:00:00-06:00."
        )
    return moment


def read_closure(text: str) -> Closure:
    """One day, or the first and last day joined by two dots."""
    first, _, last = text.partition("..")
    try:
        return Closure(date.fromisoformat(first), date.fromisoformat(last or first))
    except ValueError:
        raise BadArgument(
            f"--closed is {text!r}: expected a day or two days, such as 2026-12-24..2027-01-01."
        ) from None


def as_text(pack: Pack, timeline: Timeline) -> list[str]:
    """The timeline for a person, day by day."""
    lines = [
        f"{pack.name.get('en', pack.code)}: {timeline.stage.replace('_', ' ')}"
        f" as of {timeline.as_of:%Y-%m-%d %H:%M %Z} (law {timeline.statute_version})"
    ]
    for deadline in timeline.deadlines:
        lines += ["", *deadline_text(deadline)]
    for waiting in timeline.undated:
        lines += [
            "",
            f"no date     {waiting.label} ({waiting.binds})",
            f"  {waiting.cite}; {WITHOUT[waiting.why]}",
        ]
    if timeline.notes:
        lines += ["", "Notes:", *(f"  - {note}" for note in timeline.notes)]
    return lines


def deadline_text(deadline: Deadline) -> list[str]:
    """One deadline with its law, its state and its days."""
    when = deadline.due_at.isoformat(sep=" ") if deadline.due_at else deadline.due_on.isoformat()
    marks = [deadline.state, "verified" if deadline.verified else "NOT VERIFIED"]
    if deadline.is_presumed:
        marks.append("start presumed")
    if not deadline.hard:
        marks.append(f"not binding: {deadline.why_soft}" if deadline.why_soft else "not binding")
    lines = [
        f"{when}  {deadline.label} ({deadline.binds})",
        f"  {deadline.cite}; {'; '.join(marks)}",
    ]
    for day in deadline.counted:
        lines.append(f"    {day.date} {day.date:%a} {'+' if day.counts else ' '} {day.why}")
    return lines
