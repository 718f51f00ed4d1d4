"""Bags that somebody asked for: made one after the other, kept for a while, handed out."""

import logging
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import translation

from foia import custody, rows
from foia.flow.archive.errors import ArchiveError
from foia.flow.archive.writing import write, write_campaign
from foia.gateways import bag
from foia.models import Campaign, EvidenceBag, RecordsRequest, User
from jurisdictions import DomainError

logger = logging.getLogger(__name__)
State = EvidenceBag.State
#: How long a finished bag is kept to be fetched; it can be made anew at any time.
KEPT = timedelta(days=7)


def ask_for_bag(
    *,
    by: User,
    now: datetime,
    request: RecordsRequest | None = None,
    campaign: Campaign | None = None,
    is_public: bool = False,
) -> EvidenceBag:
    """Have a bag made of a request or of a campaign; one that is being made already is returned."""
    with transaction.atomic():
        told = {"request": request, "campaign": campaign, "is_public": is_public, "asked_by": by}
        waiting = EvidenceBag.objects.filter(state=State.WAITING, **told).first()
        if waiting is not None:
            return waiting
        total = campaign.requests.started().count() if campaign else 1
        return EvidenceBag.objects.create(asked_at=now, total=max(total, 1), **told)


def drop_bag(*, asked: EvidenceBag) -> None:
    """Delete a bag and its file; what it was made of stays."""
    path_of(asked).unlink(missing_ok=True)
    asked.delete()


def file_of_bag(asked: EvidenceBag) -> Path:
    """Return the zip file of a finished bag. Raises ArchiveError where it is not there."""
    path = path_of(asked)
    if asked.state != State.READY or not path.is_file():
        raise ArchiveError("This bag is not there any more; have it made anew.")
    return path


def path_of(asked: EvidenceBag) -> Path:
    """Return where the zip file of a bag lies, or will."""
    return Path(settings.ARCHIVE_DIR) / "bags" / f"{asked.uuid}.zip"


def run(*, now: datetime, limit: int = 5) -> int:
    """Make the bags that wait, and delete what has lain long enough."""
    for old in EvidenceBag.objects.filter(state=State.READY, made_at__lt=now - KEPT):
        drop_bag(asked=old)
    waiting = EvidenceBag.objects.filter(state=State.WAITING).order_by("asked_at", "pk")
    made = list(waiting.select_related("asked_by", "request__agency", "campaign")[:limit])
    for asked in made:
        _make(asked, now)
    return len(made)


def _make(asked: EvidenceBag, now: datetime) -> None:
    """Write one bag; whoever is killed while at it begins anew: nothing stands before its end."""
    try:
        with translation.override(asked.asked_by.language):
            _write(asked, now)
    except rows.AWAY:
        raise
    except (DomainError, OSError) as error:
        _fail(asked, str(error))
    except Exception:
        logger.exception("Evidence bag %s cannot be made", asked.uuid)
        _fail(asked, "The bag could not be made; whoever runs this site finds why in its log.")


def _fail(asked: EvidenceBag, why: str) -> None:
    EvidenceBag.objects.filter(pk=asked.pk).update(state=State.FAILED, trouble=why)


def _write(asked: EvidenceBag, now: datetime) -> None:
    target = path_of(asked)
    target.parent.mkdir(parents=True, exist_ok=True)
    name = asked.request.reference if asked.request else f"campaign-{asked.uuid}"
    if asked.is_public:
        name = f"public-{asked.request.uuid if asked.request else asked.uuid}"
    workshop = target.parent / f".{asked.uuid}"
    shutil.rmtree(workshop, ignore_errors=True)
    try:
        folder = _folder(asked, workshop / name, now)
        bag.zipped(folder, target)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    sha256 = bag.digest_of_file(target)
    with transaction.atomic():
        EvidenceBag.objects.filter(pk=asked.pk).update(
            state=State.READY, sha256=sha256, size=target.stat().st_size, made_at=now
        )
        custody.note(act="bagged", subject=name, digest=sha256, now=now)


def _folder(asked: EvidenceBag, folder: Path, now: datetime) -> Path:
    def told(done: int, total: int) -> None:
        if done % 20 == 0:
            EvidenceBag.objects.filter(pk=asked.pk).update(done=done, total=total)

    if asked.campaign is not None:
        return write_campaign(
            campaign=asked.campaign, folder=folder, now=now, is_public=asked.is_public, told=told
        )
    if asked.request is None:
        raise ArchiveError("The request of this bag is gone.")
    return write(request=asked.request, folder=folder, now=now, is_public=asked.is_public)
