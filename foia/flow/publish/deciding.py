"""What a person says of one item before readers see it; the gate's own no is never overruled."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foia.flow.publish.acts import note_acts
from foia.flow.publish.gate import PublishError
from foia.models import PublicCopy, User

State, Decision = PublicCopy.State, PublicCopy.Decision


def looked_at(*, copy: PublicCopy, by: User, now: datetime) -> None:
    """Let readers see pages that no search can read, after a person looked at each of them.

    Raises PublishError where something else is in the way.
    """
    with transaction.atomic():
        row = PublicCopy.objects.select_for_update().get(pk=copy.pk)
        if row.state != State.TO_LOOK_AT:
            raise PublishError(_("This file does not wait for your look; load the page again."))
        row.state = State.SHOWN
        _decide(row, Decision.LOOKED, "", by, now)


def keep_private(*, copy: PublicCopy, reason: str, by: User, now: datetime) -> None:
    """Keep one item from readers, at once; `reason` is for the team."""
    with transaction.atomic():
        row = PublicCopy.objects.select_for_update().get(pk=copy.pk)
        row.state = State.QUARANTINED if row.state == State.QUARANTINED else State.KEPT
        row.text, row.subject, row.blob = "", "", None
        _decide(row, Decision.PRIVATE, reason, by, now)


def decide_again(*, copy: PublicCopy, by: User, now: datetime) -> None:
    """Take back what a person said of an item; it is checked anew and unseen until then."""
    with transaction.atomic():
        row = PublicCopy.objects.select_for_update().get(pk=copy.pk)
        row.state, row.made_by_version = State.WAITING, 0
        _decide(row, Decision.NONE, "", by, now)


def _decide(
    row: PublicCopy, decision: PublicCopy.Decision, reason: str, by: User, now: datetime
) -> None:
    row.decision, row.reason = decision, reason.strip()
    row.decided_by, row.decided_at = by, now
    row.is_indexed = False
    row.save()
    words = f"{row}: {row.reason}" if row.reason else str(row)
    note_acts([row.publication_id], decision or "decided anew", by=by, now=now, words=words)
