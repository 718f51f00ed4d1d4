"""Notes for one's team beside a request: written once, never changed; their writer may take back.

Taken back, the words are gone and the row says so: what others read of it stays explained.
"""

from datetime import datetime

from foia.flow.desk.held import DeskError
from foia.letters.printable import printable
from foia.models import Note, RecordsRequest, User

LONGEST = 10_000


def write(*, request: RecordsRequest, text: str, by: User, now: datetime) -> Note:
    """Write a note beside a request."""
    told = printable(text).strip()
    if not told:
        raise DeskError("The note is empty; write something, then keep it.")
    if len(told) > LONGEST:
        raise DeskError(
            f"The note has {len(told):,} characters and {LONGEST:,} are room for; shorten it, "
            "or write it as two."
        )
    return Note.objects.create(request=request, text=told, by=by, at=now)


def take_back(*, note: Note, by: User, now: datetime) -> None:
    """Take the words of one's own note away; that it was there stays to be seen."""
    if note.by_id != by.pk:
        raise DeskError("This note is somebody else's; ask them to take it back.")
    Note.objects.filter(pk=note.pk, taken_back_at=None).update(text="", taken_back_at=now)
