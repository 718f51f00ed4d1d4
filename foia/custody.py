"""The one writer of the custody chain, and its proof."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from django.db import connection

from foia.gateways import blobs
from foia.models import Blob, CustodyEntry
from foia.models.many import insert_like

GENESIS = "0" * 64
COLUMNS = ("seq", "act", "subject", "digest", "previous_hash", "hash")


def note(*, act: str, subject: str, digest: str, now: datetime) -> None:
    """Append one link: `act` was done to `subject`, whose bytes have this digest.

    Must run inside the transaction of the act itself, so that neither stands without the other;
    RuntimeError otherwise.
    """
    note_all([(act, subject, digest)], now=now)


def note_all(links: Iterable[tuple[str, str, str]], *, now: datetime) -> None:
    """Append several links (act, subject, digest) in a row, in few statements; else as `note`."""
    _queue()
    last = CustodyEntry.objects.order_by("-seq").first()
    seq, previous = (last.seq, last.hash) if last else (0, GENESIS)
    rows, at = [], now.astimezone(UTC).isoformat()
    for seq, link in enumerate(links, start=seq + 1):  # noqa: B020
        before, previous = previous, _hash(seq, at, *link, previous)
        rows.append((seq, *link, before, previous))
    insert_like(CustodyEntry(at=now), COLUMNS, rows)


def _queue() -> None:
    """Let one writer at a time append, until its transaction ends; SQLite has only one anyway."""
    if not connection.in_atomic_block:
        raise RuntimeError(
            "What is noted in the chain is noted in the transaction of the act itself."
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {CustodyEntry._meta.db_table} IN EXCLUSIVE MODE")


def keep(content: bytes, *, subject: str, now: datetime) -> Blob:
    """Store bytes and note them in the chain; the same bytes are stored and noted once."""
    return keep_all([(content, subject)], now=now)[0]


def keep_all(things: Sequence[tuple[bytes, str]], *, now: datetime) -> list[Blob]:
    """Store several (bytes, subject) and note them, in few statements; else as `keep`."""
    digests = blobs.write_all([content for content, _ in things])
    known = Blob.objects.in_bulk(digests)
    if len(known) < len(set(digests)):
        _queue()
        known = Blob.objects.in_bulk(digests)  # another may have noted the same meanwhile
        new = {
            digest: (len(content), subject)
            for digest, (content, subject) in zip(digests, things, strict=True)
            if digest not in known
        }
        rows = [Blob(sha256=key, size=size, stored_at=now) for key, (size, _) in new.items()]
        known |= {blob.pk: blob for blob in Blob.objects.bulk_create(rows)}
        note_all([("stored", subject, digest) for digest, (_, subject) in new.items()], now=now)
    return [known[digest] for digest in digests]


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
