"""The plan of a system: whom to ask for which records, each with its law and its letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from foia.drafts.plan import Where, addressee_at
from foia.letters.catalogue import UnknownEntry, catalogue
from foia.letters.compose import AskItem, Letter, compose, default_ask, letter_language
from foia.letters.sample import REPLY_TO, sample_expected, sample_requester
from foia.letters.text import to_text
from foia.models import Contact, SystemBody
from jurisdictions import DomainError, Pack, load_pack

#: Who is worth asking first: the body that uses a system knows its rules.
ROLES_IN_ORDER = ("operator", "buyer", "authorizer", "funder", "watchdog")


@dataclass(frozen=True)
class Asked:
    """One body of a plan: what it would be asked, and the letter as an invented person's.

    `letter` is None where none can be written; `trouble` then says why in one sentence.
    `contact` is None where no address of the body is on file.
    """

    part: SystemBody
    pack: Pack
    language: str
    contact: Contact | None
    items: tuple[AskItem, ...]
    letter: Letter | None
    trouble: str = ""

    @property
    def is_risky(self) -> bool:
        """Say whether asking there can be dangerous, so that nothing is sent from here."""
        return self.pack.risk == "high"


def plainly(asked: Asked) -> dict[str, Any]:
    """Return one body of a plan as plain values, its letter as text."""
    part, contact = asked.part, asked.contact
    return {
        "body": part.agency.name,
        "role": part.role,
        "law": asked.pack.code,
        "risk": asked.pack.risk,
        "language": asked.language,
        "channel": contact.channel if contact else "",
        "address": contact.address if contact else "",
        "records": [item.category for item in asked.items],
        "trouble": asked.trouble,
        "letter": to_text(asked.letter) if asked.letter else "",
    }


def plan_of(
    parts: Sequence[SystemBody], *, technology: str, team_id: int | None, now: datetime
) -> list[Asked]:
    """Return whom to ask for what, the best addressee first; a body of two parts is asked once.

    `parts` come with their bodies and these with their contacts. Nothing is stored.
    """
    ordered = sorted(parts, key=lambda part: (ROLES_IN_ORDER.index(part.role), part.pk))
    first = {part.agency_id: part for part in reversed(ordered)}
    chosen = [part for part in ordered if first[part.agency_id] is part]
    return [_asked(part, technology, team_id, now) for part in chosen]


def _asked(part: SystemBody, technology: str, team_id: int | None, now: datetime) -> Asked:
    """Compose what one body would be sent at this moment."""
    pack = load_pack(part.agency.jurisdiction_code)
    language = letter_language(pack, None)
    contact = part.agency.contact(team_id)
    items = default_ask(technology, _records(part, technology), language)
    letter, trouble = None, ""
    try:
        letter = _letter(part, pack, technology, items, contact, now)
    except DomainError as error:
        trouble = str(error)
    return Asked(part, pack, language, contact, items, letter, trouble)


def _letter(
    part: SystemBody,
    pack: Pack,
    technology: str,
    items: tuple[AskItem, ...],
    contact: Contact | None,
    now: datetime,
) -> Letter:
    agency = part.agency
    where = Where(contact.address, contact.channel) if contact else Where("", "")
    today = now.astimezone(ZoneInfo(pack.time_zone)).date()
    return compose(
        pack=pack,
        technology=technology,
        ask=items,
        requester=sample_requester(pack.code),
        addressee=addressee_at(where, agency.name, agency.records_office),
        on=now,
        reply_to=REPLY_TO,
        reference="OS-SAMPLE",
        expected=sample_expected(pack.code, today),
    )


def _records(part: SystemBody, technology: str) -> tuple[str, ...]:
    """Return the records of a part that the catalogue knows, else the technology's usual ones."""
    known = tuple(record for record in part.records if _is_known(record))
    return known or catalogue().default_records(technology)


def _is_known(record: str) -> bool:
    try:
        return bool(catalogue().category(record))
    except UnknownEntry:
        return False
