"""The room at work: what changed is taken out of the index and put in anew, in batches."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Concat

from foia.flow.search.scopes import EVERYBODY, of_request, of_team
from foia.flow.search.stems import stems_of
from foia.flow.search.windows import of_moment
from foia.models import (
    Agency,
    Attachment,
    DocumentPage,
    Message,
    PublicCopy,
    RecordsRequest,
    SearchEntry,
)
from foia.models.many import update_each

Kind = SearchEntry.Kind
#: Letters of one thing that are indexed, and entries written at once.
MOST_LETTERS, AT_ONCE = 200_000, 500
#: What is indexed of a body, and compared to see whether it has changed.
_BODY = ("name", "other_names", "place", "kind")


def run(*, now: datetime, limit: int = 200) -> int:
    """Bring messages and requests up to date in the index; return how many."""
    return _messages(limit, now) + _requests(limit, now)


def run_bodies(*, now: datetime, limit: int = 2000) -> int:
    """Bring bodies up to date in the index; return how many."""
    parts = [part for name in _BODY for part in (name, Value("\n"))]
    same = SearchEntry.objects.filter(
        kind=Kind.AGENCY,
        agency=OuterRef("pk"),
        source=Concat(*(OuterRef(p) if isinstance(p, str) else p for p in parts)),
    )
    there = Agency.objects.filter(merged_into=None)
    changed = list(there.filter(~Exists(same)).order_by("pk")[:limit])
    gone = SearchEntry.objects.filter(kind=Kind.AGENCY, agency__merged_into__isnull=False)
    with transaction.atomic():
        gone.forget()
        SearchEntry.objects.filter(kind=Kind.AGENCY, agency__in=changed).forget()
        write(_of_agency(agency) for agency in changed)
    return len(changed)


def start_anew() -> None:
    """Empty the index and have everything wait for the room."""
    with transaction.atomic():
        Message.objects.exclude(indexed_under=0).update(indexed_under=0)
        for each in (RecordsRequest.objects, PublicCopy.objects):
            each.filter(is_indexed=True).update(is_indexed=False)
        with connection.cursor() as cursor:
            if connection.vendor != "postgresql":
                cursor.execute("DELETE FROM foia_searchwords")
            cursor.execute("DELETE FROM foia_searchentry")


def _messages(limit: int, now: datetime) -> int:
    with transaction.atomic():
        waiting = Message.objects.to_index().select_for_update(skip_locked=True, of=("self",))
        messages = list(waiting.select_related("request__campaign").order_by("pk")[:limit])
        if not messages:
            return 0
        SearchEntry.objects.filter(message__in=messages).exclude(kind=Kind.PUBLIC).forget()
        write(_of_messages([message for message in messages if message.request], now))
        rows = [(message.request_id or 0, message.pk) for message in messages]
        update_each(Message, ["indexed_under"], rows)
    return len(messages)


def _requests(limit: int, now: datetime) -> int:
    with transaction.atomic():
        waiting = RecordsRequest.objects.filter(is_indexed=False).order_by("pk")
        waiting = waiting.select_for_update(skip_locked=True, of=("self",))
        about = waiting.select_related("agency", "system", "campaign")
        requests = list(about.prefetch_related("agency_references")[:limit])
        if not requests:
            return 0
        SearchEntry.objects.filter(kind=Kind.REQUEST, request__in=requests).forget()
        write(_of_request(request, now) for request in requests)
        keys = [request.pk for request in requests]
        RecordsRequest.objects.filter(pk__in=keys).update(is_indexed=True)
    return len(requests)


def _of_messages(messages: Sequence[Message], now: datetime) -> Iterator[SearchEntry]:
    """Yield the entries of messages, and of the pages of the files they carry."""
    by_pk = {message.pk: message for message in messages}
    for message in messages:
        text = f"{message.subject}\n{message.sender}\n{message.body_text}"
        language = message.language or message.the_request.language
        yield _entry(Kind.MESSAGE, message, text, language, now)
    files = _read_files(by_pk)
    pages = DocumentPage.objects.filter(document__in=[file.document_id for file in files])
    for file in files:
        message = by_pk[file.message_id]
        language = file.document.language if file.document else ""
        for page in pages.filter(document=file.document_id).iterator(chunk_size=200):
            name = f"{file.name}\n" if page.number == 1 else ""
            entry = _entry(Kind.PAGE, message, name + page.text, language, now)
            entry.attachment, entry.page = file, page.number
            yield entry


def _read_files(messages: dict[int, Message]) -> list[Attachment]:
    """Return the files of these messages that have text; our own drawings of letters have none."""
    files: QuerySet[Attachment] = Attachment.objects.filter(
        message__in=list(messages), document__pages_done__gt=0
    ).exclude(role=Attachment.Role.RENDERING)
    return list(files.select_related("document").order_by("pk"))


def _entry(kind: Kind, message: Message, text: str, language: str, now: datetime) -> SearchEntry:
    request, at = message.the_request, message.at or message.created_at
    marks = f"{of_request(request)} {of_moment(at, now=now)}"
    return SearchEntry(
        kind=kind,
        request=request,
        message=message,
        at=at,
        words=f"{marks} {stems_of(text[:MOST_LETTERS], language)}",
    )


def _of_request(request: RecordsRequest, now: datetime) -> SearchEntry:
    text = "\n".join(
        [
            request.title,
            request.reference,
            request.agency.name,
            request.agency.place,
            request.system.name if request.system else "",
            *(number.text for number in request.agency_references.all()),
            *(str(item.get("text", "")) for item in request.ask),
        ]
    )
    marks = f"{of_request(request)} {of_moment(request.created_at, now=now)}"
    return SearchEntry(
        kind=Kind.REQUEST,
        request=request,
        at=request.created_at,
        words=f"{marks} {stems_of(text, request.language)}",
    )


def _of_agency(agency: Agency) -> SearchEntry:
    text = "".join(f"{getattr(agency, name)}\n" for name in _BODY)
    scope = of_team(agency.team_id) if agency.team_id else EVERYBODY
    return SearchEntry(
        kind=Kind.AGENCY, agency=agency, source=text, words=f"{scope} {stems_of(text, '')}"
    )


def write(entries: Iterator[SearchEntry]) -> None:
    """Put entries into the index, some hundred at a time."""
    batch: list[SearchEntry] = []
    for entry in entries:
        batch.append(entry)
        if len(batch) == AT_ONCE:
            SearchEntry.objects.write(batch)
            batch = []
    if batch:
        SearchEntry.objects.write(batch)
