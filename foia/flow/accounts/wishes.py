"""How a person wants to be told, and what they have read."""

from collections.abc import Sequence
from datetime import datetime

from foia.models import Reminder, User

WISHES = (
    *("full_name", "language", "time_zone", "notices", "notices_hour"),
    *("quiet_from", "quiet_until", "muted"),
)


def choose(*, person: User, **wishes: object) -> None:
    """Keep how a person wants to be told; the names are those of `WISHES`."""
    for name, value in wishes.items():
        setattr(person, name, value)
    person.save(update_fields=[name for name in WISHES if name in wishes])


def end_notices(*, person: User) -> None:
    """Send a person no more notices; their list on the screen goes on."""
    choose(person=person, notices=User.Notices.NEVER)


def mark_read(*, person: User, now: datetime, pks: Sequence[int] | None = None) -> int:
    """Mark what stands in a person's list as read, or only these; return how many were unread."""
    shown = Reminder.objects.of(person.pk).shown(now).filter(read_at=None)
    if pks is not None:
        shown = shown.filter(pk__in=pks)
    return shown.update(read_at=now)
