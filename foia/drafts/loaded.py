"""What a request's later letters speak of: loaded for one request, or for many at once.

For many, a few statements load what each would load by itself; who asks does not see which it was.
"""

from django.db.models import Prefetch, QuerySet

from foia.mail.kinds import MessageKind
from foia.models import DocketEntry, Message, RecordsRequest

VOID = "void"
_ENTRIES, _LETTERS, _PASSED = "standing_entries", "approved_letters", "passed_mails"


def with_history(requests: QuerySet[RecordsRequest]) -> QuerySet[RecordsRequest]:
    """Let these requests come with all that the functions below return of each."""
    entries = _entries(DocketEntry.objects.all()).prefetch_related("message__attachments")
    return requests.prefetch_related(
        Prefetch("docket", entries, to_attr=_ENTRIES),
        Prefetch("messages", _letters(Message.objects.all()), to_attr=_LETTERS),
        Prefetch("messages", _passed(Message.objects.all()), to_attr=_PASSED),
    )


def entries_of(request: RecordsRequest) -> list[DocketEntry]:
    """Return the entries that count, in the order of what happened, with how mails were read."""
    known: list[DocketEntry] | None = vars(request).get(_ENTRIES)
    return list(_entries(request.docket.all())) if known is None else known


def letters_of(request: RecordsRequest) -> list[Message]:
    """Return the letters of a request that a person approved, oldest first."""
    known: list[Message] | None = vars(request).get(_LETTERS)
    return list(_letters(request.messages.all())) if known is None else known


def passed_in(request: RecordsRequest) -> list[Message]:
    """Return what passed in a request, oldest first, without mails that came back undelivered."""
    known: list[Message] | None = vars(request).get(_PASSED)
    return list(_passed(request.messages.all())) if known is None else known


def _entries(rows: QuerySet[DocketEntry]) -> QuerySet[DocketEntry]:
    standing = rows.exclude(kind=VOID).filter(voided_by=None)
    return standing.select_related("message__reading").order_by("at", "seq")


def _letters(rows: QuerySet[Message]) -> QuerySet[Message]:
    letters = rows.filter(kind=Message.Kind.LETTER, state=Message.State.APPROVED)
    return letters.prefetch_related("deliveries").order_by("approved_at", "pk")


def _passed(rows: QuerySet[Message]) -> QuerySet[Message]:
    mails = rows.exclude(kind=Message.Kind.NOTICE).filter(at__isnull=False)
    return mails.exclude(reading__kind=MessageKind.BOUNCE).order_by("at", "pk")
