"""A person's address and details, kept only because they asked for it, to fill forms with."""

from collections.abc import Mapping
from datetime import datetime

from foia.letters.printable import one_line, printable
from foia.models import KeptDetails, User


def keep_details(*, person: User, address: str, details: Mapping[str, str], now: datetime) -> None:
    """Keep these in the place of what was kept; with nothing in them, nothing is kept."""
    said = {name: one_line(words) for name, words in details.items() if words}
    if not (address.strip() or said):
        forget_details(person=person)
        return
    told = {"address": printable(address), "details": said, "kept_at": now}
    KeptDetails.objects.update_or_create(user=person, defaults=told)


def forget_details(*, person: User) -> None:
    """Keep nothing of these any more; letters that were signed keep what they say."""
    KeptDetails.objects.filter(user=person).delete()
