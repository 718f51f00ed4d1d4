"""What passed between requester and body, message by message, as the page of a request shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr

from django.db.models import Prefetch
from django.urls import reverse

from foia.drafts.known import contacts_for
from foia.flow.addresses import RETURNED
from foia.incoming import MAILS
from foia.mail.senders import is_from
from foia.models import Attachment, Channel, Delivery, Message, Reading, RecordsRequest
from foia.web import letter_words, words
from foia.web.body import MOST_SHOWN, Part, parts_of

#: The files of a message, with what is known of each, in one query.
FILES = Prefetch("attachments", Attachment.objects.select_related("blob", "document"))


@dataclass(frozen=True)
class Item:
    """One message of the correspondence, with its text cut for the screen."""

    message: Message
    parts: tuple[Part, ...]
    reading: Reading | None
    delivery: Delivery | None
    is_stranger: bool = False  # its sender is no known address of the body

    @property
    def is_letter(self) -> bool:
        """Say whether it is a letter of ours, or the draft of one."""
        return self.message.kind == Message.Kind.LETTER

    @property
    def letter_title(self) -> str:
        """Return what a letter of ours is for, in plain words."""
        return words.said(letter_words.LETTERS, self.message.step)

    @property
    def page(self) -> str:
        """Return where a letter of ours is read; a draft of a campaign's, among its wave's."""
        is_of_wave = self.is_draft and self.message.wave_id
        return reverse("wave_letter" if is_of_wave else "letter", args=[self.message.uuid])

    @property
    def is_draft(self) -> bool:
        """Say whether nobody has approved it yet."""
        return self.message.state == Message.State.DRAFT

    @property
    def is_mail(self) -> bool:
        """Say whether it came in as a mail, so that it can be seen as it was formatted."""
        message = self.message
        is_in = message.direction == Message.Direction.IN
        return is_in and message.raw_id is not None and message.form in MAILS

    @property
    def is_cut(self) -> bool:
        """Say whether its text is too long to be shown whole."""
        return len(self.message.body_text) > MOST_SHOWN

    @property
    def is_mailed(self) -> bool:
        """Say whether it goes by e-mail; one that came back may be posted instead."""
        return self.delivery is not None and self.message.channel in ("", Channel.EMAIL)

    @property
    def is_filed_by_hand(self) -> bool:
        """Say whether it is a letter that a person posted or filed, so that they may prove it."""
        return self.is_letter and self.message.at is not None and not self.is_mailed

    @property
    def has_failed(self) -> bool:
        """Say whether it was refused or came back, and waits for another address."""
        last = self.delivery
        is_ours = self.is_letter and self.is_mailed and not self.is_draft
        is_over = last and (last.state == last.State.REFUSED or last.fate in RETURNED)
        return is_ours and self.message.at is None and bool(is_over)

    @property
    def is_riddle(self) -> bool:
        """Say whether it came back although the body has written since."""
        is_back = self.delivery and self.delivery.fate == Delivery.Fate.BOUNCED_HARD
        return self.is_letter and bool(is_back) and self.message.at is not None

    @property
    def is_question(self) -> bool:
        """Say whether a person has to say what this message is."""
        return self.reading is not None and self.reading.state == Reading.State.ASKED


def items_of(request: RecordsRequest) -> tuple[Item, ...]:
    """Return the messages of a request, oldest first, in a fixed number of queries."""
    messages = (
        request.messages.correspondence()
        .select_related("reading", "approved_by")
        .prefetch_related(FILES, "deliveries")
        .order_by("created_at", "pk")
    )
    found = list(messages)
    known = _known_addresses(request, found)
    return tuple(_item(message, known) for message in found)


def _known_addresses(request: RecordsRequest, messages: Sequence[Message]) -> list[str]:
    """The addresses by which the body is known; as `drafts.known_addresses`, of these messages."""
    if not any(message.direction == Message.Direction.IN for message in messages):
        return []
    letters = [m for m in messages if m.kind == Message.Kind.LETTER]
    mailed = [m for m in letters if m.state == m.State.APPROVED and m.channel == Channel.EMAIL]
    contacts = [contact.address for contact in contacts_for(request)]
    return [*contacts, *(message.recipient for message in mailed)]


def _item(message: Message, known: Sequence[str]) -> Item:
    is_mail = message.direction == Message.Direction.IN and message.form in MAILS
    sender = parseaddr(message.sender)[1]
    reading = getattr(message, "reading", None)
    deliveries = sorted(message.deliveries.all(), key=lambda delivery: delivery.attempt)
    return Item(
        message=message,
        parts=parts_of(message.body_text, reading.evidence if reading else ()),
        reading=reading,
        delivery=deliveries[-1] if deliveries else None,
        is_stranger=is_mail and bool(sender) and not is_from(sender, known),
    )
