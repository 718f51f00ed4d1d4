"""Which mail a letter answers (RFC 5322, 3.6.4), so that a body finds the whole thread in one."""

import re
from collections.abc import Sequence
from email.utils import parseaddr

from foia.drafts.known import contacts_for
from foia.drafts.loaded import passed_in
from foia.mail.senders import is_from
from foia.models import Channel, Message

_MESSAGE_ID = re.compile(r"<[!-;=?-~]+@[!-;=?-~]+>")  # ASCII without spaces and angle brackets


def in_reply_to(message: Message, *, recipient: str) -> str:
    """Return the Message-ID that a letter to this address answers, or nothing if it opens a thread.

    That is the last mail of the same body in the request, else our first letter to that address.
    """
    mails = [mail for mail in _mails(message) if _MESSAGE_ID.fullmatch(mail.message_id)]
    ours = [mail for mail in mails if mail.direction == Message.Direction.OUT]
    theirs = [mail for mail in mails if mail.direction == Message.Direction.IN]
    same = [mail for mail in ours if mail.recipient == recipient]
    elsewhere = [mail.recipient for mail in ours if mail.recipient != recipient]
    # A body answers from many addresses; another body that was written to answers for itself.
    is_body = recipient in _contacts(message)
    found = [
        mail
        for mail in theirs
        if is_from(_sender(mail), [recipient])
        or (is_body and not is_from(_sender(mail), elsewhere))
    ]
    return next((mail.message_id for mail in [*found[-1:], *same[:1]]), "")


def _mails(message: Message) -> Sequence[Message]:
    """What passed in the request before this letter."""
    return [mail for mail in passed_in(message.the_request) if mail.pk != message.pk]


def _contacts(message: Message) -> set[str]:
    contacts = contacts_for(message.the_request)
    return {contact.address for contact in contacts if contact.channel == Channel.EMAIL}


def _sender(mail: Message) -> str:
    return parseaddr(mail.sender)[1]
