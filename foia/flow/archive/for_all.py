"""The files of a published request in a bag for everybody: the copies for readers, nothing else."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path

from foia import docket
from foia.flow.archive.contents import Exhibit, timeline_of, write_json
from foia.gateways import bag, blobs
from foia.gateways.cleaned.for_readers import CHECKS
from foia.models import Publication, PublicCopy, RecordsRequest
from jurisdictions import to_plain


def is_published(request: RecordsRequest) -> bool:
    """Say whether readers may see the request."""
    return Publication.objects.filter(request=request, state=Publication.State.PUBLIC).exists()


def write_public_request(folder: Path, request: RecordsRequest, now: datetime) -> list[Exhibit]:
    """Write what readers may see of a request; return it as exhibits, numbered from 1."""
    findings = request.findings.order_by("pk").values("category", "state", "page", "exemptions")
    facts = {
        "uuid": str(request.uuid),
        "agency": request.agency.name,
        "jurisdiction": request.jurisdiction_code,
        "stage": request.stage,
        "findings": list(findings),
    }
    write_json(folder / "request.json", facts)
    counted = [{"kind": e.kind, "at": e.at.isoformat()} for e in docket.standing(request)]
    write_json(folder / "docket.json", counted)
    timeline = timeline_of(request, now)
    write_json(folder / "timeline.json", to_plain(timeline) if timeline else None)
    return list(_messages(folder, request))


def _messages(top: Path, request: RecordsRequest) -> Iterator[Exhibit]:
    copies = PublicCopy.objects.shown(CHECKS).filter(publication__request=request)
    copies = copies.select_related("message", "attachment")
    ordered = copies.order_by("message__at", "message_id", "attachment__position", "pk")
    grouped = groupby(ordered, key=lambda copy: copy.message_id)
    for number, (_, found) in enumerate(grouped, start=1):
        yield from _message(top, number, list(found))


def _message(top: Path, number: int, copies: list[PublicCopy]) -> Iterator[Exhibit]:
    message = copies[0].message
    folder = top / "messages" / f"{number:03d}-{message.direction}"
    folder.mkdir(parents=True)
    place = 0
    for copy in copies:
        if copy.blob_id:
            place += 1
            path = folder / f"{place:02d}-{bag.file_name(copy.name)}"
            blobs.copy(copy.blob_id, path)
            shown, what = f"{number}.{place}", copy.name
        else:
            path = folder / "text.txt"
            path.write_text(f"{copy.subject}\n\n{copy.text}", encoding="utf-8")
            shown, what = f"{number}", copy.subject
        sha256, where = bag.digest_of_file(path), path.relative_to(top).as_posix()
        yield Exhibit(shown, message.at, "", "", what, where, sha256)
