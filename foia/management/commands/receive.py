"""`manage.py receive FILE.eml`: takes a mail in, files it, reads it, and says what it is."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from foia.flow import inbound, match, read
from foia.gateways import blobs
from foia.mail.classify import classify
from foia.mail.parse import parse
from foia.management.command import Command as BaseCommand
from foia.models import Message


class Command(BaseCommand):
    help = "Take in a mail from a file (- for standard input)."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE.eml")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        arrival = inbound.take(content=_bytes_of(options["file"]), door="file", now=now)
        message = inbound.take_in(arrival, now=now)
        if message.filing == Message.Filing.WAITING:
            match.match(message, now=now)
        if message.filing == Message.Filing.FILED and not hasattr(message, "reading"):
            read.read(message, now=now)
        message = Message.objects.select_related("request").get(pk=message.pk)
        plain = _plain(message)
        if options["json"]:
            self.stdout.write(json.dumps(plain, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(_text(plain))


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
    said = classify(mail, language=message.request.language if message.request else "en")
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
        "kind": str(said.kind),
        "confidence": round(said.confidence, 3),
        "sure": said.is_sure,
        "evidence": [
            {"quote": piece.quote, "where": piece.where, "says": piece.says}
            for piece in said.evidence
        ],
        "filing": message.filing,
        "request": request.reference if request else None,
        "reasons": message.filing_reasons,
        "troubles": list(mail.troubles),
        "sha256": message.raw_id,
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
