"""What a message is in the docket: its event, with the step of appeal it is about."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from foia import docket, drafts
from foia.letters.ladder import appeal_of, is_same_body, name_of
from foia.letters.past import WON
from foia.mail.kinds import MessageKind
from foia.mail.senders import is_from
from foia.models import DocketEntry, RecordsRequest
from jurisdictions import Statute, load_pack
from jurisdictions.events import REFUSALS

# What each kind of message is in the docket. Kinds that are not here move no clock:
# an auto-reply, a portal's notice, a bounce.
EVENTS: dict[str, str] = {
    MessageKind.ACKNOWLEDGMENT: "acknowledged",
    MessageKind.EXTENSION: "extended",
    MessageKind.CLARIFICATION_NEEDED: "clarification_requested",
    MessageKind.IDENTITY_OR_RESIDENCY: "clarification_requested",
    MessageKind.FEE_ESTIMATE: "fee_demanded",
    MessageKind.TRANSFERRED: "transferred",
    MessageKind.RECORDS_FULL: "released",
    MessageKind.RECORDS_PARTIAL: "partially_released",
    MessageKind.ALREADY_PUBLIC: "released",
    MessageKind.REFUSED_EXEMPTION: "denied",
    MessageKind.REFUSED_BURDEN: "denied",
    MessageKind.NEITHER_CONFIRM_NOR_DENY: "denied",
    MessageKind.NO_RECORDS: "no_records",
    MessageKind.APPEAL_ACK: "appeal_acknowledged",
    MessageKind.APPEAL_WON: "appeal_decided",
    MessageKind.APPEAL_LOST: "appeal_decided",
    MessageKind.REGULATOR_OPINION: "appeal_opinion",
}
# Only an answer, or a first part of one, teaches anything about the records themselves.
_ANSWERS = frozenset({"released", "partially_released", "denied", "no_records"})
TEACHING = frozenset(
    {*(kind for kind, event in EVENTS.items() if event in _ANSWERS), MessageKind.INTERIM}
)
ON_APPEAL = frozenset({"appeal_acknowledged", "appeal_decided", "appeal_opinion"})
LOST = "lost"
OUTCOMES = {MessageKind.APPEAL_WON: WON, MessageKind.APPEAL_LOST: LOST}


class Known(NamedTuple):
    """What is in hand of a request: what was recorded, and addresses known by everybody."""

    history: Sequence[DocketEntry]
    addresses: Sequence[str]


class DocketEvent(NamedTuple):
    """The kind of an event and what the law needs to know of it."""

    kind: str
    details: dict[str, Any]


def event_of(
    request: RecordsRequest,
    kind: str,
    found: Mapping[str, Any],
    on: date,
    history: Sequence[DocketEntry] | None = None,
) -> DocketEvent | None:
    """Return the event that a message of `kind` stands for, None if it moves no clock.

    `found` is what the reader found in it, `on` its day; `history` what was recorded, if in hand.
    """
    event = EVENTS.get(kind)
    if event is None:
        return None
    statute = load_pack(request.jurisdiction_code).statute_on(on)
    if event in ON_APPEAL:
        return _on_appeal(kind, statute, pending_step(request, history))
    return DocketEvent(event, _longer(found, statute) if event == "extended" else {})


def doubts_of(
    request: RecordsRequest, kind: str, sender: str | None, known: Known | None = None
) -> list[str]:
    """Return why a person must look first at a mail that would move a clock.

    Its sender may be a stranger: who knows a reply address may write to it, and a letter is seen
    by many eyes; None if a person brought it by hand. And while an appeal is pending a refusal
    may be the decision on it.
    """
    event = EVENTS.get(kind)
    doubts: list[str] = []
    if event is None:
        return doubts
    if sender is not None and not _is_known(request, sender, known):
        doubts.append(f"{sender or 'The sender'} is no known address of {request.agency.name}.")
    step = pending_step(request, known.history if known else None)
    if event in ON_APPEAL and step is None:
        doubts.append("It speaks of an appeal, and none is pending here.")
    if event in REFUSALS and step is not None:
        doubts.append(
            f"An appeal is pending{_with(request, step)}; this may be the decision on it."
        )
    return doubts


def _is_known(request: RecordsRequest, sender: str, known: Known | None) -> bool:
    """Say whether a sender is known; those whom its team alone knows are asked for last."""
    is_open = known is not None and is_from(sender, known.addresses)
    return is_open or is_from(sender, drafts.known_addresses(request))


def pending_step(
    request: RecordsRequest, history: Sequence[DocketEntry] | None = None
) -> str | None:
    """Return the step of the appeal that waits for a decision ("" unnamed), None if none does."""
    entries = docket.standing(request) if history is None else docket.standing_of(history)
    events = [docket.event_of(entry) for entry in entries]
    relevant = [e for e in events if e["kind"] in ("appealed", "appeal_decided")]
    if not relevant or relevant[-1]["kind"] == "appeal_decided":
        return None
    return str(relevant[-1].get("step") or "")


def _on_appeal(kind: str, statute: Statute, step: str | None) -> DocketEvent:
    """An event of the appeal that is pending. Where the law knows no opinion, it is a decision."""
    details = {"step": step} if step else {}
    if kind == MessageKind.REGULATOR_OPINION and not _knows_opinions(statute):
        return DocketEvent("appeal_decided", details)
    if kind in OUTCOMES:
        details["note"] = OUTCOMES[MessageKind(kind)]
    return DocketEvent(EVENTS[kind], details)


def _knows_opinions(statute: Statute) -> bool:
    return any(
        term.term == "appeal_opinion" or "appeal_opinion" in term.start for term in statute.terms
    )


def _with(request: RecordsRequest, step: str) -> str:
    """Say at whom the appeal is pending, if it is not the body itself."""
    pack = load_pack(request.jurisdiction_code)
    appeal = appeal_of(pack.statutes[-1], step) if pack.statutes else None
    return f" ({name_of(appeal, 'en')})" if appeal and not is_same_body(appeal) else ""


def _longer(found: Mapping[str, Any], statute: Statute) -> dict[str, Any]:
    """Return until when, or for how many days, a body extends its time."""
    if found.get("until"):
        return {"until": found["until"]}
    units = {"days", None, *(rule.unit for rule in statute.extensions)}
    if found.get("days") and found.get("unit") in units:
        return {"days": found["days"]}
    return {}
