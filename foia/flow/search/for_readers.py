"""What readers find: published letters and files, by the words of their copies and no others.

The index knows every copy that passed the checks; whether its request is public, and whether the
copy still is what was indexed, is asked for each time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from foia.flow.search.finding import Filters, dated, narrowed, page_of
from foia.flow.search.indexing import MOST_LETTERS, write
from foia.flow.search.question import Question
from foia.flow.search.scopes import READERS
from foia.flow.search.snippets import Piece, excerpt
from foia.flow.search.stems import stems_of
from foia.flow.search.windows import of_moment
from foia.models import PublicCopy, SearchEntry

Kind, State = SearchEntry.Kind, PublicCopy.State


@dataclass(frozen=True)
class PublicHit:
    """One copy for readers that was found, and the words around in that copy."""

    copy: PublicCopy
    excerpt: tuple[Piece, ...]


@dataclass(frozen=True)
class FoundByReaders:
    """One page of what readers found, newest first."""

    hits: tuple[PublicHit, ...]
    number: int
    has_more: bool


def find_published(
    question: Question,
    *,
    copies: QuerySet[PublicCopy],
    filters: Filters,
    now: datetime,
    page: int = 1,
) -> FoundByReaders:
    """Find letters and files among the copies that readers may see; `what`: message or page."""
    copies = copies.filter(is_indexed=True)
    texts = copies.filter(attachment=None, message=OuterRef("message"))
    files = copies.filter(attachment=OuterRef("attachment"))
    is_text = Q(Exists(texts), attachment=None)
    ways = {"message": is_text, "page": Q(Exists(files))}
    way = ways.get(filters.what, is_text | Q(Exists(files)))
    known = dated(SearchEntry.objects.filter(kind=Kind.PUBLIC), replace(filters, what=""))
    entries = narrowed(known.filter(way), filters)
    last_on = filters.last_on(now)
    found = page_of(known, entries, question, [READERS], last_on=last_on, page=page)
    hits = tuple(_hits(found.keys, copies, question))
    return FoundByReaders(hits, found.number, found.has_more)


def run_copies(*, now: datetime, limit: int = 200) -> int:
    """Bring copies for readers up to date in the index; return how many."""
    with transaction.atomic():
        waiting = PublicCopy.objects.filter(is_indexed=False).order_by("pk")
        waiting = waiting.select_for_update(skip_locked=True, of=("self",))
        about = waiting.select_related("message__request__agency", "attachment__document")
        copies = list(about[:limit])
        letters = [copy.message_id for copy in copies if copy.attachment_id is None]
        texts = Q(attachment=None, message__in=letters)
        files = Q(attachment__in=[copy.attachment_id for copy in copies if copy.attachment_id])
        SearchEntry.objects.filter(texts | files, kind=Kind.PUBLIC).forget()
        write(_entry(copy, now) for copy in copies if copy.state == State.SHOWN)
        PublicCopy.objects.filter(pk__in=[copy.pk for copy in copies]).update(is_indexed=True)
    return len(copies)


def _entry(copy: PublicCopy, now: datetime) -> SearchEntry:
    message = copy.message
    body = message.the_request.agency
    at = message.at or message.created_at
    parts = [copy.subject, copy.name, copy.text]
    if message.direction == message.Direction.OUT:  # so that a request is found by its body
        parts += [body.name, body.place]
    stems = stems_of("\n".join(parts)[:MOST_LETTERS], _language(copy))
    return SearchEntry(
        kind=Kind.PUBLIC,
        request=message.request,
        message=message,
        attachment=copy.attachment,
        at=at,
        words=f"{READERS} {of_moment(at, now=now)} {stems}",
    )


def _language(copy: PublicCopy) -> str:
    document = copy.attachment.document if copy.attachment else None
    told = document.language if document else copy.message.language
    return told or copy.message.the_request.language


def _hits(
    keys: Sequence[int], copies: QuerySet[PublicCopy], question: Question
) -> Iterator[PublicHit]:
    """Yield the copies of these entries, in this order, with the words around."""
    entries = SearchEntry.objects.defer("words", "source").in_bulk(keys)
    about = copies.select_related("message", "publication__request__agency")
    messages = {entry.message_id for entry in entries.values()}
    known = {
        (copy.message_id, copy.attachment_id): copy for copy in about.filter(message__in=messages)
    }
    stems = question.stems()
    for entry in (entries[key] for key in keys if key in entries):
        if entry.message_id and (copy := known.get((entry.message_id, entry.attachment_id))):
            language = copy.message.language or copy.publication.request.language
            yield PublicHit(copy, tuple(excerpt(copy.text, language, stems)))
