"""Archive: proves that what is kept is what arrived, and writes it out for others to prove.

Waits for: a person. Writes: folders outside the record (BagIt, RFC 8493); changes no row.
"""

import json
import logging
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from django.db.models import Q

from foia import custody, docket
from foia.gateways import bag, blobs
from foia.models import Attachment, Blob, CustodyEntry, DocketEntry, Message, RecordsRequest
from foia.models.message import MessageQuerySet
from jurisdictions import DomainError, to_plain

# What bagit finds is yielded as sentences; it need not be logged as well.
logging.getLogger("bagit").setLevel(logging.CRITICAL)


class ArchiveError(DomainError):
    """A folder that cannot be written or is not an archive."""


def write(*, request: RecordsRequest, folder: Path, now: datetime) -> Path:
    """Write everything known of a request as a BagIt bag, complete or not at all.

    The bag holds the raw mails, the letters as sent, every attachment, the docket, the
    timeline with its explanations, and the request's part of the custody chain.
    """
    if folder.exists():
        raise ArchiveError(f"{folder} exists already; name a folder that does not.")
    facts = {
        "Source-Organization": "Open Shutter",
        "External-Identifier": request.reference,
        "Bagging-Date": now.date().isoformat(),
        "External-Description": request.title,
    }
    try:
        bag.write(folder, lambda payload: _fill(payload, request, now), facts)
    except OSError as error:
        raise ArchiveError(f"{folder} could not be written ({error.strerror or error}).") from error
    return folder


def verify_folder(folder: Path) -> Iterator[str]:
    """Yield one sentence for each thing that is wrong with a written archive."""
    yield from bag.problems(folder)


def verify_store() -> Iterator[str]:
    """Yield one sentence for each stored file, docket entry or link that is not what it was."""
    yield from _altered_bytes()
    yield from custody.breaks()
    yield from _altered_entries()


def _altered_bytes() -> Iterator[str]:
    """Compare the record of what is stored with the store, and with the custody chain."""
    known = set()
    for blob in Blob.objects.order_by("pk").iterator(chunk_size=2000):
        known.add(blob.sha256)
        try:
            blobs.read(blob.sha256)
        except blobs.BlobError as error:
            yield str(error)
    yield from (
        f"Stored bytes {sha256[:12]}… belong to nothing in the record: look at them, "
        "then delete them or take them in with `manage.py receive`."
        for sha256 in blobs.stored()
        if sha256 not in known
    )
    noted = set(CustodyEntry.objects.filter(act="stored").values_list("digest", flat=True))
    for sha256 in sorted(known ^ noted):
        missing = "the custody chain" if sha256 in known else "the record"
        yield f"Stored bytes {sha256[:12]}… are missing from {missing}; restore it from a backup."


def _altered_entries() -> Iterator[str]:
    chained = dict(
        CustodyEntry.objects.filter(act__startswith="docket:").values_list("subject", "digest")
    )
    entries = DocketEntry.objects.select_related("request", "voids", "message").order_by("pk")
    for entry in entries.iterator(chunk_size=2000):
        name = f"{entry.request.reference} #{entry.seq}"
        if chained.pop(name, None) != docket.digest_of(entry):
            yield f"Docket entry {name} ({entry.kind}) is not what was recorded."
    yield from (f"Docket entry {name} is missing." for name in chained)


def _fill(folder: Path, request: RecordsRequest, now: datetime) -> None:
    _json(folder / "request.json", _facts(request))
    entries = request.docket.select_related("voids", "message").order_by("seq")
    _json(folder / "docket.json", [_entry(entry) for entry in entries])
    _json(folder / "timeline.json", to_plain(docket.timeline_of(request=request, now=now)))
    messages = request.messages.correspondence().exclude(state=Message.State.DRAFT)
    _json(folder / "custody.json", _links(request, messages))
    for number, message in enumerate(messages.order_by("at", "pk"), start=1):
        _message(folder / "messages" / f"{number:03d}-{message.direction}", message)


def _links(request: RecordsRequest, messages: MessageQuerySet) -> list[Mapping[str, object]]:
    """Return the links of the chain that are about this request or the bytes it holds."""
    bytes_held = [
        *messages.exclude(raw=None).values_list("raw_id", flat=True),
        *Attachment.objects.filter(message__in=messages).values_list("blob_id", flat=True),
    ]
    about = Q(subject__startswith=request.reference) | Q(digest__in=bytes_held)
    about |= Q(
        subject__in=[
            message_id[:120] for message_id in messages.values_list("message_id", flat=True)
        ]
    )
    links = CustodyEntry.objects.filter(about).order_by("seq")
    return list(links.values("seq", "at", "act", "subject", "digest", "previous_hash", "hash"))


def _message(folder: Path, message: Message) -> None:
    folder.mkdir(parents=True)
    if message.raw_id:
        (folder / "mail.eml").write_bytes(blobs.read(message.raw_id))
    (folder / "text.txt").write_text(message.body_text, encoding="utf-8")
    for attachment in message.attachments.order_by("position"):
        path = folder / f"{attachment.position:02d}-{bag.file_name(attachment.name)}"
        path.write_bytes(blobs.read(attachment.blob_id))


def _facts(request: RecordsRequest) -> dict[str, object]:
    return {
        "uuid": str(request.uuid),
        "reference": request.reference,
        "title": request.title,
        "agency": request.agency.name,
        "jurisdiction": request.jurisdiction_code,
        "technology": request.technology,
        "ask": request.ask,
        "signed_name": request.signed_name,
        "findings": list(request.findings.values("category", "state", "quote")),
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


def _json(path: Path, content: object) -> None:
    path.write_text(
        json.dumps(content, ensure_ascii=False, indent=2, default=str) + "\n",
        encoding="utf-8",
    )
