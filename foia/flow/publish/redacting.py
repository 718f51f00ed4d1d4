"""Boxes over parts of a file, each with its reason, and the copy that holds nothing below them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foia import custody
from foia.flow.publish.acts import note_acts
from foia.flow.publish.gate import PublishError
from foia.flow.publish.identities import identity_of
from foia.gateways.cleaned import jobs
from foia.gateways.cleaned.for_readers import CHECKS
from foia.gateways.cleaned.jobs import Spot
from foia.models import Attachment, Derivative, PublicCopy, RedactedCopy, Redaction, User

TOOL = f"open-shutter redaction {CHECKS}: pages with boxes drawn as pictures at 150 dpi"
MOST_BOXES = 2000


def cover(
    *, attachment: Attachment, boxes: Sequence[Spot], reason: str, by: User, now: datetime
) -> int:
    """Put boxes over parts of a file; nothing is taken out before `make`. Return how many are new.

    A box is {page, left, top, right, bottom}, see `Redaction`. Raises PublishError.
    """
    if not reason.strip():
        raise PublishError(_("Say why it is blacked out: every box needs its reason."))
    if attachment.redactions.count() + len(boxes) > MOST_BOXES:
        raise PublishError(_("There are too many boxes on this file; keep it private instead."))
    known = {_place(box) for box in attachment.redactions.values(*_FIELDS)}
    new = [box for box in boxes if _place(box) not in known]
    if any(not _fits(box) for box in new):
        raise PublishError(_("The box does not lie on the page; draw it again."))
    Redaction.objects.bulk_create(
        Redaction(
            attachment=attachment, reason=reason.strip()[:200], drawn_by=by, drawn_at=now, **b
        )
        for b in new
    )
    return len(new)


def cover_words(*, attachment: Attachment, words: str, reason: str, by: User, now: datetime) -> int:
    """Put a box over each place of these words in a PDF; return how many are new."""
    if not words.strip():
        raise PublishError(_("Give the words to black out."))
    found = jobs.places_of(attachment.blob_id, [words.strip()])
    if not found:
        raise PublishError(
            _("These words stand nowhere in the text of the file; a picture has no text to search.")
        )
    return cover(attachment=attachment, boxes=found, reason=reason, by=by, now=now)


def cover_requester(*, attachment: Attachment, reason: str, by: User, now: datetime) -> int:
    """Put a box over each place of a PDF in which the requester stands; return how many are new."""
    found = jobs.places_of_requester(
        attachment.blob_id, identity_of(attachment.message.the_request)
    )
    if not found:
        raise PublishError(_("The requester stands nowhere in the text of the file."))
    return cover(attachment=attachment, boxes=found, reason=reason, by=by, now=now)


def uncover(*, redaction: Redaction) -> None:
    """Take a box away; a copy that was made with it stays as it is until one is made anew."""
    redaction.delete()


def make(*, attachment: Attachment, by: User, now: datetime) -> RedactedCopy:
    """Make a copy of a file without what its boxes cover, and prove it.

    Pages with boxes, and those on which something hides, become pictures. The original stays as it
    is; the copy for readers is made from this one. Raises PublishError, UnreadableError.
    """
    boxes = list(attachment.redactions.order_by("page", "top", "left").values(*_FIELDS, "reason"))
    bare = [{name: box[name] for name in _FIELDS} for box in boxes]
    content, proof = jobs.redacted(attachment.blob_id, bare)
    return keep_copy(attachment, content, applied=boxes, proof=proof, tool=TOOL, by=by, now=now)


def keep_copy(
    attachment: Attachment,
    content: bytes,
    *,
    applied: Sequence[Spot],
    proof: str,
    tool: str,
    by: User,
    now: datetime,
) -> RedactedCopy:
    """Keep new bytes that go to readers in a file's place, with what they were made of."""
    with transaction.atomic():
        list(PublicCopy.objects.select_for_update().filter(attachment=attachment))
        blob = custody.keep(content, subject=f"redaction of {attachment.blob_id[:12]}", now=now)
        attachment.redacted_copies.filter(is_current=True).update(is_current=False)
        made = RedactedCopy.objects.create(
            attachment=attachment,
            original_id=attachment.blob_id,
            blob=blob,
            applied=list(applied),
            proof=proof,
            tool=tool,
            made_by=by,
            made_at=now,
        )
        _keep_lineage(made, now)
        _check_anew(attachment, by, now)
    return made


_FIELDS = ("page", "left", "top", "right", "bottom")


def _place(box: Spot) -> tuple[float, ...]:
    return tuple(round(float(box[name]), 4) for name in _FIELDS)


def _fits(box: Spot) -> bool:
    is_inside = all(0 <= box[name] <= 1 for name in _FIELDS[1:]) and box["page"] >= 1
    return is_inside and box["left"] < box["right"] and box["top"] < box["bottom"]


def _keep_lineage(made: RedactedCopy, now: datetime) -> None:
    Derivative.objects.get_or_create(
        original_id=made.original_id,
        derived_id=made.blob_id,
        role=Derivative.Role.REDACTED,
        page=0,
        defaults={"maker": made.tool[:120], "made_at": now},
    )


def _check_anew(attachment: Attachment, by: User, now: datetime) -> None:
    """Have the copy for readers made from the new bytes; a person has to look at them again."""
    rows = PublicCopy.objects.filter(attachment=attachment)
    rows.update(made_by_version=0, state=PublicCopy.State.WAITING, decision="")
    asked = list(rows.values_list("publication_id", flat=True))
    note_acts(asked, "redacted", by=by, now=now, words=attachment.name)
