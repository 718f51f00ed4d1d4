"""The stories of a large record: one request each, as they really go, walked through the rooms.

What happens differs from story to story, so that every page has something to show: questions open
and decided, findings, fees, published requests, letters that came back, mail that nobody can place.
"""

from datetime import datetime
from decimal import Decimal
from email.message import EmailMessage

from django.conf import settings

from foia import docket
from foia.flow import compose, desk, inbound, publish, read, search
from foia.letters.compose import default_ask
from foia.mail import reply_address
from foia.models import Agency, Delivery, Message, Reading, RecordsRequest, User
from worker.rooms import rooms

ANSWERS = (  # with the letter: five messages a request
    "We acknowledge receipt of your request. Your request number is F-{n}.",
    "We need five more business days to answer. We are extending the time under 5 ILCS 140/3(e).",
    "Please find our answer about the face search system below. Your request number is F-{n}.",
    "The department has no written policy about the use of these cameras.",
)
RECORDS = ("usage_policy", "contract")
BY_ITSELF = ("inbound", "match", "read", "texts", "search", "deadlines", "reminders")
#: What a person says of the last answer, by the last digit of the story; else nothing yet.
DECIDED = {0: "refused_exemption", 1: "records_partial", 2: "no_records", 3: "records_partial"}
STATES = ({"usage_policy": "confirmed_absent", "contract": "withheld"}, {"contract": "obtained"})
PUBLISHED = (0, 1, 2)
#: The last answer waits for a person; all others were understood.
OPEN = (5, 6)
#: One story each: a letter that came back, one that came back though it was answered, odd mail.
UNDELIVERED, RIDDLE, UNPLACED = 8, 9, 0


def tell(person: User, number: int, now: datetime) -> RecordsRequest:
    """Walk one story through the rooms; return its request."""
    letter = _sent(person, number, now)
    request, kind = letter.the_request, number % 10
    if number == UNDELIVERED:
        Message.objects.filter(pk=letter.pk).update(at=None)
    else:
        docket.record(request=request, kind="sent", at=now, details={"channel": "email"}, now=now)
        _answer(request, number, now)
    for room in rooms():
        if room.name in BY_ITSELF:
            room.run(now=now)
    _decide(request, kind, person, now)
    if kind in PUBLISHED:
        _publish(request, person, now)
    return request


def _sent(person: User, number: int, now: datetime) -> Message:
    """A letter that was handed over; two of all came back."""
    letter = compose.start(
        requester=person,
        agency=Agency.objects.get(slug="chicago-police-department"),
        technology="frt_search",
        ask=default_ask("frt_search", [*RECORDS], "en"),
        signed_name="Bea Bench",
        now=now,
    )
    Message.objects.filter(pk=letter.pk).update(
        state="approved",
        approved_by=person,
        approved_at=now,
        at=now,
        channel="email",
        message_id=f"<l{number}@b>",
    )
    came_back = number in (UNDELIVERED, RIDDLE)
    Delivery.objects.create(
        message=letter,
        desk=letter.the_request.desk,
        is_sandbox=True,
        state=Delivery.State.HANDED_OVER,
        fate=Delivery.Fate.BOUNCED_HARD if came_back else Delivery.Fate.DELIVERED,
        not_before_at=now,
        started_at=now,
        finished_at=now,
    )
    return letter


def _answer(request: RecordsRequest, number: int, now: datetime) -> None:
    """Bring in what the body wrote, and in one story a mail that nobody can place."""
    to = reply_address.make(request.reply_token, settings.REPLY_DOMAIN)
    for place, words in enumerate(ANSWERS):
        text = words.format(n=1000 + number)
        _mail(to, f"Re: {request.title}", text, f"a{number}.{place}", now)
    if number == UNPLACED:
        anybody = f"office@{settings.REPLY_DOMAIN}"
        _mail(anybody, "Records", "Which request is this about?", f"u{number}", now)


def _mail(to: str, subject: str, text: str, name: str, now: datetime) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "foia@police.example", to, subject
    mail["Message-ID"] = f"<{name}@police.example>"
    mail.set_content(text)
    inbound.take(content=mail.as_bytes(), door="bench", now=now)


def _decide(request: RecordsRequest, kind: int, person: User, now: datetime) -> None:
    """Say of the last answer what it is, as far as this story goes; enter what it cost."""
    asked = Reading.objects.filter(message__request=request, state=Reading.State.ASKED)
    last = asked.order_by("-pk").first()
    if last is not None:
        if kind in DECIDED:
            states = STATES[kind % len(STATES)]
            read.confirm(reading=last, kind=DECIDED[kind], states=states, by=person, now=now)
        understood = asked.exclude(pk=last.pk) if kind in OPEN else asked
        understood.update(state=Reading.State.SURE)
    if kind % 3 == 0:
        told = desk.Amount("paid", Decimal("12.50"), "USD", now.date(), "Copies")
        desk.enter(request=request, told=told, by=person, now=now)
    if kind % 2 == 0:
        desk.visit(request=request, by=person, now=now)


def _publish(request: RecordsRequest, person: User, now: datetime) -> None:
    told = publish.prepare(request=request, by=person, now=now)
    while publish.run(now=now):
        pass
    publish.publish(publication=told, by=person, now=now)
    while search.run_copies(now=now):
        pass
