"""Where a letter of a wave goes and on which day, or why its body gets none."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from foia.drafts.many import Asked, Body, Where, Writer
from foia.drafts.plan import FIRST
from foia.flow.campaigns.bodies import Contact
from foia.flow.campaigns.office import Place
from foia.flow.campaigns.schedule import Schedule, domain_of
from foia.models import Channel, Wave
from jurisdictions import DomainError, load_pack


class HeldBack(DomainError):
    """A body that gets no letter."""


@dataclass
class Work:
    """One wave being prepared: what all its letters share, and the days given out so far."""

    wave: Wave
    writer: Writer
    schedule: Schedule

    @classmethod
    def on(cls, wave: Wave) -> "Work":
        start_at = max(wave.starts_at or wave.created_at, wave.created_at)
        files = list(wave.campaign.files.order_by("position")) if wave.step == FIRST else []
        return cls(
            wave=wave,
            writer=Writer(wave.campaign, enclosed=files),
            schedule=Schedule.resumed(wave, start_at=start_at),
        )


def addressed(
    body: Body, contact: Contact | None, fields: Mapping[str, str], work: Work
) -> tuple[Asked, date]:
    """Return a body as its letter sees it, and the day it is dated; HeldBack if it gets none."""
    pack = load_pack(body.code)
    if pack.risk == "high":
        raise HeldBack(
            f"Nothing is sent from here to bodies of {pack.name['en']}: asking there can be"
            " dangerous."
        )
    if body.merged_into:
        raise HeldBack(f"This body was merged into «{body.merged_into}»; that one is asked.")
    if contact is None:
        raise HeldBack("No working address is known for this body; add one, then prepare again.")
    place = Place(pack.code, body.calendar)
    if contact.channel == Channel.EMAIL:
        on = work.schedule.by_mail(place, domain_of(contact.address))
    else:
        on = work.schedule.by_hand(place)
    where = Where(contact.address, contact.channel)
    return Asked(body=body, where=where, fields=fields, at=work.schedule.at(place, on)), on
