"""The room at work: waves that are being written or put in line go on, a chunk at a time."""

from datetime import datetime

from foia import rows
from foia.flow.campaigns.addressing import Work
from foia.flow.campaigns.preparing import prepare_next
from foia.flow.campaigns.releasing import release_next
from foia.models import Wave


def run(*, now: datetime, limit: int = 4000) -> int:
    """Write or put in line about so many letters, shared fairly between the waves at work.

    Return how many bodies were looked at.
    """
    done = 0
    working = Wave.objects.filter(state__in=Wave.WORKING)
    waves = list(working.order_by("pk").values_list("pk", flat=True))
    for pk in waves:
        with rows.alone(f"Wave {pk}"):
            done += _work(pk, now=now, limit=limit // len(waves))
    return done


def _work(pk: int, *, now: datetime, limit: int) -> int:
    """Go on with one wave until it is done, or the limit is reached, or another worker has it."""
    working = Wave.objects.filter(state__in=Wave.WORKING).select_related("campaign")
    work: Work | None = None
    looked_at: list[int] = []

    def step(wave: Wave) -> None:
        nonlocal work
        if wave.state == Wave.State.RELEASING:
            looked_at.append(release_next(wave, now=now))
            return
        if work is None or work.wave.cursor != wave.cursor:
            work = Work.on(wave)
        work.wave = wave
        looked_at.append(prepare_next(wave, work, now=now))

    while rows.one(working, pk, step, skip_locked=True):
        if not looked_at[-1] or sum(looked_at) >= limit:
            break
    return sum(looked_at)
