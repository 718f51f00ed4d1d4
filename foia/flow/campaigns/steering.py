"""While a wave runs: pause, go on, stop, another pace. Each is one statement that only one wins."""

from datetime import datetime

from django.db import transaction

from foia.flow.campaigns.held import CampaignError, must_be_able, note_act
from foia.models import Delivery, User, Wave

State = Wave.State


def pause(*, wave: Wave, by: User, now: datetime) -> None:
    """Let nothing leave until somebody resumes; a letter that is just being handed over leaves."""
    _turn(wave, (State.RELEASING, State.SENDING), State.PAUSED, "paused", by=by, now=now)


def resume(*, wave: Wave, by: User, now: datetime) -> None:
    """Go on where it was paused; letters whose day has passed meanwhile have to be renewed."""
    _turn(wave, (State.PAUSED,), State.RELEASING, "resumed", by=by, now=now)


def stop(*, wave: Wave, by: User, now: datetime) -> None:
    """End a wave for good: what has not left does not leave, unless it is renewed.

    It holds from the moment the state is on file; then its letters are taken out of the line.
    """
    running = [State.PLANNED, State.PREPARING, State.READY, State.RELEASING, State.SENDING]
    if wave.deliveries.filter(state__in=Delivery.MOVING).exists():
        running.append(State.DONE)  # something of it is tried again
    _turn(wave, (*running, State.PAUSED), State.STOPPED, "stopped", by=by, now=now)
    withdraw(wave, "The wave was stopped before this letter left.", by=by, now=now)


def withdraw(
    wave: Wave, why: str, *, by: User, now: datetime, closed_by: datetime | None = None
) -> int:
    """Take letters out of the line that nobody has begun to hand over; return how many.

    `closed_by`: only those whose day had ended at that moment.
    """
    unbegun = Delivery.objects.unbegun().filter(wave=wave)
    if closed_by is not None:
        unbegun = unbegun.filter(not_after_at__lte=closed_by)
    return unbegun.update(
        state=Delivery.State.SETTLED,
        settled_by=by,
        finished_at=now,
        answer=why,
        taken_until_at=None,
    )


def change_pace(
    *,
    wave: Wave,
    by: User,
    now: datetime,
    per_minute: int | None = None,
    per_domain_hour: int | None = None,
) -> None:
    """Change the pace of a wave; it counts from the next letter on, days that were given stay."""
    wanted = {"per_minute": per_minute, "per_domain_hour": per_domain_hour}
    given = {name: pace for name, pace in wanted.items() if pace is not None}
    if any(pace < 1 for pace in given.values()):
        raise CampaignError("A pace is at least one letter; pause the wave to send none.")
    with transaction.atomic():
        must_be_able(by, wave.campaign)
        running = Wave.objects.filter(pk=wave.pk).exclude(state__in=[State.STOPPED, State.DONE])
        if given and not running.update(**given):
            raise CampaignError("This wave has ended; its pace can no longer be changed.")
        words = ", ".join(f"{name.replace('_', ' ')}: {pace}" for name, pace in given.items())
        note_act(wave, "pace", by=by, now=now, words=words)


def _turn(
    wave: Wave, before: tuple[str, ...], after: str, act: str, *, by: User, now: datetime
) -> None:
    """Change the state in one statement, or say in a sentence why it cannot be."""
    with transaction.atomic():
        must_be_able(by, wave.campaign)
        if not Wave.objects.filter(pk=wave.pk, state__in=before).update(state=after):
            state = State(Wave.objects.values_list("state", flat=True).get(pk=wave.pk))
            raise CampaignError(
                f"This wave cannot be {act} now: {state.label.lower()}; look at its page again."
            )
        note_act(wave, act, by=by, now=now)
