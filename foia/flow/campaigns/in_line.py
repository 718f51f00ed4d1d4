"""Approved letters by e-mail are put in line: each for its own day, many in one statement."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import F, Q

from foia.flow.campaigns.office import Place, window
from foia.flow.campaigns.schedule import domain_of
from foia.models import Channel, Contact, Delivery, Wave
from foia.models.many import insert_like

#: Key, channel, recipient, body, day, attempts so far, law, the body's own calendar.
Line = tuple[int, str, str, int, date, int | None, str, str]
BROKEN = "This address no longer works; mend it, and renew the letter."
_WAITS = (Delivery.State.WAITING, "", None)


def put_in_line(wave: Wave, letters: Sequence[Line], now: datetime) -> None:
    """Write an attempt for each; one whose address went bad since it was written is refused."""
    broken = _broken(wave.campaign.team_id, {letter[3] for letter in letters})
    refused = (Delivery.State.REFUSED, BROKEN, now)
    names = ("message_id", "attempt", "domain", "not_before_at", "not_after_at")
    insert_like(
        Delivery(wave=wave, desk=wave.campaign_id, is_sandbox=wave.campaign.is_sandbox),
        (*names, "state", "answer", "finished_at"),
        (
            (
                *(pk, (attempts or 0) + 1, domain_of(recipient)),
                *_window(wave, code, calendar, on),
                *(refused if (body, recipient) in broken else _WAITS),
            )
            for pk, _, recipient, body, on, attempts, code, calendar in letters
        ),
    )


def _broken(team_id: int, bodies: set[int]) -> set[tuple[int, str]]:
    """Addresses that do not work for a team, each with its body; its own word is the last."""
    rows = Contact.objects.filter(
        Q(team=None) | Q(team=team_id), agency__in=bodies, channel=Channel.EMAIL
    ).order_by(F("team").asc(nulls_first=True))
    works = {
        (body, address): is_working
        for body, address, is_working in rows.values_list("agency", "address", "is_working")
    }
    return {where for where, is_working in works.items() if not is_working}


def _window(wave: Wave, code: str, calendar: str, on: date) -> tuple[datetime, datetime]:
    opens_at, closes_at = window(
        Place(code, calendar), on, keeps_office_hours=wave.keeps_office_hours
    )
    return max(opens_at, wave.starts_at or opens_at), closes_at
