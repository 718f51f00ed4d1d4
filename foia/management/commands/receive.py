"""`manage.py receive FILE.eml`: takes a mail in, files it, reads it, and says what it is."""

import argparse
import json
import sys
from dataclasses import asdict
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from foia import rows
from foia.flow import inbound, match, read
from foia.gateways import blobs
from foia.mail.classify import classify
from foia.mail.parse import ParsedMail, parse
from foia.management.command import Command as BaseCommand
from foia.models import Message


class Command(BaseCommand):
    help = "Take in a mail from a file (- for standard input)."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", metavar="FILE.eml")
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument(
            "--failed", action="store_true", help="try the mails again that could not be taken in"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if options["failed"]:
            self.try_again(now)
            return
        if options["file"] is None:
            raise CommandError("No mail is named; name one saved as a file (.eml), or - for input.")
        message = _receive(_bytes_of(options["file"]), now)
        plain = _plain(message)
        if options["json"]:
            self.stdout.write(json.dumps(plain, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(_text(plain))

    def try_again(self, now: datetime) -> None:
        """Take in what failed before, and say how it went."""
        waiting = inbound.try_again()
        done = inbound.run(now=now, limit=waiting)
        self.stdout.write(f"{done} of {waiting} mails were taken in.")
        if done < waiting:
            raise CommandError(f"{waiting - done} could not be taken in; the log above says why.")


def _receive(content: bytes, now: datetime) -> Message:
    """Walk one mail through the rooms at once, with the locks that the rooms use."""
    arrival = inbound.take(content=content, door="file", now=now)
    rows.chunk_of(inbound.waiting(), [arrival.pk], partial(inbound.take_in, now=now))
    message = Message.objects.get(arrivals=arrival)
    rows.chunk_of(match.waiting(), [message.pk], partial(match.match, now=now))
    rows.one(read.waiting(), message.pk, partial(read.read, now=now))
    return Message.objects.select_related("request", "reading").get(pk=message.pk)


def _bytes_of(name: str) -> bytes:
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise CommandError(
            f"{name} cannot be read ({error.strerror}); name a mail saved as a file (.eml)."
        ) from error
    if not content.strip():
        raise CommandError(f"{name} is empty; name a mail saved as a file (.eml).")
    if len(content) > settings.MAX_MAIL_BYTES:
        raise CommandError(
            f"{name} has {len(content):,} bytes and at most {settings.MAX_MAIL_BYTES:,} are taken; "
            "raise MAX_MAIL_BYTES to take it."
        )
    return content


def _plain(message: Message) -> dict[str, Any]:
    mail = parse(blobs.read(message.raw_id or ""))
    request = message.request
    return {
        "subject": mail.subject,
        "from": message.sender,
        "to": list(mail.to),
        "date": mail.date.isoformat() if mail.date else None,
        "message_id": mail.message_id,
        "text": mail.text,
        "attachments": [
            {
                "name": part.name,
                "type": part.sniffed_type or part.content_type,
                "size": len(part.content),
                "sha256": blobs.digest_of(part.content),
            }
            for part in mail.attachments
        ],
        **_said(message, mail),
        "filing": message.filing,
        "request": request.reference if request else None,
        "reasons": [match.said(reason) for reason in message.filing_reasons],
        "sha256": message.raw_id,
    }


def _said(message: Message, mail: ParsedMail) -> dict[str, Any]:
    """Return the reading of a filed message, or what an unfiled one seems to be."""
    if hasattr(message, "reading"):
        reading = message.reading
        kind, confidence, evidence = reading.kind, reading.confidence, reading.evidence
        is_sure, troubles = reading.state == reading.State.SURE, reading.troubles
    else:
        said = classify(mail, language="en")
        kind, confidence, evidence = (
            str(said.kind),
            said.confidence,
            list(map(asdict, said.evidence)),
        )
        is_sure, troubles = said.is_sure, list(said.troubles)
    return {
        "kind": kind,
        "confidence": round(confidence, 3),
        "sure": is_sure,
        "evidence": [
            {name: piece[name] for name in ("quote", "where", "says")} for piece in evidence
        ],
        "troubles": list(dict.fromkeys([*mail.troubles, *troubles])),
    }


def _text(plain: dict[str, Any]) -> str:
    where = (
        f"filed under {plain['request']}" if plain["request"] else "waits in triage for a person"
    )
    lines = [
        f"{plain['subject'] or '(no subject)'}",
        f"from {plain['from'] or '(nobody)'}, {plain['date'] or 'no date'}",
        f"{plain['kind']}, {'sure' if plain['sure'] else 'not sure'}; {where}",
        *(f"  because «{piece['quote']}»: {piece['says']}" for piece in plain["evidence"]),
        *(f"  {reason}" for reason in plain["reasons"]),
        *(
            f"  attachment {part['name']}, {part['type']}, {part['size']:,} bytes, "
            f"sha256 {part['sha256'][:16]}…"
            for part in plain["attachments"]
        ),
        *(f"  not understood: {trouble}" for trouble in plain["troubles"]),
    ]
    return "\n".join(lines)
