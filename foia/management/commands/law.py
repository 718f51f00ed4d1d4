"""Print a jurisdiction's law in plain words: clocks, silence, remedies, and what is not read."""

import json
from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from django.core.management.base import CommandError

from foia.gateways import clock
from foia.management.command import Command as BaseCommand
from jurisdictions import codes, load_pack
from jurisdictions.in_words import told


class Command(BaseCommand):
    """`manage.py law CODE`: the law page, for a terminal and (--json) for programs."""

    help = "What the law of a jurisdiction says, where, and who has read it; without CODE, a list."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", nargs="?", help="jurisdiction, for example us-il")
        parser.add_argument("--on", metavar="DATE", help="the law in force that day; default today")
        parser.add_argument("--json", action="store_true", help="the whole pack as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["code"] is None:
            self.list_all(as_json=options["json"])
            return
        pack = load_pack(options["code"])
        on = read_day(options["on"], clock.now().astimezone(ZoneInfo(pack.time_zone)))
        if options["json"]:
            plain = msgspec.to_builtins(pack)
            self.stdout.write(json.dumps(plain, ensure_ascii=False, indent=2))
            return
        self.stdout.write("\n".join(told(pack, on=on)))

    def list_all(self, *, as_json: bool) -> None:
        """Every code with its name."""
        names = {code: load_pack(code).name["en"] for code in codes()}
        if as_json:
            self.stdout.write(json.dumps(names, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(f"{code:14}{name}" for code, name in names.items()))


def read_day(text: str | None, now: datetime) -> date:
    """The day asked for, or today by the clock of the place."""
    try:
        return now.date() if text is None else date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--on is {text!r}: expected a day such as 2026-01-31.") from None
