"""Every night the store proves itself, piece by piece; staff see the result, and hear of trouble.

Waits for: the night, and the row of a proof that is under way. Writes: Verification; on trouble a
mail to each of the staff.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foia import custody
from foia.flow.archive import verifying
from foia.models import CustodyEntry, Delivery, Message, User, Verification

Part = Verification.Part
#: Sentences kept of one proof; nobody reads more, `verify_archive` prints them all.
MOST_KEPT = 200
KEPT_FOR = timedelta(days=400)
CHAIN_PIECE = 5000


def run(*, now: datetime, limit: int = 4) -> int:
    """Take the proof of this day up to `limit` pieces further, or begin it; return how many."""
    row = Verification.objects.filter(finished_at=None).order_by("day_on").first()
    if row is None:
        if Verification.objects.filter(day_on=now.date()).exists():
            return 0
        row = Verification.objects.get_or_create(day_on=now.date(), defaults={"started_at": now})[0]
    done = 0
    while done < limit and row.finished_at is None:
        found = STEPS[row.part](row, now)
        _write(row, found, now)
        done += 1
    return done


def _bytes(row: Verification, now: datetime) -> list[str]:
    piece = verifying.blobs_after(row.cursor)
    if not piece:
        found = [*verifying.strange_files(now), *verifying.unnoted_bytes()]
        row.part, row.cursor = Part.CHAIN, ""
        return found
    row.cursor = piece[-1]
    row.checked += len(piece)
    return list(verifying.altered_bytes(piece))


def _chain(row: Verification, now: datetime) -> list[str]:
    """Prove the next links; the cursor is the last that was proved."""
    after = int(row.cursor or 0)
    last = CustodyEntry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    upto = min(after + CHAIN_PIECE, last)
    found = list(custody.breaks(after=after, upto=upto))
    row.checked += max(upto - after, 0)
    row.cursor = str(upto)
    if upto >= last:
        row.part, row.cursor = Part.DOCKET, ""
    return found


def _docket(row: Verification, now: datetime) -> list[str]:
    links = verifying.links_after(int(row.cursor or 0))
    if not links:
        row.part, row.finished_at = Part.DONE, now
        return list(verifying.unnoted_entries())
    row.cursor = str(links[-1].seq)
    row.checked += len(links)
    return list(verifying.altered_entries(links))


STEPS: dict[str, Callable[[Verification, datetime], list[str]]] = {
    Part.BYTES: _bytes,
    Part.CHAIN: _chain,
    Part.DOCKET: _docket,
}


def _write(row: Verification, found: Sequence[str], now: datetime) -> None:
    """Keep how far it is; at its end, tell staff of trouble and forget what is long past."""
    row.found += len(found)
    row.problems = list(islice([*row.problems, *found], MOST_KEPT))
    with transaction.atomic():
        if row.finished_at and row.found:
            row.told_at = now
            _tell(row, User.objects.filter(is_staff=True, is_active=True), now)
        row.save()
        if row.finished_at:
            Verification.objects.filter(day_on__lt=now.date() - KEPT_FOR).delete()


def _tell(row: Verification, staff: Iterable[User], now: datetime) -> None:
    """Put a mail to each of the staff in line, in their language."""
    for person in staff:
        with translation.override(person.language):
            subject, text = _words(row)
        message = Message.objects.create(
            direction=Message.Direction.OUT,
            kind=Message.Kind.NOTICE,
            state=Message.State.APPROVED,
            step="archive_trouble",
            language=person.language,
            message_id=f"<archive.{row.day_on}.{person.pk}@{settings.REPLY_DOMAIN}>",
            sender=settings.DEFAULT_FROM_EMAIL,
            recipient=person.email,
            subject=subject,
            body_text=text,
            created_at=now,
        )
        Delivery.objects.create(message=message, is_sandbox=settings.IS_SANDBOX, not_before_at=now)


def _words(row: Verification) -> tuple[str, str]:
    """Return subject and text of the mail, in the language that is spoken now."""
    told = {"day": date_format(row.day_on), "number": row.found}
    subject = ngettext(
        "The archive does not verify: %(number)s thing is not as it was",
        "The archive does not verify: %(number)s things are not as they were",
        row.found,
    )
    first = ngettext(
        "The archive was verified on %(day)s. %(number)s thing is not as it was:",
        "The archive was verified on %(day)s. %(number)s things are not as they were:",
        row.found,
    )
    where = _("All that was found: %(address)s") % {"address": f"{settings.SITE_URL}/archive/"}
    last = _("Nothing was changed. Restore what is missing from a backup; the README says how.")
    return subject % told, "\n".join([first % told, "", *row.problems[:20], "", where, last])
