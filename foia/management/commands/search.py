"""`manage.py search WORDS`: finds letters, mails, documents and requests of this installation."""

import argparse
import json
from typing import Any

from django.core.management.base import CommandError
from django.db.models import QuerySet

from foia import access
from foia.flow import search
from foia.flow.search import Filters, Hit
from foia.gateways import clock
from foia.gateways.cleaned.for_readers import CHECKS
from foia.management.command import Command as BaseCommand
from foia.models import RecordsRequest, User


class Command(BaseCommand):
    help = "Find words in everything that is kept, or in what one person may see."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "words", metavar="WORDS", nargs="+", help='such as: policy "face search"'
        )
        parser.add_argument("--person", metavar="EMAIL", help="only what this person may see")
        parser.add_argument("--published", action="store_true", help="only what readers find")
        parser.add_argument("--page", type=int, default=1, metavar="N", help="20 things a page")
        parser.add_argument("--json", action="store_true", help="as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        question = search.question_of(" ".join(map(_quoted, options["words"])))
        rows = _published(question, options) if options["published"] else _all(question, options)
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        for row in rows:
            page = f" page {row['page']}" if row["page"] else ""
            where = f"{row['file'] or row['subject']}{page}"
            self.stdout.write(f"{row['reference']}  {row['at']}  {where}\n    {row['excerpt']}")
        if not rows:
            self.stdout.write("Nothing found; `manage.py reindex` builds the index anew.")


def _all(question: search.Question, options: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what is found in everything, or in what one person may see."""
    requests: QuerySet[RecordsRequest] = RecordsRequest.objects.all()
    scopes: list[str] = []
    if options["person"]:
        person = User.objects.filter(email__iexact=options["person"]).first()
        if person is None:
            raise CommandError(f"Nobody here has the address {options['person']}.")
        teams = access.teams_for(person).values_list("pk", flat=True)
        scopes = search.seen_by(person.pk, teams)
        requests = access.requests_for(person)
    found = search.find(
        question,
        requests=requests,
        scopes=scopes,
        filters=Filters(),
        now=clock.now(),
        page=options["page"],
    )
    return [_row(hit) for hit in found.hits]


def _published(question: search.Question, options: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what readers find; no reference, which is a door for mail."""
    found = search.find_published(
        question,
        copies=access.public_copies(CHECKS),
        filters=Filters(),
        now=clock.now(),
        page=options["page"],
    )
    return [
        {
            "kind": "page" if hit.copy.attachment_id else "message",
            "reference": str(hit.copy.publication.request.uuid),
            "agency": hit.copy.publication.request.agency.name,
            "subject": hit.copy.subject,
            "file": hit.copy.name,
            "page": 0,
            "at": f"{hit.copy.message.at:%Y-%m-%d %H:%M}" if hit.copy.message.at else "",
            "excerpt": "".join(piece.text for piece in hit.excerpt),
        }
        for hit in found.hits
    ]


def _quoted(word: str) -> str:
    """Return a word as it was typed: the shell has taken the quotation marks of a phrase."""
    return f'"{word}"' if " " in word else word


def _row(hit: Hit) -> dict[str, Any]:
    return {
        "kind": hit.kind,
        "reference": hit.request.reference,
        "agency": hit.request.agency.name,
        "subject": hit.message.subject if hit.message else hit.request.title,
        "file": hit.attachment.name if hit.attachment else "",
        "page": hit.page,
        "at": f"{hit.at:%Y-%m-%d %H:%M}" if hit.at else "",
        "excerpt": "".join(piece.text for piece in hit.excerpt),
    }
