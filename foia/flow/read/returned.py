"""Mail that says a letter came back: what it tells is kept for the room `reports`.

Only a mail that returns a Message-ID of ours is believed: nobody guesses one, so a forged bounce
voids nothing. A mail that names none is a question, and a person's answer is kept in its place.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F, Max, QuerySet

from foia.mail.fates import Fate, fates_of
from foia.mail.kinds import MessageKind
from foia.mail.parsed import ParsedMail
from foia.models import DeliveryReport, Message

SOURCE = "mail"
BOUNCES = (Fate.BOUNCED_SOFT, Fate.BOUNCED_HARD)
NAMES_NONE = "It says that a letter came back, but it names none that left in this request."
SAID = "Somebody who read the returned mail says that the letter came back."


def keep_reports(message: Message, mail: ParsedMail, *, kind: str, now: datetime) -> list[str]:
    """Keep what a filed mail tells of letters of its request; return why a person must look."""
    is_told = False
    for number, told in enumerate(fates_of(mail)):
        ours = _letters(message, told.message_ids)
        DeliveryReport.objects.keep(
            source=SOURCE,
            event_id=f"{message.fingerprint}.{number}",
            kind=told.fate,
            mail_ids=ours,
            recipient=told.recipient,
            words=told.words,
            at=message.at or now,
            now=now,
        )
        is_told = is_told or (bool(ours) and told.fate in BOUNCES)
    return [NAMES_NONE] if kind == MessageKind.BOUNCE and not is_told else []


def keep_what_a_person_says(message: Message, *, now: datetime) -> None:
    """Keep that the last letter came back, as somebody has read in a mail that does not name it."""
    last = _left(message).order_by(F("begun_at"), "pk").last()
    DeliveryReport.objects.keep(
        source=SOURCE,
        event_id=f"said.{message.pk}",
        kind=Fate.BOUNCED_HARD,
        mail_ids=[last.message_id] if last else [],
        recipient="",
        words=SAID,
        at=message.at or now,
        now=now,
    )


def _letters(message: Message, ids: Sequence[str]) -> list[str]:
    """Which of these Message-IDs are those of letters that left in the mail's request."""
    found = _left(message).filter(message_id__in=ids)
    return list(found.order_by("pk").values_list("message_id", flat=True))


def _left(message: Message) -> QuerySet[Message]:
    """The letters of the mail's request that were handed over, or may have been."""
    letters = Message.objects.filter(request=message.request_id, kind=Message.Kind.LETTER)
    begun = letters.annotate(begun_at=Max("deliveries__started_at"))
    return begun.filter(begun_at__isnull=False)
