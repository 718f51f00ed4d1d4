"""Archive: proves that what is kept is what arrived, and writes it out for others to prove.

Waits for: a person. Writes: folders outside the record (BagIt, RFC 8493); changes no row.
"""

import json
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import bagit

from foia import custody, docket
from foia.gateways import blobs
from foia.models import Blob, CustodyEntry, DocketEntry, Message, RecordsRequest
from jurisdictions import DomainError, to_plain


class ArchiveError(DomainError):
    """A folder that cannot be written or is not an archive."""


def write(*, request: RecordsRequest, folder: Path, now: datetime) -> Path:
    """Write everything known of a request as a BagIt bag, complete or not at all.

    The bag holds the raw mails, the letters as sent, every attachment, the docket, the
    timeline with its explanations, and the request's part of the custody chain.
    """
    if folder.exists():
        raise ArchiveError(f"{folder} exists already; name a folder that does not.")
    draft = folder.with_name(f".{folder.name}.{os.getpid()}")
    try:
        draft.mkdir(parents=True)
        _fill(draft, request, now)
        bagit.make_bag(
            str(draft),
            bag_info={
                "Source-Organization": "Open Shutter",
                "External-Identifier": request.reference,
                "Bagging-Date": now.date().isoformat(),
                "External-Description": request.title,
            },
            checksums=["sha256"],
        )
        draft.rename(folder)
    except OSError as error:
        raise ArchiveError(f"{folder} could not be written ({error.strerror or error}).") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return folder


def verify_folder(folder: Path) -> Iterator[str]:
    """Yield one sentence for each thing that is wrong with a written archive."""
    try:
        bag = bagit.Bag(str(folder))
        bag.validate()
    except bagit.BagValidationError as error:
        yield from (f"{folder}: {detail}" for detail in error.details or [error])
    except bagit.BagError as error:
        raise ArchiveError(f"{folder} is not an archive folder: {error}") from error


def verify_store() -> Iterator[str]:
    """Yield one sentence for each stored file, docket entry or link that is not what it was."""
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
    yield from custody.breaks()
    yield from _altered_entries()


def _altered_entries() -> Iterator[str]:
    chained = dict(
        CustodyEntry.objects.filter(act__startswith="docket:").values_list("subject", "digest")
    )
    entries = DocketEntry.objects.select_related("request", "voids").order_by("pk")
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
    links = CustodyEntry.objects.filter(subject__startswith=request.reference).order_by("seq")
    _json(
        folder / "custody.json",
        list(links.values("seq", "at", "act", "subject", "digest", "previous_hash", "hash")),
    )
    messages = request.messages.correspondence().exclude(state=Message.State.DRAFT)
    for number, message in enumerate(messages.order_by("at", "pk"), start=1):
        _message(folder / "messages" / f"{number:03d}-{message.direction}", message)


def _message(folder: Path, message: Message) -> None:
    folder.mkdir(parents=True)
    if message.raw_id:
        (folder / "mail.eml").write_bytes(blobs.read(message.raw_id))
    (folder / "text.txt").write_text(message.body_text, encoding="utf-8")
    for attachment in message.attachments.order_by("position"):
        name = attachment.name.replace("/", "_").lstrip(".") or "unnamed"
        path = folder / f"{attachment.position:02d}-{name}"
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
