"""`manage.py ledger`: fees and post from the terminal."""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.management.base import CommandError
from django.db.models import QuerySet

from foia import access
from foia.flow import desk
from foia.gateways import clock
from foia.management.command import Command as BaseCommand
from foia.management.named import campaign_named, person_named, request_named, say, tell
from foia.models import LedgerEntry, Membership, User

DOES = ("list", "sums", "enter", "strike")


class Command(BaseCommand):
    """A ledger for those who have no browser at hand; amounts are decimals with a point."""

    help = "List amounts and their sums; enter one, or strike one with a reason."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what to do, with which request or amount, in whose name."""
        parser.add_argument("do", choices=DOES, help="what to do")
        parser.add_argument("what", nargs="?", default="", help="reference, or an amount's number")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="who does it")
        parser.add_argument("--campaign", default="", help="list or sum only this one's")
        parser.add_argument("--kind", default="", help=", ".join(LedgerEntry.Kind.values))
        parser.add_argument("--amount", default="", help="such as 12.50")
        parser.add_argument("--currency", default="", help="such as EUR")
        parser.add_argument("--on", default="", metavar="DAY", help="such as 2026-11-22")
        parser.add_argument("--words", default="", help="what for; or why it is struck")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of the four."""
        by = person_named(options["by"])
        match options["do"]:
            case "list":
                tell(self.stdout, _listed(by, options["campaign"]), as_json=options["json"])
            case "sums":
                tell(self.stdout, _sums(by, options["campaign"]), as_json=options["json"])
            case "enter":
                self._enter(by, options)
            case "strike":
                self._strike(by, options)

    def _enter(self, by: User, options: dict[str, Any]) -> None:
        request = request_named(by, options["what"], *Membership.ANSWERING)
        try:
            amount, on = Decimal(options["amount"]), date.fromisoformat(options["on"])
        except (InvalidOperation, ValueError):
            raise CommandError("Give --amount such as 12.50 and --on such as 2026-11-22.") from None
        told = desk.Amount(options["kind"], amount, options["currency"], on, options["words"])
        entry = desk.enter(request=request, told=told, by=by, now=clock.now())
        said = f"Entered as number {entry.pk}."
        say(self.stdout, said, as_json=options["json"], number=entry.pk, done="enter")

    def _strike(self, by: User, options: dict[str, Any]) -> None:
        number = options["what"]
        entries = access.ledger_for(by, *Membership.ANSWERING).select_related("request")
        entry = entries.filter(pk=number).first() if number.isdecimal() else None
        if entry is None:
            raise CommandError(f"{by.email} has no amount {number!r}; `ledger list` numbers them.")
        desk.strike(entry=entry, why=options["words"], by=by, now=clock.now())
        say(self.stdout, "Struck.", as_json=options["json"], number=entry.pk, done="strike")


def _of(by: User, campaign: str) -> QuerySet[LedgerEntry]:
    """Return the amounts that this person may see, or those of one campaign."""
    found = access.ledger_for(by)
    return found.filter(request__campaign=campaign_named(by, campaign)) if campaign else found


def _listed(by: User, campaign: str) -> Iterator[dict[str, Any]]:
    rows = _of(by, campaign).select_related("request__agency", "by").order_by("on", "pk")
    for entry in rows.iterator(chunk_size=1000):
        yield {
            "number": entry.pk,
            "on": entry.on,
            "reference": entry.request.reference,
            "body": entry.request.agency.name,
            "kind": entry.kind,
            "amount": entry.amount,
            "currency": entry.currency,
            "words": entry.words,
            "by": str(entry.by),
            "struck": entry.struck_why,
        }


def _sums(by: User, campaign: str) -> Iterator[dict[str, Any]]:
    for currency, sums in desk.totals(_of(by, campaign)).items():
        yield {"currency": currency, **sums}
