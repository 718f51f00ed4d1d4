"""The files of one request in a bag, and one row for each of them in the list of exhibits."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db.models import Q

from foia import docket
from foia.gateways import bag, blobs
from foia.mail.reply_address import references_in
from foia.models import Attachment, CustodyEntry, DocketEntry, Message, RecordsRequest
from foia.models.message import MessageQuerySet
from jurisdictions import DomainError, Timeline, to_plain

#: In the place of a subject that names another request, which may be somebody else's.
OTHERS = {"subject": "(another request)"}


@dataclass(frozen=True)
class Exhibit:
    """One file of the correspondence: its number, what it is, where it lies, its SHA-256."""

    number: str
    at: datetime | None
    sender: str
    recipient: str
    what: str
    path: str
    sha256: str


def write_request(folder: Path, request: RecordsRequest, now: datetime) -> list[Exhibit]:
    """Write everything known of a request into a folder; return its exhibits, numbered from 1."""
    write_json(folder / "request.json", _facts(request))
    entries = request.docket.select_related("voids", "message").order_by("seq")
    write_json(folder / "docket.json", [_entry(entry) for entry in entries])
    timeline = timeline_of(request, now)
    write_json(folder / "timeline.json", to_plain(timeline) if timeline else None)
    messages = correspondence(request)
    write_json(folder / "custody.json", _links(request, messages))
    return [
        exhibit
        for number, message in enumerate(messages.order_by("at", "pk"), start=1)
        for exhibit in _message(folder, number, message)
    ]


def correspondence(request: RecordsRequest) -> MessageQuerySet:
    """Return what passed between requester and body, without drafts and our own notices."""
    messages: MessageQuerySet = Message.objects.filter(request=request).correspondence()
    return messages.exclude(state=Message.State.DRAFT)


def timeline_of(request: RecordsRequest, now: datetime) -> Timeline | None:
    """Fold the docket, or return None where its law cannot be counted today."""
    try:
        return docket.timeline_of(request=request, now=now)
    except DomainError:
        return None


def write_json(path: Path, content: object) -> None:
    """Write a value as JSON that people can read too."""
    told = json.dumps(content, ensure_ascii=False, indent=2, default=str)
    path.write_text(told + "\n", encoding="utf-8")


def _message(top: Path, number: int, message: Message) -> Iterator[Exhibit]:
    """Write one message with its files; yield them as exhibits."""
    folder = top / "messages" / f"{number:03d}-{message.direction}"
    folder.mkdir(parents=True)
    if message.raw_id:
        blobs.copy(message.raw_id, folder / "mail.eml")
        yield _exhibit(top, folder / "mail.eml", f"{number}", message, message.subject)
    (folder / "text.txt").write_text(message.body_text, encoding="utf-8")
    if not message.raw_id:
        yield _exhibit(top, folder / "text.txt", f"{number}", message, message.subject)
    for place, attachment in enumerate(message.attachments.order_by("position"), start=1):
        path = folder / f"{attachment.position:02d}-{bag.file_name(attachment.name)}"
        blobs.copy(attachment.blob_id, path)
        yield _exhibit(top, path, f"{number}.{place}", message, attachment.name)


def _exhibit(top: Path, path: Path, number: str, message: Message, what: str) -> Exhibit:
    return Exhibit(
        number=number,
        at=message.at,
        sender=message.sender,
        recipient=message.recipient,
        what=what,
        path=path.relative_to(top).as_posix(),
        sha256=bag.digest_of_file(path),
    )


def _links(request: RecordsRequest, messages: MessageQuerySet) -> list[Mapping[str, object]]:
    """Return the links of the chain that are about this request or the bytes it holds.

    The same bytes may lie in others' requests too: of links that name those the subject is left
    out, so that such a link shows when the bytes were held and cannot be computed again.
    """
    bytes_held = [
        *messages.exclude(raw=None).values_list("raw_id", flat=True),
        *Attachment.objects.filter(message__in=messages).values_list("blob_id", flat=True),
    ]
    message_ids = messages.values_list("message_id", flat=True)
    about = Q(subject__startswith=request.reference) | Q(digest__in=bytes_held)
    about |= Q(subject__in=[message_id[:120] for message_id in message_ids])
    links = CustodyEntry.objects.filter(about).order_by("seq")
    told = links.values("seq", "at", "act", "subject", "digest", "previous_hash", "hash")
    return [
        link if set(references_in(link["subject"])) <= {request.reference} else link | OTHERS
        for link in told
    ]


def _facts(request: RecordsRequest) -> dict[str, object]:
    names = ("category", "state", "quote", "page", "exemptions", "url", "reason", "found_at")
    return {
        "uuid": str(request.uuid),
        "reference": request.reference,
        "title": request.title,
        "agency": request.agency.name,
        "jurisdiction": request.jurisdiction_code,
        "technology": request.technology,
        "ask": request.ask,
        "stage": request.stage,
        "signed_name": request.signed_name,
        "findings": list(request.findings.order_by("pk").values(*names)),
    }


def _entry(entry: DocketEntry) -> dict[str, object]:
    return {
        "seq": entry.seq,
        "kind": entry.kind,
        "at": entry.at.isoformat(),
        "details": entry.details,
        "message": str(entry.message.uuid) if entry.message else None,
        "voids": entry.voids.seq if entry.voids else None,
        "recorded_at": entry.recorded_at.isoformat(),
        "digest": docket.digest_of(entry),
    }
