"""What was done to publications, and by whom."""

from collections.abc import Iterable
from datetime import datetime

from foia.models import PublicationAct, User


def note_acts(
    publications: Iterable[int], act: str, *, by: User | None, now: datetime, words: str = ""
) -> None:
    """Note one act on each of these publications, given by their keys."""
    PublicationAct.objects.bulk_create(
        [
            PublicationAct(publication_id=pk, act=act, words=words, by=by, at=now)
            for pk in publications
        ]
    )
