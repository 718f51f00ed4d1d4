"""Count anew what a changed law, calendar or closed day touches, and say which dates moved."""

from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction

from foia.flow import law_changes
from foia.gateways import clock
from foia.management.command import Command as BaseCommand
from foia.management.named import say
from foia.models import Agency, AgencyClosure, LawChange


class Command(BaseCommand):
    """`manage.py refold`: what the worker does by itself, at once and with its progress shown."""

    help = "Count anew the requests that a changed law, calendar or closed day touches."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument(
            "--closed",
            nargs=3,
            metavar=("AGENCY", "DATE[..DATE]", "REASON"),
            help="first enter days on which a body (by its slug) says it is closed",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now, self.as_json = clock.now(), options["json"]
        if options["closed"] and options["dry_run"]:
            raise CommandError("--dry-run writes nothing: leave out --closed, or leave it out.")
        if options["closed"]:
            self.enter_closure(*options["closed"])
        if options["dry_run"]:
            self.only_say(now)
            return
        waiting = self.note(now)
        done = 0
        for step in law_changes.apply(now=now):
            done += step
            self.stderr.write(f"\r{done} counted", ending="")
            self.stderr.flush()
        if done:
            self.stderr.write("")
        moved = sum(LawChange.objects.get(pk=change.pk).moved for change in waiting)
        said = f"{done} requests counted anew; the dates of {moved} moved."
        say(self.stdout, said, as_json=self.as_json, counted=done, moved=moved)

    def only_say(self, now: datetime) -> None:
        """Say what would be counted anew; nothing is written."""
        with transaction.atomic():
            changes = [str(change) for change in self.note(now)]
            transaction.set_rollback(True)
        if self.as_json:
            say(self.stdout, "", as_json=True, changes=changes)

    def note(self, now: datetime) -> list[LawChange]:
        """Note what changed, and say of each change that waits how many requests it touches."""
        law_changes.note_edition(now=now)
        waiting = list(LawChange.objects.filter(finished_at=None).order_by("pk"))
        for change in waiting:
            number = law_changes.touched(change).count()
            if not self.as_json:
                self.stdout.write(f"{change}  ({number} to count anew)")
        return waiting

    def enter_closure(self, slug: str, days: str, reason: str) -> None:
        """Enter closed days of a body and have its requests counted by them."""
        agency = Agency.objects.filter(slug=slug).first()
        if agency is None:
            raise CommandError(f"There is no agency {slug!r}; its slug stands in the admin pages.")
        first, _, last = days.partition("..")
        try:
            span = (date.fromisoformat(first), date.fromisoformat(last or first))
        except ValueError:
            raise CommandError(
                f"The closed days are {days!r}: expected one day or two joined by dots, such as "
                "2026-12-24..2027-01-01."
            ) from None
        if span[1] < span[0]:
            raise CommandError(f"The closed days {days} end before they begin: swap them.")
        with transaction.atomic():
            closure, is_new = AgencyClosure.objects.get_or_create(
                agency=agency, first_on=span[0], last_on=span[1], defaults={"reason": reason}
            )
            if is_new:
                why = f"{agency.name} is closed, {closure}."
                law_changes.of_body(agency=agency, why=why, spans=[span], now=clock.now())
