"""Where one request stands towards a series: refused, not yet, or no matter for it any more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from foia import docket, drafts
from foia.letters.letter import Addressee
from foia.letters.serie import Demand
from foia.models import Agency, Channel, DocketEntry, RecordsRequest
from jurisdictions import Deadline, load_pack
from jurisdictions.events import REFUSALS
from jurisdictions.stage import STAGES

CODE = "fr"
STEP = "cada"
#: Stages in which nothing of the request is left to be referred.
SETTLED = ("not_sent", "answered", "withdrawn", "closed", "in_court", "appeal_decided")


@dataclass(frozen=True)
class Standing:
    """One request: its place in a series, or the reason `why` it has none.

    `is_settled`: nothing is left to refer; `is_waiting`: it is not refused yet. `doubt`: what the
    person should know of it all the same.
    """

    request: RecordsRequest
    demand: Demand | None = None
    why: str = ""
    is_settled: bool = False
    is_waiting: bool = False
    doubt: str = ""


def standing(request: RecordsRequest, now: datetime) -> Standing:
    """Read from the docket where a request stands at this moment.

    What is loaded with the request (docket, its body's addresses and closed days) is not loaded
    again, so that a series of thousands costs few statements.
    """
    recorded = sorted(request.docket.all(), key=lambda entry: entry.seq)
    timeline = docket.fold_entries(request, recorded, now)
    entries = docket.standing_of(recorded)
    lodged = referral_of(entries)
    if lodged:
        why = f"was referred to the CADA on {day_of(lodged.at)} already"
        return Standing(request, why=why, is_settled=True)
    if timeline.stage in SETTLED:
        return Standing(request, why=f"is settled: {STAGES[timeline.stage]}", is_settled=True)
    answer = next((due for due in timeline.deadlines if due.term == "response"), None)
    if answer is None:
        why = "has no known day of receipt; record it, so that its time to answer can be counted"
        return Standing(request, why=why)
    windows = [due for due in timeline.deadlines if (due.term, due.step) == ("appeal", STEP)]
    window = windows[-1] if windows else None
    reach = _reach(request.agency)
    if not reach:
        return Standing(request, why="has neither an e-mail nor a postal address of its body")
    demand = _demand(request, entries, answer, window, reach)
    if window is None:
        why = f"is not refused yet; its silence becomes a refusal when {answer.due_on} has passed"
        return Standing(request, demand, why=why, is_waiting=True)
    return _in_window(request, demand, window, day_of(now))


def _in_window(request: RecordsRequest, demand: Demand, window: Deadline, today: date) -> Standing:
    """A limit that nobody told the requester of does not bind (CRPA, art. R343-1, L112-6)."""
    if window.due_on >= today:
        return Standing(request, demand)
    if window.hard:
        why = f"is out of the window: its last day was {window.due_on} ({window.cite})"
        return Standing(request, why=why)
    doubt = f"{request.reference}: two months ended on {window.due_on}. {window.why_soft}."
    return Standing(request, demand, doubt=doubt)


def _demand(
    request: RecordsRequest,
    entries: Sequence[DocketEntry],
    answer: Deadline,
    window: Deadline | None,
    reach: str,
) -> Demand:
    """Put a request into the values of the series."""
    express = {_notified_on(entry) for entry in entries if entry.kind in REFUSALS}
    sent = next((day_of(entry.at) for entry in entries if entry.kind == "sent"), answer.starts_on)
    return Demand(
        reference=request.reference,
        addressee=_addressee(request.agency),
        reach=reach,
        asked_on=sent,
        received_on=answer.starts_on,
        is_presumed=answer.is_presumed,
        refused_on=window.starts_on if window else None,
        is_silent=window is not None and window.starts_on not in express,
        reply_to=drafts.reply_to(request),
    )


def referral_of(entries: Sequence[DocketEntry]) -> DocketEntry | None:
    """Return the entry that says that the refusal was referred to the CADA, if any."""
    lodged = (entry for entry in entries if entry.kind == "appealed")
    return next((entry for entry in lodged if entry.details.get("step") in (None, STEP)), None)


def day_of(moment: datetime) -> date:
    """Return the day it is in France at this moment."""
    return moment.astimezone(ZoneInfo(load_pack(CODE).time_zone)).date()


def _notified_on(entry: DocketEntry) -> date:
    told = entry.details.get("notified_at")
    return day_of(datetime.fromisoformat(told) if told else entry.at)


def _reach(agency: Agency) -> str:
    """Return the e-mail address of a body, failing that its postal one (R343-3-1, al. 3)."""
    return _address(agency, Channel.EMAIL) or _address(agency, Channel.POST)


def _address(agency: Agency, channel: str) -> str:
    found = [c for c in agency.contacts.all() if c.channel == channel and c.is_working]
    best = min(found, key=lambda contact: (contact.rank, contact.pk), default=None)
    return best.address if best else ""


def _addressee(agency: Agency) -> Addressee:
    post = _address(agency, Channel.POST)
    return Addressee(
        name=agency.name,
        department=agency.records_office,
        address_lines=tuple(part.strip() for part in post.split(",") if part.strip()),
        email=_address(agency, Channel.EMAIL),
    )
