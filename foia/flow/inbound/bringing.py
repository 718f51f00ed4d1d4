"""What a person brings: saved mails, a letter's pages, a portal's message, the note of a call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from foia import custody
from foia.flow.inbound.taking import plain
from foia.mail import file_types
from foia.mail.forms import DOCUMENT, form_of
from foia.models import Arrival, ArrivalFile, RecordsRequest, User
from jurisdictions import DomainError

MOST_FILES = 300
PHONE = "phone"
#: How what is brought by hand had come: the channels of bodies, and what else there is.
CHANNELS = ("post", "portal", "fax", "email", PHONE, "in_person")
Form = Arrival.Form


class BringingError(DomainError):
    """Something that cannot be brought in as it is."""


@dataclass(frozen=True)
class Brought:
    """What a person brings: files (name, bytes) in the order of their pages, words, or both.

    `at` is when it reached them, `channel` one of `CHANNELS`; `sender` and `subject` as they put
    it. Saved mails speak for themselves where nothing else is said.
    """

    files: Sequence[tuple[str, bytes]] = ()
    text: str = ""
    channel: str = ""
    at: datetime | None = None
    sender: str = ""
    subject: str = ""

    def told(self) -> dict[str, Any]:
        """Return what was said of it, as the arrival keeps it."""
        said = {
            "at": self.at.isoformat() if self.at else "",
            "channel": self.channel,
            "sender": plain(self.sender)[:500],
            "subject": plain(self.subject)[:500],
        }
        return {name: value for name, value in said.items() if value}


def bring(
    what: Brought, *, by: User | None, now: datetime, request: RecordsRequest | None = None
) -> list[Arrival]:
    """Store what a person brings, all of it or nothing; return what waits to be taken in.

    Each saved mail, and each box of mails, is an arrival of its own; all other files are the
    pages of one. `request`: where the person says that it belongs. Raises `BringingError`.
    """
    _check(what)
    forms = [form_of(name, content) for name, content in what.files]
    mails = [(file, form) for file, form in zip(what.files, forms, strict=True) if form != DOCUMENT]
    pages = [file for file, form in zip(what.files, forms, strict=True) if form == DOCUMENT]
    if (pages or what.text.strip()) and what.at is None:
        raise BringingError("Say on which day it reached you; the law counts from that day.")
    fields = {
        "door": "brought",
        "told": what.told(),
        "brought_by": by,
        "request": request,
        "arrived_at": now,
    }
    with transaction.atomic():
        arrivals = [_keep_mail(file, form, fields, now) for file, form in mails]
        if pages or what.text.strip():
            arrivals.append(_keep_pages(what, pages, fields, now))
    return arrivals


def _check(what: Brought) -> None:
    """Refuse what is empty or too much, before anything of it is kept."""
    if not what.files and not what.text.strip():
        raise BringingError("There is nothing to keep; choose a file or write what was said.")
    if len(what.files) > MOST_FILES:
        raise BringingError(
            f"{len(what.files)} files were chosen and at most {MOST_FILES} are taken at once; "
            "bring the others afterwards."
        )
    for name, content in what.files:
        if not content:
            raise BringingError(f"The file «{name}» is empty; choose it again.")
        if len(content) > settings.MAX_MAIL_BYTES:
            raise BringingError(
                f"The file «{name}» has {len(content):,} bytes and at most "
                f"{settings.MAX_MAIL_BYTES:,} are taken; raise MAX_MAIL_BYTES or divide it."
            )


def _keep_mail(
    file: tuple[str, bytes], form: str, fields: dict[str, Any], now: datetime
) -> Arrival:
    name, content = file
    blob = custody.keep(content, subject=_subject(name), now=now)
    return Arrival.objects.create(blob=blob, form=form, **fields)


def _keep_pages(
    what: Brought, pages: Sequence[tuple[str, bytes]], fields: dict[str, Any], now: datetime
) -> Arrival:
    """Keep words and pages as one thing: the words, or the first page, stand for it."""
    text = plain(what.text.strip()).encode()
    things = [(content, _subject(name)) for name, content in pages]
    words = [(text, f"words brought by {what.channel or 'hand'}")] if text else []
    kept = custody.keep_all([*words, *things], now=now)
    form = Form.PHONE if what.channel == PHONE else Form.PASTED if text else Form.DOCUMENT
    arrival = Arrival.objects.create(blob=kept[0], form=form, **fields)
    ArrivalFile.objects.bulk_create(
        ArrivalFile(arrival=arrival, position=position, blob=blob, name=_safe(file, position))
        for position, (file, blob) in enumerate(zip(pages, kept[len(words) :], strict=True))
    )
    return arrival


def _subject(name: str) -> str:
    return plain(f"brought {name}")[:120]


def _safe(file: tuple[str, bytes], position: int) -> str:
    """A name that is safe to show and to save."""
    name, content = file
    sniffed = file_types.sniff(content)
    safe = file_types.safe_name(
        plain(name), content_type="", sniffed_type=sniffed, number=position + 1
    )
    return safe[:255]
