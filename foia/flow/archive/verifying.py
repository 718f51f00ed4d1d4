"""Proves the store: every stored byte, every link of the chain, every entry of every docket.

In parts and pieces, so that it needs no more memory for a large store, and can stop and go on.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from foia import custody, docket
from foia.gateways import bag, blobs
from foia.models import Blob, CustodyEntry, DocketEntry

PIECE = 500
#: Bytes are on the disk a moment before the record knows them: so new, nobody has lost them.
SETTLED = timedelta(minutes=10)


def verify_folder(folder: Path) -> Iterator[str]:
    """Yield one sentence for each thing that is wrong with a written archive."""
    yield from bag.problems(folder)


def verify_store(now: datetime | None = None) -> Iterator[str]:
    """Yield one sentence for each stored file, docket entry or link that is not what it was.

    With `now`, files that lie there for less than ten minutes may still belong to nothing.
    """
    after = ""
    while piece := blobs_after(after):
        yield from altered_bytes(piece)
        after = piece[-1]
    yield from strange_files(now)
    yield from unnoted_bytes()
    yield from custody.breaks()
    last = 0
    while links := links_after(last):
        yield from altered_entries(links)
        last = links[-1].seq
    yield from unnoted_entries()


def blobs_after(sha256: str) -> list[str]:
    """Return the next stored bytes of the record, in the order of their names."""
    known = Blob.objects.filter(pk__gt=sha256).order_by("pk")
    return list(known.values_list("pk", flat=True)[:PIECE])


def altered_bytes(known: Sequence[str]) -> Iterator[str]:
    """Yield which of these bytes are missing, altered, or open to be written."""
    for sha256 in known:
        try:
            blobs.check(sha256)
        except blobs.BlobError as error:
            yield str(error)
            continue
        if blobs.path_of(sha256).stat().st_mode & 0o222:
            yield (
                f"The stored bytes {sha256[:12]}… can be written to; make the file read-only"
                f" (chmod 444 {blobs.path_of(sha256)})."
            )


def strange_files(now: datetime | None) -> Iterator[str]:
    """Yield the files in the store that belong to nothing in the record."""
    found: list[str] = []
    for sha256 in blobs.stored():
        found.append(sha256)
        if len(found) == PIECE:
            yield from _strange(found, now)
            found = []
    yield from _strange(found, now)


def unnoted_bytes() -> Iterator[str]:
    """Yield the bytes that only the record knows, or only the chain."""
    known = Blob.objects.values_list("sha256")
    noted = CustodyEntry.objects.filter(act="stored").values_list("digest")
    for one, other, missing in (
        (known, noted, "the custody chain"),
        (noted, known, "the record"),
    ):
        for (sha256,) in one.difference(other).iterator(chunk_size=PIECE):
            name = f"{sha256[:12]}…"
            yield f"Stored bytes {name} are missing from {missing}; restore it from a backup."


def links_after(seq: int) -> list[CustodyEntry]:
    """Return the next links of the chain that are about docket entries."""
    about = CustodyEntry.objects.filter(act__startswith="docket:", seq__gt=seq)
    return list(about.order_by("seq")[:PIECE])


def altered_entries(links: Sequence[CustodyEntry]) -> Iterator[str]:
    """Yield the docket entries that are not what these links say, or are gone."""
    references = {link.subject.partition(" #")[0] for link in links}
    entries = DocketEntry.objects.filter(request__reference__in=references)
    entries = entries.select_related("request", "voids", "message")
    found = {f"{entry.request.reference} #{entry.seq}": entry for entry in entries.iterator(PIECE)}
    for link in links:
        entry = found.get(link.subject)
        if entry is None:
            yield f"Docket entry {link.subject} is missing."
        elif docket.digest_of(entry) != link.digest:
            yield f"Docket entry {link.subject} ({entry.kind}) is not what was recorded."


def unnoted_entries() -> Iterator[str]:
    """Yield the docket entries that the chain does not know."""
    number = Cast(F("seq"), CharField())
    named = DocketEntry.objects.annotate(
        name=Concat("request__reference", Value(" #"), number, output_field=CharField())
    )
    noted = CustodyEntry.objects.filter(act__startswith="docket:").values_list("subject")
    for (name,) in named.values_list("name").difference(noted).iterator(chunk_size=PIECE):
        yield f"Docket entry {name} is missing from the custody chain."


def _strange(found: Sequence[str], now: datetime | None) -> Iterator[str]:
    known = set(Blob.objects.filter(pk__in=found).values_list("pk", flat=True))
    for sha256 in found:
        if sha256 not in known and not _is_new(blobs.path_of(sha256), now):
            yield (
                f"Stored bytes {sha256[:12]}… belong to nothing in the record: look at them, "
                "then delete them or take them in with `manage.py receive`."
            )


def _is_new(path: Path, now: datetime | None) -> bool:
    if now is None:
        return False
    return path.stat().st_mtime > (now - SETTLED).timestamp()
