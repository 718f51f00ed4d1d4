"""Everything that is kept of a person, for themselves: one ZIP of JSON and of their files."""

import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import PurePath
from typing import IO, Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Model, Q, QuerySet

from foia.gateways import blobs
from foia.letters.printable import one_line
from foia.models import (
    Assignment,
    Attachment,
    CalendarFeed,
    Campaign,
    Coding,
    DocketEntry,
    FilingAct,
    Finding,
    KeptDetails,
    LedgerEntry,
    Membership,
    Message,
    Note,
    OwnWords,
    Publication,
    PublicationAct,
    RecordsRequest,
    Reminder,
    Settlement,
    Tag,
    User,
    Visit,
)

#: What is a secret of the account or says nothing of the person.
LEFT_OUT = {
    *("password", "token_digest", "reply_token", "is_superuser"),
    *("session_key", "data"),  # of a session; of a second step: its secrets
}


def exported(*, person: User, into: IO[bytes]) -> int:
    """Write a person's data as a ZIP; return the number of its files.

    Their own requests whole, with mail and files, and what they noted and coded; of campaigns what
    they signed; nothing of others.
    """
    requests = RecordsRequest.objects.of(person.pk).filter(campaign=None)
    messages = Message.objects.filter(Q(request__in=requests) | Q(notice_for=person))
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, rows in _tables(person, requests, messages):
            folder.writestr(f"{name}.json", _as_json(rows))
        for name, sha256 in _files(messages):
            with folder.open(name, "w") as file:
                file.write(blobs.read(sha256))
        return len(folder.namelist())


def _tables(
    person: User, requests: QuerySet[RecordsRequest], messages: QuerySet[Message]
) -> Iterator[tuple[str, QuerySet[Any]]]:
    yield "account", User.objects.filter(pk=person.pk)
    yield "addresses", EmailAddress.objects.filter(user=person)
    yield "sessions", UserSession.objects.filter(user=person)
    yield "second_steps", Authenticator.objects.filter(user=person)
    yield "kept_details", KeptDetails.objects.filter(user=person)
    yield "teams", Membership.objects.filter(user=person)
    yield "tags", Tag.objects.filter(owner=person)
    yield "own_words", OwnWords.objects.of(person.pk)
    yield "calendars", CalendarFeed.objects.filter(user=person)
    yield "reminders", Reminder.objects.of(person.pk)
    yield "visits", Visit.objects.filter(user=person)
    yield "requests", requests
    yield "history", DocketEntry.objects.filter(request__in=requests)
    yield "findings", Finding.objects.filter(request__in=requests)
    yield "ledger", LedgerEntry.objects.filter(request__in=requests)
    yield "publications", Publication.objects.filter(request__in=requests)
    yield "notes", Note.objects.filter(by=person)
    yield "codings", Coding.objects.filter(coder=person)
    yield "settlements", Settlement.objects.filter(by=person)
    yield "assignments", Assignment.objects.filter(assignee=person)
    yield "filings", FilingAct.objects.filter(by=person)
    yield "acts_of_publishing", PublicationAct.objects.filter(by=person)
    yield "messages", messages
    yield "attachments", Attachment.objects.filter(message__in=messages)
    yield "campaigns_signed", Campaign.objects.filter(requester=person)


def _as_json(rows: QuerySet[Any]) -> str:
    found = [_plain(row) for row in rows.order_by("pk").iterator(chunk_size=500)]
    return json.dumps(found, ensure_ascii=False, indent=1, default=_said)


def _plain(row: Model) -> dict[str, Any]:
    """A row's columns by name; keys of other rows by their names there where they have one."""
    fields = [field for field in row._meta.concrete_fields if field.name not in LEFT_OUT]
    return {field.attname: getattr(row, field.attname) for field in fields}


def _said(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID | Decimal) else repr(value)


def _files(messages: QuerySet[Message]) -> Iterator[tuple[str, str]]:
    """The name in the ZIP and the SHA-256 of each mail as it was, and of each file."""
    for uuid, sha256 in messages.exclude(raw=None).values_list("uuid", "raw"):
        yield f"files/{uuid}/mail.eml", str(sha256)
    for file in Attachment.objects.filter(message__in=messages).select_related("message"):
        safe = PurePath(one_line(file.name).replace("\\", "/")).name or "file"
        yield f"files/{file.message.uuid}/{file.position}-{safe}", file.blob_id
