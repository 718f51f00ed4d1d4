"""What a later letter is composed of: the facts from the docket, and what a person typed."""

from datetime import datetime

from foia.drafts.loaded import letters_of
from foia.drafts.past import past_of
from foia.drafts.plan import Plan, Where, addressee_at, items_of, typed_or_known
from foia.letters.compose import Addressee, AskItem, letter_language
from foia.letters.fitting import fitting
from foia.letters.ladder import appeal_of, is_same_body, name_of
from foia.letters.outline import APPEALS
from foia.letters.past import Given, Past, circumstances, expected_by
from foia.models import Message, RecordsRequest

GONE = (
    "This letter no longer fits where the request stands: something has happened since it was "
    "drafted. Read the request's page, and discard the letter."
)


def plan_of(message: Message, *, now: datetime) -> Plan:
    """Return what a follow-up consists of at this moment; only what was typed is remembered."""
    request = message.the_request
    past = past_of(request, now=now)
    known = circumstances(message.step, past, given_by(message))
    where = _where(message, past)
    key = (message.step, message.remedy)
    fit = next((fit for fit in fitting(past) if (fit.kind, fit.step) == key), None)
    return Plan(
        ask=ask_of(message),
        where=where,
        addressee=_addressee(message, past, where),
        known=known,
        expected=expected_by(message.step, past, known),
        fit=fit,
        problems=() if fit else (GONE,),
    )


def given_by(message: Message) -> Given:
    """Return what the requester typed or ticked for this letter."""
    return Given(
        amount=message.amount,
        explanation=message.own_words,
        grounds=None if message.grounds is None else tuple(message.grounds),
        step=message.remedy,
    )


def ask_of(message: Message) -> tuple[AskItem, ...]:
    """Return the records this letter lists: its own choice, else what the request asks for now."""
    return items_of(message.the_request.ask if message.ask is None else message.ask)


def standing_ask(request: RecordsRequest) -> list[dict[str, str]]:
    """Return what the request asks for now: what its last narrowing left, else all of it."""
    narrowed = [m.ask for m in letters_of(request) if m.step == "narrowing" and m.at and m.ask]
    return list(narrowed[-1] if narrowed else request.ask)


def _where(message: Message, past: Past) -> Where:
    """Where it goes: the address a person typed, else the body's own; an appeal body has none."""
    if not message.recipient and _is_elsewhere(message, past):
        return Where("", "")
    return typed_or_known(message)


def _is_elsewhere(message: Message, past: Past) -> bool:
    appeal = appeal_of(past.statute, message.remedy) if message.step in APPEALS else None
    return appeal is not None and not is_same_body(appeal)


def _addressee(message: Message, past: Past, where: Where) -> Addressee:
    """The appeal body by its name in the letter's language, or the body that was asked."""
    request = message.the_request
    appeal = appeal_of(past.statute, message.remedy)
    if message.addressee or (appeal and _is_elsewhere(message, past)):
        language = letter_language(past.pack, request.language, message.step)
        name = name_of(appeal, language) if appeal else ""
        return addressee_at(where, message.addressee or name)
    return addressee_at(where, request.agency.name, request.agency.records_office)
