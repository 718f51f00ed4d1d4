"""The letters that the tests of this folder write: one requester and one body per jurisdiction."""

from datetime import UTC, date, datetime

from foia.letters.compose import (
    Addressee,
    AskItem,
    Circumstances,
    Letter,
    Requester,
    compose,
    default_ask,
)
from jurisdictions import Deadline, Event, fold, load_pack
from jurisdictions.law import NoStatuteInForce

ON = date(2026, 11, 23)
SENT_AT = datetime(2026, 11, 23, 18, tzinfo=UTC)
LONG_AGO = date(2026, 6, 1)
LONG_AGO_AT = datetime(2026, 6, 1, 18, tzinfo=UTC)
REPLY_TO = "r-k7q2@reply.openshutter.example"

PLACES = {
    "us-il": ("Chicago Police Department", "frt_search"),
    "us": ("Federal Bureau of Investigation", "frt_search"),
    "mx": ("Guardia Nacional", "frt_live"),
    "mx-cmx": ("Secretaría de Seguridad Ciudadana", "rtcc"),
    "fr": ("Mairie de Marseille", "analytics"),
    "ru": ("Департамент информационных технологий города Москвы", "cctv"),
}
ELSEWHERE = ("Metropolitan Police Department", "alpr")  # a body for packs without a place above
REQUESTER = Requester(
    name="Zoë Núñez",
    email="zoe@example.org",
    postal_address="1 Main Street\n60601 Springfield",
)


def expected(code: str, sent_at: datetime) -> Deadline | None:
    """Return when an answer to a request sent by e-mail is due, if the law says."""
    timeline = fold(
        load_pack(code), [Event(kind="received", at=sent_at, channel="email")], as_of=sent_at
    )
    return next((due for due in timeline.deadlines if due.term == "response"), None)


def was_expected(code: str) -> bool:
    """Say whether the answer to a request sent long ago had a date under a law in force then."""
    try:
        return expected(code, LONG_AGO_AT) is not None
    except NoStatuteInForce:
        return False


def request(
    code: str = "us-il",
    *,
    language: str | None = None,
    ask: tuple[AskItem, ...] | None = None,
    requester: Requester = REQUESTER,
    agency: str = "",
    **options: str,
) -> Letter:
    """Write the sample request to the body of this jurisdiction."""
    pack = load_pack(code)
    name, technology = PLACES.get(code, ELSEWHERE)
    return compose(
        pack=pack,
        technology=technology,
        ask=default_ask(technology, None, language or pack.languages[0]) if ask is None else ask,
        requester=requester,
        addressee=Addressee(name=agency or name, address_lines=("2 Side Street", "60602 Town")),
        on=ON,
        reply_to=REPLY_TO,
        reference="OS-17",
        language=language,
        expected=expected(code, SENT_AT),
        **options,
    )


def reminder(code: str, *, language: str | None = None) -> Letter:
    """Write the sample reminder about a request that went out long ago."""
    pack = load_pack(code)
    name, technology = PLACES.get(code, ELSEWHERE)
    return compose(
        kind="overdue",
        pack=pack,
        technology=technology,
        ask=default_ask(technology, None, language or pack.languages[0]),
        requester=REQUESTER,
        addressee=Addressee(name=name),
        on=ON,
        reply_to=REPLY_TO,
        reference="OS-17",
        language=language,
        expected=expected(code, LONG_AGO_AT),
        known=Circumstances(sent_on=LONG_AGO),
    )
