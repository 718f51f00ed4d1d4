"""A sample of every letter: an invented person writes to an invented body under a real law."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

import msgspec
from babel.numbers import format_currency, get_territory_currencies

from foia.letters.compose import (
    Addressee,
    Circumstances,
    Letter,
    Requester,
    compose,
    default_ask,
    letter_language,
)
from foia.letters.identity import standings
from foia.letters.ladder import appeal_of, by_letter, is_same_body, name_of, step_for
from foia.letters.letter import Details
from foia.letters.outline import AGAINST, APPEALS
from jurisdictions import Deadline, DomainError, Event, Pack, Timeline, fold, load_pack
from jurisdictions.rules import Appeal

TECHNOLOGY = "cctv"
REPLY_TO = "sample@reply.openshutter.example"
REQUESTER = Requester(
    name="Robin Sample",
    email="robin.sample@openshutter.example",
    postal_address="1 Sample Street\n00000 Sampletown",
)
#: Stated only where a law asks for it; how one is entitled to ask is the first way that it names.
DETAILS = Details(
    telephone="+00 000 0000",
    born_on=date(1990, 1, 31),
    document="SAMPLE 0000000",
    citizenship="Sampleland",
    purpose="Research",
)


def sample_requester(code: str) -> Requester:
    """Return the invented person, who gives what the law of a place asks for."""
    standing = next(iter(standings(code, "en")), "")
    return msgspec.structs.replace(
        REQUESTER, details=msgspec.structs.replace(DETAILS, standing=standing)
    )


#: How long ago each thing is that a later letter speaks of, so that every usual term has passed.
SENT, REMINDED, EXTENDED, DECIDED, ASKED = map(timedelta, (175, 40, 14, 12, 10))
UNTIL = timedelta(days=20)
#: The same of what came before a complaint; the review was decided when else the request was.
FIRST_DECIDED, REVIEW_ASKED = map(timedelta, (100, 90))


class Invented(NamedTuple):
    """A body that does not exist, and what the requester says in their own words."""

    body: str
    explanation: str


# A language that is not here yet borrows the English body.
INVENTED = {
    "cs": Invented("Městský úřad Vzorov", "Žádám o záznamy o kamerách na hlavním náměstí."),
    "da": Invented("Eksempelby Kommune", "Jeg mener kameraerne på hovedtorvet."),
    "de": Invented("Stadt Musterstadt", "Mir geht es um die Kameras am Hauptplatz."),
    "en": Invented("City of Sampletown", "I mean the cameras on the main square."),
    "es": Invented("Ayuntamiento de Villaejemplo", "Me refiero a las cámaras de la plaza mayor."),
    "fi": Invented("Mallilan kaupunki", "Tarkoitan päätorin kameroita."),
    "fr": Invented("Mairie d'Exempleville", "Il s'agit des caméras de la place principale."),
    "it": Invented("Comune di Villaesempio", "Mi riferisco alle telecamere di piazza grande."),
    "nb": Invented("Eksempelby kommune", "Jeg mener kameraene på hovedtorget."),
    "nl": Invented("Gemeente Voorbeeldstad", "Ik bedoel de camera's op het grote plein."),
    "pl": Invented("Urząd Miasta Przykładowa", "Chodzi o kamery na rynku."),
    "pt": Invented("Município de Vila Exemplo", "Refiro-me às câmaras da praça principal."),
    "ro": Invented("Primăria Exempleni", "Mă refer la camerele din piața centrală."),
    "ru": Invented("Администрация города Примерска", "Речь идёт о камерах на главной площади."),
    "sv": Invented("Exempelstads kommun", "Jag menar kamerorna på stortorget."),
    "uk": Invented("Міська рада Прикладова", "Ідеться про камери на головній площі."),
    "el": Invented("Δήμος Παραδείγματος", "Εννοώ τις κάμερες της κεντρικής πλατείας."),
    "hu": Invented("Példaváros Önkormányzata", "A főtéri kamerákra gondolok."),
    "bg": Invented("Община Примерово", "Имам предвид камерите на централния площад."),
}


def sample_letter(
    pack: Pack,
    kind: str,
    on: date,
    language: str | None = None,
    technology: str = TECHNOLOGY,
    step: str = "",
) -> Letter:
    """Compose the sample of that kind under the law of `pack`, dated `on`.

    `step`: the one that an appeal takes, if not the first. Raises ComposeError or NoSuchStep where
    that letter cannot be written: an unknown kind or language, no law on file, no such step, or no
    day on which an answer would have been due.
    """
    written_in = letter_language(pack, language, kind)
    body = sample_body(written_in)
    sent_on = on if kind == "request" else on - SENT
    return compose(
        kind=kind,
        pack=pack,
        technology=technology,
        ask=default_ask(technology, None, written_in),
        requester=sample_requester(pack.code),
        addressee=addressee_of(pack, kind, on, written_in, body, step),
        on=on,
        reply_to=REPLY_TO,
        reference="OS-SAMPLE",
        language=language,
        asked=body,
        expected=sample_expected(pack.code, sent_on, is_acknowledged=kind != "request"),
        known=sample_past(pack, kind, on, written_in, step),
    )


def sample_body(language: str) -> str:
    """Return a body that does not exist, named in that language."""
    return INVENTED.get(language, INVENTED["en"]).body


def sample_past(pack: Pack, kind: str, on: date, language: str, step: str = "") -> Circumstances:
    """Return a past in which every kind of later letter makes sense."""
    if kind == "request":
        return Circumstances()
    taken = appeal_of(pack.statute_on(on), step)
    is_asked, is_second = kind == "clarification", kind == "complaint"
    is_of_silence = kind == "appeal" and _is_of_silence(pack, on, taken)
    return Circumstances(
        sent_on=on - SENT,
        reminded_on=on - REMINDED,
        asked_on=on - ASKED,
        extended_on=on - EXTENDED,
        until=on + UNTIL,
        is_late=True,
        decided_on=None if is_of_silence else on - (FIRST_DECIDED if is_second else DECIDED),
        review_asked_on=on - REVIEW_ASKED if is_second else None,
        review_decided_on=on - DECIDED if is_second else None,
        amount=_amount(pack.country, on, language),
        explanation=INVENTED.get(language, INVENTED["en"]).explanation if is_asked else "",
        grounds=("security",) if kind in AGAINST else (),
        remedy=taken.cite if taken else "",
    )


def _is_of_silence(pack: Pack, on: date, taken: Appeal | None) -> bool:
    """Say whether the step, or else the first, is open against a missing answer alone."""
    steps = (taken,) if taken else by_letter(pack.statute_on(on))[:1]
    return any(step.is_of_silence for step in steps)


def _amount(country: str, on: date, language: str) -> str:
    """Return a fee in the money of that country."""
    currencies = get_territory_currencies(country.upper(), on) or ["EUR"]
    return str(format_currency(100, currencies[-1], locale=language.replace("-", "_")))


def addressee_of(
    pack: Pack, kind: str, on: date, language: str, body: str, step: str = ""
) -> Addressee:
    """Return the body that was asked or, for an appeal that goes elsewhere, the one above it.

    `step` names one of the law's; empty: the first that a letter of that kind takes. Raises
    NoSuchStep where the law has none.
    """
    statute = pack.statute_on(on)
    taken = appeal_of(statute, step) or step_for(kind, pack, statute)
    if taken is None or kind not in APPEALS or is_same_body(taken):
        return Addressee(name=body)
    return Addressee(name=name_of(taken, language))


@lru_cache(maxsize=1024)
def sample_expected(code: str, sent_on: date, *, is_acknowledged: bool = False) -> Deadline | None:
    """Return when an answer to a request received at noon (UTC) of that day is due, if known.

    `is_acknowledged`: where the time for it begins with an acknowledgment, that came at once.
    """
    noon = datetime.combine(sent_on, time(12), tzinfo=UTC)
    events = [Event(kind="received", at=noon, channel="email")]
    try:
        due = _response(fold(load_pack(code), events, as_of=noon))
        if due is None and is_acknowledged:
            events.append(Event(kind="acknowledged", at=noon))
            due = _response(fold(load_pack(code), events, as_of=noon))
    except DomainError:
        return None
    return due


def _response(timeline: Timeline) -> Deadline | None:
    return next((due for due in timeline.deadlines if due.term == "response"), None)
