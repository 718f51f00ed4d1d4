"""The gate: nothing is shown before all of it was checked, and a doubt leaves it private."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from foia import custody
from foia.flow.publish.acts import note_acts
from foia.gateways.blobs import digest_of
from foia.gateways.cleaned.for_readers import CHECKS
from foia.models import Publication, PublicCopy, RecordsRequest, User
from jurisdictions import DomainError, load_pack

State = Publication.State


class PublishError(DomainError):
    """Something that stays private, and why."""


def publish(
    *, publication: Publication, by: User, now: datetime, is_risk_accepted: bool = False
) -> None:
    """Show a request to readers from now on. Raises PublishError and changes nothing."""
    with transaction.atomic():
        row = _locked(publication)
        row.is_risk_accepted = is_risk_accepted
        open_gate(row, by=by, now=now)


def embargo(
    *,
    publication: Publication,
    until_on: date,
    by: User,
    now: datetime,
    is_risk_accepted: bool = False,
) -> None:
    """Show a request to readers from a day on, if it passes the gate then. Raises PublishError."""
    with transaction.atomic():
        row = _locked(publication)
        row.is_risk_accepted = is_risk_accepted
        _must_pass(row)
        if until_on <= today_of(row.request, now):
            raise PublishError(_("That day is not in the future; publish it now, or give another."))
        row.state, row.embargo_until_on, row.trouble = State.EMBARGOED, until_on, ""
        row.published_by = by
        row.save()
        note_acts([row.pk], "embargoed", by=by, now=now, words=until_on.isoformat())
        RecordsRequest.objects.filter(pk=row.request_id).look_again(now)


def name_requester(*, publication: Publication, is_named: bool, by: User, now: datetime) -> None:
    """Say whether readers learn the requester's name; all is checked anew, unseen until then.

    Where asking is dangerous nobody is named.
    """
    with transaction.atomic():
        row = _locked(publication)
        if is_named and is_dangerous(row.request):
            raise PublishError(_("Asking is dangerous there: who asked is never named."))
        if row.is_requester_named != is_named:
            row.is_requester_named = is_named
            row.save()
            row.copies.update(made_by_version=0, state=PublicCopy.State.WAITING)
            note_acts([row.pk], "named" if is_named else "unnamed", by=by, now=now)


def unpublish(*, publication: Publication, by: User, now: datetime) -> None:
    """Take a request back from readers at once. What others copied meanwhile stays with them."""
    with transaction.atomic():
        row = _locked(publication)
        if row.state == State.PRIVATE:
            raise PublishError(_("It is private already."))
        row.state, row.embargo_until_on = State.PRIVATE, None
        row.published_at = row.published_by = None
        row.save()
        note_acts([row.pk], "taken back", by=by, now=now)
        custody.note(
            act="unpublished", subject=row.request.reference, digest=_shown_digest(row), now=now
        )


def open_gate(row: Publication, *, by: User | None, now: datetime) -> None:
    """Make a locked publication public if it passes; else raise PublishError."""
    _must_pass(row)
    row.state, row.published_at, row.trouble = State.PUBLIC, now, ""
    row.published_by = by or row.published_by
    row.embargo_until_on = None
    row.save()
    note_acts([row.pk], "published", by=by, now=now)
    custody.note(act="published", subject=row.request.reference, digest=_shown_digest(row), now=now)


def in_the_way(publication: Publication) -> list[str]:
    """Return why a request cannot be shown yet, each in a sentence; nothing: it passes."""
    request, found = publication.request, []
    if not publication.copies.exists():
        found.append(_("Nothing has passed between you and the body yet."))
    waiting = publication.copies.to_make(CHECKS).count()
    if waiting:
        found.append(_("Not everything is checked yet; wait a moment and try again."))
    if is_dangerous(request) and not publication.is_risk_accepted:
        found.append(
            _("Asking is dangerous there: say that you know it and want to publish all the same.")
        )
    return found


def is_dangerous(request: RecordsRequest) -> bool:
    """Say whether asking is dangerous where the request went; a law nobody can read may be such."""
    try:
        return load_pack(request.jurisdiction_code).risk == "high"
    except DomainError:
        return True


def today_of(request: RecordsRequest, now: datetime) -> date:
    """Return the day it is at the body."""
    try:
        return now.astimezone(ZoneInfo(load_pack(request.jurisdiction_code).time_zone)).date()
    except DomainError:
        return (now - timedelta(hours=12)).date()


def _locked(publication: Publication) -> Publication:
    """Return the row, held until the end of the transaction."""
    rows = Publication.objects.select_for_update(of=("self",)).select_related("request__agency")
    return rows.get(pk=publication.pk)


def _must_pass(row: Publication) -> None:
    if found := in_the_way(row):
        raise PublishError(found[0])


def _shown_digest(row: Publication) -> str:
    """Return the SHA-256 of all that readers see, so that the chain says what was published."""
    shown: list[Any] = list(
        row.copies.shown(CHECKS)
        .order_by("pk")
        .values_list("uuid", "subject", "text", "name", "blob_id")
    )
    return digest_of(repr([tuple(map(str, one)) for one in shown]).encode())
