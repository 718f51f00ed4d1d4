"""What is said of a category, kept for ever; and the row that says what counts of it now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from foia import docket
from foia.models import (
    Attachment,
    Finding,
    FindingEntry,
    FindingState,
    Message,
    RecordsRequest,
    User,
)
from jurisdictions import DomainError

BY_PERSON = "person"
#: The columns that a projection takes from its entry.
SHOWN = ("state", "quote", "message", "attachment", "page", "exemptions", "url", "said_by")
SAYABLE = frozenset(FindingState.values) - {FindingState.SILENT}
_GIVEN = (FindingState.OBTAINED, FindingState.PARTLY)


class FindingError(DomainError):
    """Something that cannot be said of a record."""


@dataclass(frozen=True)
class Said:
    """What is said of one category. `page` counts from 1 in `attachment`; see `models.Learnt`."""

    category: str
    state: str
    quote: str = ""
    attachment_id: int | None = None
    page: int | None = None
    exemptions: Sequence[str] = ()
    url: str = ""


def say(
    things: Iterable[Said], *, message: Message, origin: str, by: User | None, now: datetime
) -> None:
    """Keep what a decided message says of its request's categories; the last word counts.

    What a person corrected after this message came is left as they said it. In the caller's
    transaction; in three statements.
    """
    request = message.the_request
    said = {thing.category: thing for thing in things}
    before = _standing(request, said)
    entries = [
        FindingEntry(
            request=request,
            category=thing.category,
            state=_joined(before.get(thing.category), thing.state),
            quote=thing.quote,
            message=message,
            attachment_id=thing.attachment_id,
            page=thing.page,
            exemptions=list(thing.exemptions),
            url=_checked(thing.url),
            said_by=by,
            origin=origin,
            said_at=now,
        )
        for thing in said.values()
        if not _is_corrected(before.get(thing.category), message)
    ]
    FindingEntry.objects.bulk_create(entries)
    _show(request, entries)


def correct(
    *,
    request: RecordsRequest,
    said: Said,
    reason: str,
    by: User,
    now: datetime,
    attachment: Attachment | None = None,
) -> FindingEntry:
    """Keep what a person says of a category against what was read, and why; raise FindingError."""
    if said.state not in SAYABLE:
        raise FindingError(f"«{said.state}» cannot be said of a record; choose one from the list.")
    if said.category not in {item["category"] for item in request.ask if item["category"]}:
        raise FindingError(f"{request.reference} does not ask for «{said.category}».")
    if not reason.strip():
        raise FindingError("Say why you correct this; the reason stays beside it.")
    if attachment and attachment.message.request_id != request.pk:
        raise FindingError("That document belongs to another request; choose one of this request.")
    with transaction.atomic():
        docket.hold(request)
        entry = FindingEntry.objects.create(
            request=request,
            category=said.category,
            state=said.state,
            quote=said.quote,
            message=attachment.message if attachment else None,
            attachment=attachment,
            page=said.page if attachment else None,
            exemptions=list(said.exemptions),
            url=_checked(said.url),
            said_by=by,
            reason=reason.strip(),
            origin=BY_PERSON,
            said_at=now,
        )
        _project(request, [said.category], now)
    return entry


def withdraw(*, request: RecordsRequest, origin: str, by: User | None, now: datetime) -> None:
    """Take back all that one cause said; what was said before it counts again."""
    rows = FindingEntry.objects.filter(request=request, origin=origin, withdrawn_at=None)
    categories = list(rows.values_list("category", flat=True))
    rows.update(withdrawn_at=now, withdrawn_by=by)
    _project(request, categories, now)


def history(request: RecordsRequest, category: str) -> list[FindingEntry]:
    """Return everything that was ever said of a category, oldest first."""
    rows = request.finding_entries.filter(category=category)
    return list(rows.select_related("said_by", "withdrawn_by", "attachment").order_by("pk"))


def said_by(request: RecordsRequest, origin: str) -> dict[str, str]:
    """Return what one cause says of each category it speaks of."""
    rows = FindingEntry.objects.filter(request=request, origin=origin, withdrawn_at=None)
    return dict(rows.order_by("pk").values_list("category", "state"))


def _standing(request: RecordsRequest, categories: Iterable[str]) -> dict[str, FindingEntry]:
    """The last entry that stands, for each category that has one."""
    rows = FindingEntry.objects.filter(
        request=request, category__in=list(categories), withdrawn_at=None
    )
    return {row.category: row for row in rows.order_by("pk")}


def _project(request: RecordsRequest, categories: Sequence[str], now: datetime) -> None:
    """Write anew what counts of these categories."""
    standing = _standing(request, categories)
    # A person may say that nothing is known after all: then no row stands, or the clock's.
    shown = [row for row in standing.values() if row.state != FindingState.PENDING]
    gone = set(categories) - {row.category for row in shown}
    Finding.objects.filter(request=request, category__in=gone).delete()
    _show(request, shown)
    if gone:
        docket.tell_silence(request, now=now)


def _show(request: RecordsRequest, entries: Sequence[FindingEntry]) -> None:
    rows = [
        Finding(
            request=request,
            desk=request.desk,
            category=entry.category,
            entry=entry,
            found_at=entry.said_at,
            reason=entry.reason,
            **{name: getattr(entry, name) for name in SHOWN},
        )
        for entry in entries
    ]
    Finding.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["request", "category"],
        update_fields=[*SHOWN, "entry", "found_at", "reason"],
    )


def _is_corrected(standing: FindingEntry | None, message: Message) -> bool:
    """Say whether a person spoke of the category after this message came."""
    return (
        standing is not None
        and standing.origin == BY_PERSON
        and standing.said_at >= message.created_at
    )


def _joined(standing: FindingEntry | None, state: str) -> str:
    """What is withheld after something was handed over leaves it partly obtained."""
    is_rest = standing is not None and standing.state in _GIVEN and state == FindingState.WITHHELD
    return FindingState.PARTLY if is_rest else state


def _checked(url: str) -> str:
    """The address, or nothing where it is none that a page may link to."""
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        return ""
    return url
