"""Reading: a filed message is read; what is sure is recorded, the rest becomes a question."""

from collections.abc import Mapping, Sequence, Set
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Min, QuerySet

from foia import docket, drafts, learnt, rows
from foia.flow.read import documents, returned
from foia.flow.read.columns import asked, evidence, found_in
from foia.flow.read.deciding import enter_all, enter_or_ask, teach
from foia.flow.read.events import EVENTS, Known, doubts_of
from foia.gateways import blobs
from foia.mail.brought import brought
from foia.mail.classify import MessageKind, classify
from foia.mail.classify import Reading as Read
from foia.mail.kinds import MACHINE_WRITTEN, Page
from foia.mail.parse import parse
from foia.mail.parsed import ParsedMail
from foia.models import AgencyReference, Arrival, Message, Reading, RecordsRequest
from foia.models.message import MessageQuerySet
from jurisdictions import DomainError, load_pack

CHUNK = 100
BROUGHT = (Arrival.Form.DOCUMENT, Arrival.Form.PASTED, Arrival.Form.PHONE)
CALL = "This is a note of a call, nothing in writing; say what it changes."
OTHERWISE = "The attached letter says something else than the mail itself; a person must look."


def run(*, now: datetime, limit: int = 200) -> int:
    """Read what waits, and again what waited for the text of its documents; return how many."""
    step, broken = partial(read_all, now=now), partial(_ask, now=now)
    done, seen = 0, set[int]()
    while firsts := list(_first_of_each_request(seen)[: min(CHUNK, limit - len(seen))]):
        done += rows.chunk_of(waiting(), firsts, step, broken=broken)
        seen.update(firsts)
    again = documents.to_read_again()
    return done + rows.each(again, partial(read_again, now=now), limit=limit, broken=_give_up)


def waiting() -> MessageQuerySet:
    """Return the messages nobody has read yet, oldest first."""
    return Message.objects.to_read().order_by("pk")


def _first_of_each_request(seen: Set[int]) -> QuerySet[Message, int]:
    """One message of each request: what it decides counts already when the next is read."""
    of_requests = Message.objects.to_read().exclude(pk__in=seen).order_by().values("request_id")
    return of_requests.annotate(first=Min("pk")).order_by("first").values_list("first", flat=True)


def read(message: Message, *, now: datetime) -> Reading:
    """Read one message; as `read_all`."""
    return read_all([message], now=now)[0]


def read_all(
    messages: Sequence[Message],
    *,
    now: datetime,
    mails: Mapping[int, ParsedMail] | None = None,
    addresses: Mapping[int, Sequence[str]] | None = None,
) -> list[Reading]:
    """Read messages, one of each request: what is sure is recorded, the rest becomes a question.

    Runs in the caller's transaction, in few statements however many there are. Who knows already
    hands in the `mails` by message and the known `addresses` by request.
    """
    held = docket.hold_all(message.request_id or 0 for message in messages)
    if addresses is None:
        addresses = drafts.open_addresses(held.requests)
    found: list[Reading] = []
    for message in messages:
        pk = message.request_id or 0
        message.request = held.requests[pk]
        known = Known(held.history[pk], addresses.get(pk, ()))
        found.append(_read(message, (mails or {}).get(message.pk) or _mail_of(message), known, now))
    readings = Reading.objects.bulk_create(found)
    Message.objects.are_read(messages)
    AgencyReference.objects.learn_all(
        (reading.message.the_request, reading.found["agency_reference"], reading.message)
        for reading in readings
    )
    sure = [reading for reading in readings if reading.state == Reading.State.SURE]
    recorded = enter_all(sure, held, now=now)
    _tell(set(held.requests) - recorded, now)
    return readings


def _tell(requests: Set[int], now: datetime) -> None:
    """Let somebody hear of a reply that nobody reads; of what moved a clock the docket tells."""
    if requests:
        RecordsRequest.objects.filter(pk__in=requests).look_again(now)


def _read(message: Message, mail: ParsedMail, known: Known, now: datetime) -> Reading:
    """What a message seems to say, unsaved."""
    has_files = any(not part.is_inline for part in mail.attachments) or message.form in BROUGHT
    said = _classified(message, mail, documents.pages_of(message) if has_files else [])
    doubts = [
        *_doubts(message, mail, said, known),
        *returned.keep_reports(message, mail, kind=said.kind, now=now),
    ]
    reading = Reading.of(message, waits_for_text=has_files and documents.is_open(message))
    _take(reading, said, doubts, now)
    return reading


def read_again(reading: Reading, *, now: datetime) -> None:
    """Read a message with the text of its documents. What a person decided is left as it is.

    Where the documents say another thing than was surely read of the mail alone, what followed is
    taken back and becomes a question.
    """
    reading.waits_for_text = False
    message = reading.message
    pages = documents.pages_of(message)
    is_sure = reading.state == Reading.State.SURE
    is_open = is_sure or reading.state == Reading.State.ASKED
    if not pages or not is_open or (is_sure and reading.kind in MACHINE_WRITTEN):
        reading.save(update_fields=["waits_for_text"])
        return
    mail = _mail_of(message)
    said = _classified(message, mail, pages)
    if is_sure and reading.kind in EVENTS:
        _look_again(reading, said, now)
        return
    _take(reading, said, _doubts(message, mail, said), now)
    reading.save()
    _follow(reading, said, now)


def _look_again(reading: Reading, said: Read, now: datetime) -> None:
    """What documents add to a sure reading: the places of what it says, or a contradiction."""
    if said.kind == reading.kind or EVENTS.get(said.kind) is None:
        reading.save(update_fields=["waits_for_text"])
        if said.kind == reading.kind and said.is_sure:
            _add(reading, said, now)
        return
    try:
        with transaction.atomic():
            learnt.take_back(message=reading.message, by=None, now=now)
            reading.refresh_from_db()
            _take(reading, said, [OTHERWISE], now)
            reading.waits_for_text = False
            reading.save()
    except DomainError as error:
        reading.troubles = [*reading.troubles, OTHERWISE, str(error)]
        reading.save(update_fields=["waits_for_text", "troubles"])


def _add(reading: Reading, said: Read, now: datetime) -> None:
    """Take the places that documents give, and teach what the mail alone did not."""
    reading.evidence, reading.found = evidence(said), found_in(said)
    reading.save(update_fields=["evidence", "found"])
    teach(reading, kind=reading.kind, by=None, now=now, states={}, only_new=True)


def _classified(message: Message, mail: ParsedMail, pages: Sequence[Page]) -> Read:
    request = message.the_request
    return classify(
        mail,
        language=request.language,
        asked=asked(request),
        country=load_pack(request.jurisdiction_code).country,
        pages=pages,
    )


def _doubts(
    message: Message, mail: ParsedMail, said: Read, known: Known | None = None
) -> list[str]:
    """Why a person must look first. Whoever brings a letter by hand has seen who wrote it."""
    if message.form == Arrival.Form.PHONE and said.kind in EVENTS:
        return [CALL]
    is_brought = message.form in BROUGHT
    sender = None if is_brought else mail.from_address
    return doubts_of(message.the_request, said.kind, sender, known)


def _mail_of(message: Message) -> ParsedMail:
    """The mail as it came, or what a person brought, as a mail would hold it."""
    if message.form not in BROUGHT:
        return parse(blobs.read(message.raw_id or ""))
    return brought(
        text=message.body_text, sender=message.sender, subject=message.subject, at=message.at
    )


def _take(reading: Reading, said: Read, doubts: Sequence[str], now: datetime) -> None:
    """Put what was read into the row, unsaved."""
    is_sure = said.is_sure and not doubts
    reading.kind = str(said.kind)
    reading.confidence = said.confidence
    reading.evidence = evidence(said)
    reading.found = found_in(said)
    reading.troubles = [*said.troubles, *doubts]
    reading.state = Reading.State.SURE if is_sure else Reading.State.ASKED
    reading.read_at = now


def _follow(reading: Reading, said: Read, now: datetime) -> None:
    """Do what follows from a reading: the body's number is learned, what is sure is recorded."""
    message = reading.message
    if said.found.body_reference:
        AgencyReference.objects.learn(
            message.the_request, said.found.body_reference, message=message
        )
    if reading.state == Reading.State.SURE:
        enter_or_ask(reading, now=now)


def _give_up(reading: Reading, error: Exception) -> None:
    """Leave a reading as it is whose documents broke the reader."""
    reading.troubles = [*reading.troubles, f"Its documents could not be read with it: {error}"]
    reading.waits_for_text = False
    reading.save(update_fields=["troubles", "waits_for_text"])


def _ask(message: Message, error: Exception, *, now: datetime) -> None:
    """Leave a message that broke the reader to a person, with what went wrong."""
    Reading.of(
        message,
        kind=str(MessageKind.UNKNOWN),
        confidence=0,
        troubles=[f"It could not be read: {error or type(error).__name__}"],
        state=Reading.State.ASKED,
        read_at=now,
    ).save()
    Message.objects.are_read([message])
    _tell({message.the_request.pk}, now)
