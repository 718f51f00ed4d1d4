"""The pretend agency: answers caught letters over real SMTP, from written scripts or by hand."""

import mimetypes
import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_string
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from string import Template

from babel.dates import format_date
from django.conf import settings

from foia import docket, rows
from foia.models import Message, RecordsRequest, SandboxMail
from jurisdictions import DomainError, Event, fold, load_pack, parse_events

REPLIES = Path(__file__).parent / "replies"
AUTOMATIC = "auto_reply"


class SandboxError(DomainError):
    """An answer that the pretend agency cannot give."""


@dataclass(frozen=True)
class Script:
    """A written answer. Its id says what it is: `extension` for a letter that takes more time."""

    id: str
    subject: str
    text: str
    attach: str
    is_automatic: bool


def scripts(language: str) -> tuple[Script, ...]:
    """Return the answers written in a language, in the order of a story."""
    folder = REPLIES / language
    return tuple(_read(path) for path in sorted(folder.glob("*.txt")))


def scripts_for(mail: SandboxMail) -> tuple[Script, ...]:
    """Return the answers that fit a caught letter: those in its language."""
    return scripts(_request_of(mail).language)


def run(*, now: datetime, limit: int = 50) -> int:
    """Give each newly caught letter the automatic reply that so many mailboxes give."""
    done = 0
    waiting = SandboxMail.objects.filter(is_auto_answered=False).order_by("pk")
    for mail in waiting[:limit]:
        # No transaction is held while the answer travels: the door must be able to write.
        if SandboxMail.objects.filter(pk=mail.pk, is_auto_answered=False).update(
            is_auto_answered=True
        ):
            with rows.alone(f"Automatic reply to {mail.message_id}"):
                _answer_automatically(mail, now)
                done += 1
    return done


def answer(mail: SandboxMail, *, script: str, now: datetime) -> None:
    """Answer a caught letter as its agency would, by one of the written scripts."""
    request = _request_of(mail)
    known = {reply.id: reply for reply in scripts(request.language)}
    if script not in known:
        raise SandboxError(
            f"The pretend agency has no script «{script}» in «{request.language}»; "
            f"it has: {', '.join(known) or 'none'}."
        )
    reply = known[script]
    facts = _facts(request, mail, now)
    write(
        mail,
        subject=Template(reply.subject).substitute(facts),
        text=Template(reply.text).substitute(facts),
        attachments=[_file(reply.attach)] if reply.attach else [],
        is_automatic=reply.is_automatic,
        now=now,
    )


def write(
    mail: SandboxMail,
    *,
    subject: str,
    text: str,
    now: datetime,
    attachments: Sequence[tuple[str, bytes]] = (),
    is_automatic: bool = False,
) -> None:
    """Send an answer to a caught letter through the front door, over real SMTP."""
    if not settings.IS_SANDBOX:
        raise SandboxError("Mail goes to a real mail service now; the pretend agency is closed.")
    reply = EmailMessage()
    reply["From"] = f"{_request_of(mail).agency.name} <{mail.recipient}>"
    reply["To"] = mail.reply_to
    reply["Subject"] = " ".join(subject.split())
    reply["Date"] = format_datetime(now)
    reply["Message-ID"] = make_msgid(domain="agency.example")
    reply["In-Reply-To"] = reply["References"] = mail.message_id
    if is_automatic:
        reply["Auto-Submitted"] = "auto-replied"  # RFC 3834
    reply.set_content(text)
    for name, content in attachments:
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        reply.add_attachment(
            content,
            maintype=kind.split("/")[0],
            subtype=kind.split("/")[1],
            filename=name,
        )
    try:
        with smtplib.SMTP(settings.DOOR_HOST, settings.DOOR_PORT, timeout=30) as line:
            line.send_message(reply, from_addr=mail.recipient, to_addrs=[mail.reply_to])
    except (OSError, smtplib.SMTPException) as error:
        raise SandboxError(
            f"The mail door on {settings.DOOR_HOST}:{settings.DOOR_PORT} did not take the "
            f"answer ({error}); is `make run` running?"
        ) from error


def _answer_automatically(mail: SandboxMail, now: datetime) -> None:
    sent = Message.objects.filter(message_id=mail.message_id, kind=Message.Kind.LETTER).first()
    if sent and any(script.id == AUTOMATIC for script in scripts(sent.language)):
        answer(mail, script=AUTOMATIC, now=now)


def _request_of(mail: SandboxMail) -> RecordsRequest:
    sent = (
        Message.objects.filter(message_id=mail.message_id, direction=Message.Direction.OUT)
        .select_related("request__agency")
        .first()
    )
    if sent is None or sent.request is None:
        raise SandboxError("This mail belongs to no request, so nobody can answer it.")
    return sent.request


def _facts(request: RecordsRequest, mail: SandboxMail, now: datetime) -> dict[str, str]:
    """Return what the scripts may name: the letter, and the date an extension would reach."""
    pack = load_pack(request.jurisdiction_code)
    events = [*map(docket.event_of, docket.standing(request))]
    extended = fold(
        pack,
        [*parse_events(events), Event(kind="extended", at=now)],
        as_of=now,
        variants=tuple(request.variants),
    ).next_deadline(now)
    until = extended.due_on if extended else now.date()
    return {
        "agency": request.agency.name,
        "subject": mail.subject,
        "reference": request.reference,
        "name": request.signed_name,
        "extended_until": format_date(until, format="long", locale=request.language),
    }


def _read(path: Path) -> Script:
    note = message_from_string(path.read_text(encoding="utf-8"))
    return Script(
        id=path.stem.partition("-")[2],
        subject=note["Subject"],
        text=str(note.get_payload()),
        attach=note.get("Attach", ""),
        is_automatic=note.get("Automatic", "no") == "yes",
    )


def _file(name: str) -> tuple[str, bytes]:
    return name, (REPLIES / name).read_bytes()
