"""`manage.py finding`: what is known of a request's records, and a correction with its reason."""

import json
from typing import Any

from django.core.management.base import CommandError, CommandParser

from foia import learnt
from foia.access import requests_for
from foia.gateways import clock
from foia.management.command import Command as BaseCommand
from foia.models import Finding, Membership, RecordsRequest, User


class Command(BaseCommand):
    """Findings for operators."""

    help = "Show what was learnt of each kind of record, or correct one finding."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the request, and what is true of one of its kinds of record."""
        parser.add_argument("reference", help="of the request, like OS-7K3M9QXA")
        parser.add_argument("category", nargs="?", default="", help="a kind of record, to correct")
        parser.add_argument("--state", default="", help="what is true")
        parser.add_argument("--reason", default="", help="why it is corrected")
        parser.add_argument("--quote", default="", help="their words")
        parser.add_argument("--exemption", action="append", default=[], help="a section they cite")
        parser.add_argument("--url", default="", help="where it is published")
        parser.add_argument("--by", default="", metavar="EMAIL", help="who corrects it")
        parser.add_argument("--json", action="store_true", help="as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Correct, where a state is given; show."""
        reference = options["reference"].strip("[]").upper()
        found = RecordsRequest.objects.filter(reference=reference).first()
        if found is None:
            raise CommandError(f"No request has the reference {reference}; look it up on its page.")
        if options["state"]:
            self._correct(found, options)
        rows = [_plain(row) for row in found.findings.select_related("said_by").order_by("pk")]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        for row in rows:
            self.stdout.write(f"{row['category']}: {row['state']} ({row['quote'] or 'no words'})")

    def _correct(self, found: RecordsRequest, options: dict[str, Any]) -> None:
        by = User.objects.filter(email__iexact=options["by"]).first()
        allowed = by and requests_for(by, *Membership.ANSWERING).filter(pk=found.pk).exists()
        if by is None or not allowed:
            raise CommandError(
                f"--by {options['by'] or '(nobody)'} may not say what came back in"
                f" {found.reference}; name somebody who may answer there."
            )
        said = learnt.Said(
            options["category"],
            options["state"],
            quote=options["quote"],
            exemptions=options["exemption"],
            url=options["url"],
        )
        learnt.correct(request=found, said=said, reason=options["reason"], by=by, now=clock.now())


def _plain(row: Finding) -> dict[str, Any]:
    return {
        "category": row.category,
        "state": row.state,
        "quote": row.quote,
        "exemptions": row.exemptions,
        "url": row.url,
        "page": row.page,
        "attachment": row.attachment_id,
        "said_by": row.said_by.email if row.said_by else None,
        "reason": row.reason,
        "found_at": row.found_at.isoformat(),
    }
