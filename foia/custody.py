"""The one writer of the custody chain, and its proof."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from foia.gateways import blobs
from foia.models import Blob, CustodyEntry
from foia.models.many import insert_like

GENESIS = "0" * 64
_LINKS = CustodyEntry._meta.db_table
_LOCK = f"LOCK TABLE {_LINKS} IN EXCLUSIVE MODE; "
Last = tuple[int, str]
_gathered: ContextVar[list[tuple[str, str, str]] | None] = ContextVar("gathered", default=None)
COLUMNS = ("seq", "act", "subject", "digest", "previous_hash", "hash")


def note(*, act: str, subject: str, digest: str, now: datetime) -> None:
    """Append one link: `act` was done to `subject`, whose bytes have this digest.

    Must run inside the transaction of the act itself, so that neither stands without the other;
    RuntimeError otherwise.
    """
    note_all([(act, subject, digest)], now=now)


def note_all(links: Iterable[tuple[str, str, str]], *, now: datetime) -> None:
    """Append several links (act, subject, digest) in a row, in two statements; else as `note`."""
    gathered = _gathered.get()
    if gathered is not None:
        gathered += links
    elif links := list(links):
        _append(links, _last(), now)


@contextmanager
def together(*, now: datetime) -> Iterator[None]:
    """Append all that is noted inside in one go, where this ends; in the acts' transaction."""
    links: list[tuple[str, str, str]] = []
    token = _gathered.set(links)
    try:
        yield
    finally:
        _gathered.reset(token)
    note_all(links, now=now)


def _append(links: Sequence[tuple[str, str, str]], last: Last, now: datetime) -> None:
    """Write links after the last one."""
    seq, previous = last
    rows, at = [], now.astimezone(UTC).isoformat()
    for seq, link in enumerate(links, start=seq + 1):  # noqa: B020
        before, previous = previous, _hash(seq, at, *link, previous)
        rows.append((seq, *link, before, previous))
    insert_like(CustodyEntry(at=now), COLUMNS, rows)


def _last() -> Last:
    """The last link's number and hash; nobody else appends until the transaction ends."""
    found = _locked(f"SELECT seq, hash FROM {_LINKS} ORDER BY seq DESC LIMIT 1")
    return found[0] if found else (0, GENESIS)


def _locked(sql: str, values: Sequence[Any] | None = None) -> list[Any]:
    """Ask while one writer at a time may append; SQLite has only one anyway.

    Postgres is told both at once, and answers as things are after the lock.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(
            "What is noted in the chain is noted in the transaction of the act itself."
        )
    is_postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute(f"{_LOCK}{sql}" if is_postgres else sql, values)
        if is_postgres:
            cursor.nextset()
        return list(cursor.fetchall())


def keep(content: bytes, *, subject: str, now: datetime) -> Blob:
    """Store bytes and note them in the chain; the same bytes are stored and noted once."""
    return keep_all([(content, subject)], now=now)[0]


def keep_all(things: Sequence[tuple[bytes, str]], *, now: datetime) -> list[Blob]:
    """Store several (bytes, subject) and note them, in two statements; else as `keep`."""
    if not things:
        return []
    digests = blobs.write_all([content for content, _ in things])
    subjects = dict(zip(digests, (subject for _, subject in things), strict=True))
    rows = {
        digest: Blob(sha256=digest, size=len(content), stored_at=now)
        for digest, (content, _) in zip(digests, things, strict=True)
    }
    new, last = _insert(list(rows.values()))
    if len(new) < len(rows):
        rows |= Blob.objects.in_bulk([digest for digest in rows if digest not in new])
    links = [("stored", subjects[digest], digest) for digest in rows if digest in new]
    if _gathered.get() is not None:
        note_all(links, now=now)
    elif links:
        _append(links, last, now)
    return [rows[digest] for digest in digests]


def _insert(rows: Sequence[Blob]) -> tuple[set[str], Last]:
    """Write the rows of bytes that are new; return which, and the last link before them."""
    fields = Blob._meta.concrete_fields
    values = [
        f.get_db_prep_save(getattr(row, f.attname), connection) for row in rows for f in fields
    ]
    link = f"FROM {_LINKS} ORDER BY seq DESC LIMIT 1"
    found = _locked(
        f"INSERT INTO {Blob._meta.db_table} ({', '.join(str(field.column) for field in fields)})"
        f" VALUES {', '.join(['(%s, %s, %s)'] * len(rows))} ON CONFLICT (sha256) DO NOTHING"
        f" RETURNING sha256, (SELECT seq {link}), (SELECT hash {link})",
        values,
    )
    last = next(((seq, previous) for _, seq, previous in found if seq), (0, GENESIS))
    return {sha256 for sha256, *_ in found}, last


def hash_of(entry: CustodyEntry) -> str:
    """Return the SHA-256 of a link's fields as canonical JSON, the hash before it included."""
    at = entry.at.astimezone(UTC).isoformat()
    return _hash(entry.seq, at, entry.act, entry.subject, entry.digest, entry.previous_hash)


def _hash(*words: int | str) -> str:
    return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()


def breaks(*, after: int = 0, upto: int | None = None) -> Iterator[str]:
    """Yield one sentence for each break in the chain, or in the links after one up to another."""
    links = CustodyEntry.objects.filter(seq__gt=after).order_by("seq")
    if upto is not None:
        links = links.filter(seq__lte=upto)
    previous, seq = GENESIS, after
    if after:
        known = CustodyEntry.objects.filter(seq=after).values_list("hash", flat=True).first()
        previous = known or GENESIS
    for entry in links.iterator(chunk_size=2000):
        seq += 1
        if entry.seq != seq:
            yield f"Custody chain: link {seq} is missing before link {entry.seq}."
            seq = entry.seq
        if entry.previous_hash != previous:
            yield f"Custody chain: link {entry.seq} does not follow from the link before it."
        if hash_of(entry) != entry.hash:
            yield f"Custody chain: link {entry.seq} ({entry.act} {entry.subject}) was altered."
        previous = entry.hash
