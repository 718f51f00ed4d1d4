"""The response desk: replies of which a person must say what they are, one after the other."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.db.models import QuerySet

from foia.mail.kinds import MessageKind
from foia.models import Attachment, Membership, Message, Reading
from foia.web import words
from foia.web.body import Part, parts_of
from foia.web.inbox import MOST_COUNTED, Inbox

#: What replies mostly are, in the order in which the keys 1 to 9 offer them after what is likely.
USUAL = (
    MessageKind.ACKNOWLEDGMENT,
    MessageKind.NO_RECORDS,
    MessageKind.RECORDS_FULL,
    MessageKind.RECORDS_PARTIAL,
    MessageKind.REFUSED_EXEMPTION,
    MessageKind.EXTENSION,
    MessageKind.CLARIFICATION_NEEDED,
    MessageKind.FEE_ESTIMATE,
    MessageKind.INTERIM,
)
KEYS = 9
A_WHILE = timedelta(hours=12)


@dataclass(frozen=True)
class Choice:
    """One answer to the question what a reply is; `key` is 1 to 9, or 0 for none."""

    kind: str
    label: str
    key: int
    is_guess: bool


@dataclass
class Desk:
    """The replies that wait for this person; `at` and `after` are keys of their mail."""

    inbox: Inbox
    at: int = 0
    after: int = 0

    @cached_property
    def waiting(self) -> QuerySet[Reading]:
        """What waits for somebody in the person's place, the longest first."""
        theirs = self.inbox.meant(*Membership.ANSWERING)
        return Reading.objects.filter(theirs, state=Reading.State.ASKED).order_by("message")

    @cached_property
    def reading(self) -> Reading | None:
        """The reply to be looked at."""
        found = self.waiting.select_related(
            "message__request__agency", "message__request__campaign"
        )
        if self.at:
            found = found.filter(message__gte=self.at)
        return found.filter(message__gt=self.after).first()

    @cached_property
    def before(self) -> int:
        """The key of the mail before; 0 if this is the first."""
        here = self.reading.message_id if self.reading else self.after + 1
        before = self.waiting.filter(message__lt=here).last()
        return before.message_id if before else 0

    @cached_property
    def number(self) -> int:
        """How many wait, counted so far as is worth it."""
        return self.waiting.order_by()[:MOST_COUNTED].count()

    @property
    def is_more(self) -> bool:
        """Say whether there may be more than were counted."""
        return self.number >= MOST_COUNTED

    @cached_property
    def decided(self) -> Reading | None:
        """What the person decided last, as long as they may want to take it back."""
        mine = Reading.objects.filter(
            decided_by=self.inbox.person, decided_at__gte=self.inbox.now - A_WHILE
        )
        mine = mine.select_related("message__request__agency")
        return mine.exclude(state=Reading.State.ASKED).order_by("-decided_at").first()

    @property
    def message(self) -> Message | None:
        """The mail itself."""
        return self.reading.message if self.reading else None

    def parts(self) -> tuple[Part, ...]:
        """The mail's text, new words open and the words that speak for our guess marked."""
        reading = self.reading
        return parts_of(reading.message.body_text, reading.evidence) if reading else ()

    def files(self) -> list[Attachment]:
        """What came with the mail."""
        found = Attachment.objects.select_related("blob", "document")
        return list(found.filter(message=self.message).order_by("position"))

    def choices(self) -> list[Choice]:
        """Every answer: our guess first, what else is likely, what replies mostly are, the rest."""
        if self.reading is None:
            return []
        guess = self.reading.kind
        first = [guess] if guess != MessageKind.UNKNOWN else []
        likely = self.reading.found.get("likely", [])
        kinds = dict.fromkeys([*first, *likely, *map(str, USUAL), *map(str, MessageKind)])
        return [
            Choice(
                kind=kind,
                label=words.said(words.MESSAGE_KINDS, kind),
                key=number if number <= KEYS else 0,
                is_guess=kind == guess and bool(first),
            )
            for number, kind in enumerate(kinds, start=1)
        ]
