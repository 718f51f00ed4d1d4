"""Writes a bag: of one request, or of every request of a campaign; for its people, or for all."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from foia.flow.archive.certification import certification
from foia.flow.archive.contents import Exhibit, write_request
from foia.flow.archive.errors import ArchiveError
from foia.flow.archive.for_all import is_published, write_public_request
from foia.flow.archive.papers import timeline_paper
from foia.flow.archive.readme import readme
from foia.flow.archive.tables import (
    Sheet,
    exhibit_row,
    exhibits_head,
    withholding_head,
    withholding_rows,
)
from foia.gateways import bag, timestamp
from foia.letters.paper import paper_docx, paper_pdf
from foia.models import Campaign, RecordsRequest

PROFILE = "evidence-bag-profile.json"
TOOL = "Open Shutter 0.1.0"
#: Told after each request of a campaign is written: how many are done, of how many.
Told = Callable[[int, int], object]


def write(*, request: RecordsRequest, folder: Path, now: datetime, is_public: bool = False) -> Path:
    """Write everything known of a request as a BagIt bag, complete or not at all.

    The bag holds the raw mails, the letters as sent, every attachment, the docket, the timeline
    with its explanations, lists of exhibits and of what was withheld, a draft certification, and
    the request's part of the custody chain. With `is_public` only what readers may see.
    Raises ArchiveError, BlobError, TimestampError.
    """
    if is_public and not is_published(request):
        raise ArchiveError(f"{request.reference} is not public; publish it first.")

    def fill(payload: Path) -> int:
        return _of_request(payload, request, now, is_public)

    facts = {"External-Identifier": request.reference, "External-Description": request.title}
    if is_public:  # its reference is a door for mail, its title may be anybody's words
        facts = {"External-Identifier": str(request.uuid), "External-Description": _for_all()}
    return _bag(folder, facts, fill, now, is_public)


def write_campaign(
    *,
    campaign: Campaign,
    folder: Path,
    now: datetime,
    is_public: bool = False,
    told: Told | None = None,
) -> Path:
    """Write every request of a campaign that has left as one bag; else as `write`."""
    requests = campaign.requests.started().select_related("agency", "requester")
    if is_public:
        requests = requests.filter(publication__state="public")
    if not requests.exists():
        raise ArchiveError(f"{campaign.name} has no request that such a bag would hold.")

    def fill(payload: Path) -> int:
        return _of_requests(payload, requests.order_by("pk"), now, is_public, told)

    group = str(campaign.uuid)
    facts = {
        "External-Identifier": group,
        "Bag-Group-Identifier": group,
        "External-Description": _for_all() if is_public else campaign.name,
    }
    return _bag(folder, facts, fill, now, is_public)


def _bag(
    folder: Path,
    facts: dict[str, str],
    fill: Callable[[Path], int],
    now: datetime,
    is_public: bool,
) -> Path:
    if folder.exists():
        raise ArchiveError(f"{folder} exists already; name a folder that does not.")

    def payload(place: Path) -> None:
        number, title = fill(place), facts["External-Description"]
        said = readme(title, is_public=is_public, is_stamped=timestamp.is_wanted())
        (place / "README.txt").write_text(said, encoding="utf-8")
        if not is_public:
            draft = certification(title, number, now, TOOL)
            (place / "certification-draft.pdf").write_bytes(paper_pdf(draft))
            (place / "certification-draft.docx").write_bytes(paper_docx(draft))

    told = {
        "Source-Organization": "Open Shutter",
        **facts,
        "Bagging-Date": now.date().isoformat(),
        "Bag-Software-Agent": TOOL,
        "BagIt-Profile-Identifier": urljoin(settings.SITE_URL, f"{settings.STATIC_URL}{PROFILE}"),
    }
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        bag.write(folder, payload, told, _tag)
    except OSError as error:
        raise ArchiveError(f"{folder} could not be written ({error.strerror or error}).") from error
    return folder


def _for_all() -> str:
    """Return what a bag for everybody is called; other names may be anybody's words."""
    return _("Requests for public records, as published")


def _tag(folder: Path) -> None:
    """Put the profile, and a time stamp where one is wanted, beside the payload."""
    profile = finders.find(PROFILE)
    if profile:
        (folder / PROFILE).write_bytes(Path(str(profile)).read_bytes())
    if timestamp.is_wanted():
        stamp = timestamp.stamp((folder / bag.MANIFEST).read_bytes())
        (folder / "timestamp.tsr").write_bytes(stamp)


def _of_request(payload: Path, request: RecordsRequest, now: datetime, is_public: bool) -> int:
    """Write one request, its timeline and its tables; return how many exhibits it has."""
    exhibits = _one(payload, request, now, is_public)
    Sheet(payload / "exhibits.csv", exhibits_head()).add(map(exhibit_row, exhibits))
    if not is_public:
        log = Sheet(payload / "withholding-log.csv", withholding_head())
        log.add(withholding_rows(request))
    return len(exhibits)


def _of_requests(
    payload: Path,
    requests: QuerySet[RecordsRequest],
    now: datetime,
    is_public: bool,
    told: Told | None,
) -> int:
    """Write requests one after the other; nothing of one stays in memory when the next is due.

    Each is read when its turn comes: no cursor is open while others write, and what readers may
    not see any more is left out.
    """
    listed = Sheet(payload / "exhibits.csv", exhibits_head())
    log = None if is_public else Sheet(payload / "withholding-log.csv", withholding_head())
    number, keys = 0, list(requests.values_list("pk", flat=True))
    for done, key in enumerate(keys, start=1):
        for request in requests.filter(pk=key):
            name = f"requests/{request.uuid if is_public else request.reference}/"
            (payload / name).mkdir(parents=True)
            exhibits = _one(payload / name, request, now, is_public)
            listed.add(exhibit_row(exhibit, name) for exhibit in exhibits)
            if log is not None:
                log.add(withholding_rows(request))
            number += len(exhibits)
        if told is not None:
            told(done, len(keys))
    return number


def _one(folder: Path, request: RecordsRequest, now: datetime, is_public: bool) -> list[Exhibit]:
    """Write one request and its timeline into a folder; return its exhibits."""
    put = write_public_request if is_public else write_request
    exhibits = put(folder, request, now)
    paper = timeline_paper(request, exhibits, now, is_public=is_public)
    (folder / "timeline.pdf").write_bytes(paper_pdf(paper))
    return exhibits
