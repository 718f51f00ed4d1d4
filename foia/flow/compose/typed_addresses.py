"""E-mail to addresses that a person typed: so many a day, so that no account can mail the world."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from foia.flow.compose.held import ComposeError
from foia.models import Channel, Contact, Message, User

#: So many letters a day one person may mail to addresses that are no contact of the body asked.
MOST_A_DAY = 10
A_DAY = timedelta(days=1)


def must_be_within_a_day(message: Message, *, recipient: str, by: User, now: datetime) -> None:
    """Refuse one more letter to a typed address; the person's row is held until all is written."""
    if message.the_request.agency.contacts.filter(address=recipient).exists():
        return
    User.objects.select_for_update().get(pk=by.pk)
    contacts = Contact.objects.filter(
        agency=OuterRef("request__agency"), address=OuterRef("recipient")
    )
    typed = Message.objects.filter(
        ~Exists(contacts),
        kind=Message.Kind.LETTER,
        channel=Channel.EMAIL,
        approved_by=by,
        approved_at__gt=now - A_DAY,
    )
    if typed.count() >= MOST_A_DAY:
        raise ComposeError(
            f"{MOST_A_DAY} letters to addresses that you typed were approved within a day, which"
            " is the most; the draft is kept, so approve it tomorrow, or send it yourself by post."
        )
