"""Backup and restore: one folder with the database, the stored bytes and the secret key.

A backup is taken while everything runs, and again into the same folder: bytes that are there stay.
The key of the identities is not in it; it is kept apart, so that nobody who finds the backup reads
an address. Both can be stopped at any moment and begun again.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from foia.flow.archive.errors import ArchiveError
from foia.flow.archive.verifying import verify_store
from foia.gateways import bag, blobs, database
from foia.models import Blob

ABOUT, KEY = "backup.json", "secret_key"
PIECE = 500
Told = Callable[[int], object]


@dataclass(frozen=True)
class Backed:
    """What a backup holds: how many stored files, how many of them are new in it."""

    files: int
    new: int


def backup(*, folder: Path, now: datetime, told: Told | None = None) -> Backed:
    """Copy everything that is kept into a folder; raise ArchiveError, BlobError, DatabaseError.

    The database comes first: bytes are only ever added, so all that it knows are there later.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / ABOUT).is_file():
        raise ArchiveError(f"{folder} is no backup and not empty; name another folder.")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _about(folder, {"state": "under way"})
        copy = folder / database.name_of_copy()
        database.dump(copy)
        done = _copy_out(folder / "blobs", told)
        key = Path(settings.DATA_DIR) / KEY
        if key.is_file():
            shutil.copy2(key, folder / KEY)
        digest = bag.digest_of_file(copy)
        facts = {"state": "done", "made_at": now.isoformat(), "files": done.files}
        _about(folder, {**facts, "database": copy.name, "sha256": digest})
    except OSError as error:
        raise ArchiveError(f"{folder} cannot be written ({error.strerror or error}).") from error
    return done


def restore(*, folder: Path, told: Told | None = None) -> Iterator[str]:
    """Bring a backup back into an empty installation; yield what does not verify afterwards.

    Raises ArchiveError and changes nothing where there is something already, or no whole backup.
    """
    facts = _facts(folder)
    copy = folder / str(facts["database"])
    if not database.is_empty():
        raise ArchiveError(
            "There are people or requests in this database; restore into an empty one, and name it"
            " in DATABASE_URL."
        )
    if not copy.is_file() or bag.digest_of_file(copy) != facts["sha256"]:
        raise ArchiveError(f"{copy} is not what was written; take another backup.")
    try:
        _copy_in(folder / "blobs", told)
        if (folder / KEY).is_file():
            shutil.copy2(folder / KEY, Path(settings.DATA_DIR) / KEY)
    except OSError as error:
        raise ArchiveError(
            f"The backup cannot be copied ({error.strerror or error}); mend it and run the same"
            " command again, which goes on where it stopped."
        ) from error
    database.load(copy)
    connection.close()
    yield from verify_store()


def _about(folder: Path, facts: dict[str, object]) -> None:
    draft = folder / f".{ABOUT}"
    draft.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
    draft.replace(folder / ABOUT)


def _facts(folder: Path) -> dict[str, object]:
    try:
        facts: dict[str, object] = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ArchiveError(f"{folder} is no backup: {ABOUT} cannot be read.") from error
    if facts.get("state") != "done":
        raise ArchiveError(f"The backup in {folder} was never finished; take another one.")
    return facts


def _copy_out(target: Path, told: Told | None) -> Backed:
    """Copy the bytes that the record knows and that are not in the backup yet."""
    files = new = 0
    last = ""
    while True:
        known = Blob.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "size")[:PIECE]
        rows = list(known)
        if not rows:
            return Backed(files, new)
        for sha256, size in rows:
            new += _copy(sha256, size, target / sha256[:2] / sha256)
        files, last = files + len(rows), rows[-1][0]
        if told is not None:
            told(files)


def _copy(sha256: str, size: int, path: Path) -> bool:
    """Copy one, unless it is there; its name never stands for a half of it."""
    if path.exists() and path.stat().st_size == size:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{sha256}")
    draft.unlink(missing_ok=True)
    blobs.copy(sha256, draft)
    draft.chmod(0o444)
    draft.replace(path)
    return True


def _copy_in(source: Path, told: Told | None) -> None:
    """Store the bytes of a backup that are not in the store yet; altered ones are refused."""
    for done, path in enumerate(sorted(source.glob("??/*")), start=1):
        if not path.name.startswith(".") and not blobs.path_of(path.name).exists():
            if bag.digest_of_file(path) != path.name:
                raise ArchiveError(f"{path} has been altered; take another backup.")
            target = blobs.path_of(path.name)
            target.parent.mkdir(parents=True, exist_ok=True)
            draft = target.with_name(f".{path.name}")
            draft.unlink(missing_ok=True)
            shutil.copyfile(path, draft)
            draft.chmod(0o444)
            draft.replace(target)
        if told is not None and done % PIECE == 0:
            told(done)
