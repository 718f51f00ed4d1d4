"""What readers see, signed in or not: requests that passed the gate, and nothing else of them."""

from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from foia import access, docket
from foia.flow import publish as room
from foia.gateways import blobs, clock
from foia.gateways.cleaned.for_readers import CHECKS
from foia.letters.blackout import Identity
from foia.letters.catalogue import UnknownEntry, catalogue
from foia.models import Finding, PublicCopy, RecordsRequest
from foia.web import days, words
from foia.web.answers import as_file
from foia.web.law import law_at
from foia.web.leafing import leaf
from foia.web.ticked import is_uuid

PAGE = 20
NEWEST = ("-publication__published_at", "-publication__pk")
#: A message, and one of its files or None for its text.
Seen = tuple[int | None, int | None]


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """List the published requests, the newest first."""
    after = request.GET.get("after", "")
    published = access.published_requests()
    found = published.select_related("agency", "publication", "requester")
    named = published.filter(uuid=after) if is_uuid(after) else published.none()
    page = leaf(
        found.prefetch_related("agency__contacts"),
        NEWEST,
        size=PAGE,
        last=named.values_list(*(name.removeprefix("-") for name in NEWEST)).first(),
        mark=lambda row: str(row.uuid),
    )
    context = {"page": page, "rows": [(row, _title(row)) for row in page.rows]}
    return render(request, "public/requests.html", context)


@require_safe
def records_request(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Tell a published request to readers."""
    published = access.published_requests().select_related(
        "agency", "publication", "requester", "system"
    )
    found = get_object_or_404(published, uuid=uuid)
    law = law_at(found.jurisdiction_code, clock.now())
    zone = ZoneInfo(law.pack.time_zone)
    context = {
        "records_request": found,
        "title": _title(found),
        "law": law,
        "zone": zone,
        "happened": _happened(found, zone),
        "dates": found.deadlines.order_by("due_on", "position"),
    } | _correspondence(found)
    return render(request, "public/request.html", context)


@require_safe
def file(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Hand out a published file: the copy made for readers, never the original."""
    copies = access.public_copies(CHECKS).exclude(blob=None)
    copy = get_object_or_404(copies, uuid=uuid)
    return as_file(blobs.read(str(copy.blob_id)), name=copy.name, content_type=copy.content_type)


def _title(found: RecordsRequest) -> str:
    """Return the title as readers may see it; a system may be named after anybody."""
    if room.is_forgotten(found):
        return found.agency.name
    identity = room.identity_of(found, is_named=found.publication.is_requester_named)
    return room.quoted(found.title, identity)


def _happened(found: RecordsRequest, zone: ZoneInfo) -> list[tuple[date, str]]:
    """Return what the docket counts, in the order in which it happened."""
    entries = sorted(docket.standing(found), key=lambda entry: (entry.at, entry.seq))
    return [
        (entry.at.astimezone(zone).date(), words.said(words.READ_BY_OTHERS, entry.kind))
        for entry in entries
    ]


def _learnt(finding: Finding, identity: Identity | None, seen: set[Seen]) -> dict[str, object]:
    """Return one finding with the words it rests on, if readers see where those stand."""
    try:
        label = catalogue().category(finding.category).label(days.reader())
    except UnknownEntry:
        label = finding.category
    is_seen = (finding.message_id, finding.attachment_id) in seen
    quote = room.quoted(finding.quote, identity) if is_seen and identity else ""
    return {"label": label, "finding": finding, "quote": quote, "is_seen": is_seen}


def _correspondence(found: RecordsRequest) -> dict[str, object]:
    """Return the messages that readers may see, each with its files, and how many they do not."""
    every = PublicCopy.objects.filter(publication=found.publication)
    shown = list(
        access.public_copies(CHECKS)
        .filter(publication=found.publication)
        .select_related("message", "attachment", "blob")
        .order_by("message__at", "message_id", "attachment__position")
    )
    files: dict[int, list[PublicCopy]] = {}
    for copy in shown:
        if copy.attachment_id:
            files.setdefault(copy.message_id, []).append(copy)
    texts = {copy.message_id: copy for copy in shown if not copy.attachment_id}
    keys = dict.fromkeys(copy.message_id for copy in shown)
    by_key = {copy.message_id: copy.message for copy in shown}
    items = [(by_key[key], texts.get(key), files.get(key, [])) for key in keys]
    seen: set[Seen] = {(copy.message_id, copy.attachment_id) for copy in shown}
    is_named = found.publication.is_requester_named
    identity = None if room.is_forgotten(found) else room.identity_of(found, is_named=is_named)
    learnt = [_learnt(finding, identity, seen) for finding in found.findings.order_by("pk")]
    return {"items": items, "unseen": every.count() - len(shown), "learnt": learnt}
