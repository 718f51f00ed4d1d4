"""`manage.py receive FILE…`: takes in what came, files it, reads it, and says what it is.

A mail (.eml, .msg), a box of mails (.mbox), the pages of a letter, or words noted from a call.
"""

import argparse
import json
import sys
from dataclasses import asdict
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import CommandError

from foia import incoming, rows
from foia.flow import inbound, match, read
from foia.flow.inbound.bringing import CHANNELS
from foia.gateways import clock
from foia.mail.classify import classify
from foia.mail.forms import form_of
from foia.mail.parsed import ParsedMail
from foia.management.command import Command as BaseCommand
from foia.models import Arrival, Message, RecordsRequest
from jurisdictions import load_pack


class Command(BaseCommand):
    help = "Take in a mail from a file (- for standard input)."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", metavar="FILE", help="- for standard input")
        parser.add_argument("--request", metavar="OS-…", help="file it there, by its reference")
        parser.add_argument("--text", default="", help="the words of a portal or a call")
        parser.add_argument("--channel", choices=CHANNELS, default="", help="how it came")
        parser.add_argument("--on", type=date.fromisoformat, help="day it came, as 2026-11-20")
        parser.add_argument("--sender", default="", help="who sent it")
        parser.add_argument("--subject", default="", help="what it is about")
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument(
            "--failed", action="store_true", help="try the mails again that could not be taken in"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        if options["failed"]:
            self.try_again(now)
            return
        if not options["files"] and not options["text"]:
            raise CommandError("No mail is named; name one saved as a file (.eml), or - for input.")
        plain = [_plain(message) for message in _receive(options, now)]
        if options["json"]:
            found = plain[0] if len(plain) == 1 else plain
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n\n".join(map(_text, plain)))

    def try_again(self, now: datetime) -> None:
        """Take in what failed before, and say how it went."""
        waiting = inbound.try_again()
        done = inbound.run(now=now, limit=waiting)
        self.stdout.write(f"{done} of {waiting} mails were taken in.")
        if done < waiting:
            raise CommandError(f"{waiting - done} could not be taken in; the log above says why.")


def _receive(options: dict[str, Any], now: datetime) -> list[Message]:
    """Keep what is named and walk it through the rooms at once; return its messages."""
    files = [(Path(name).name, _bytes_of(name)) for name in options["files"]]
    request = _request(options["request"])
    is_mail = [form_of(*file) for file in files] == [Arrival.Form.MAIL]
    if is_mail and not (request or options["text"] or options["on"]):
        arrivals = [inbound.take(content=files[0][1], door="file", now=now)]
    else:
        told = {name: options[name] for name in ("text", "channel", "sender", "subject")}
        at = _moment(options["on"], request, now)
        what = inbound.Brought(files=files, at=at, **told)
        arrivals = inbound.bring(what, by=None, now=now, request=request)
    return [message for arrival in arrivals for message in _walk(arrival, now)]


def _walk(arrival: Arrival, now: datetime) -> list[Message]:
    """Walk one arrival through the rooms, with the locks that the rooms use."""
    if arrival.form == Arrival.Form.MBOX:
        inbound.empty(arrival, now=now)
        return [message for one in arrival.taken_out.order_by("pk") for message in _walk(one, now)]
    rows.chunk_of(inbound.waiting(), [arrival.pk], partial(inbound.take_in, now=now))
    message = Message.objects.get(arrivals=arrival)
    rows.chunk_of(match.waiting(), [message.pk], partial(match.match, now=now))
    rows.one(read.waiting(), message.pk, partial(read.read, now=now))
    return list(Message.objects.select_related("request", "reading").filter(pk=message.pk))


def _request(reference: str | None) -> RecordsRequest | None:
    if not reference:
        return None
    found = RecordsRequest.objects.filter(reference=reference.strip("[]").upper()).first()
    if found is None:
        raise CommandError(f"There is no request with the reference {reference}; check it.")
    return found


def _moment(on: date | None, request: RecordsRequest | None, now: datetime) -> datetime | None:
    """Noon of that day at the place of the request, but never in the future."""
    if on is None:
        return None
    zone = ZoneInfo(load_pack(request.jurisdiction_code).time_zone if request else "UTC")
    return min(datetime.combine(on, time(12), tzinfo=zone), now)


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
    mail = incoming.opened(message)
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
                "name": file.name,
                "type": file.content_type,
                "size": file.blob.size,
                "sha256": file.blob_id,
            }
            for file in message.attachments.select_related("blob").order_by("position")
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
