"""The marks of a new request: its reference, its reply token, and the Message-ID of its letter."""

import secrets
from typing import NamedTuple

from django.conf import settings

from foia.mail import reply_address
from foia.mail.reply_address import ALPHABET

_LETTERS = bytes(ord(ALPHABET[byte % len(ALPHABET)]) for byte in range(256))
#: Bytes that would make some letters likelier than others.
_LEFT_OUT = bytes(range(256 - 256 % len(ALPHABET), 256))
_CODE, _TOKEN, _ID = 8, 26, 16


class Marks(NamedTuple):
    """What mail about one request is known by."""

    reference: str
    reply_token: str
    message_id: str


def new_marks() -> Marks:
    """Draw the marks of one request, and of its first letter."""
    drawn = _drawn(_CODE + _TOKEN + _ID)
    reference = reply_address.reference_of(drawn[:_CODE])
    return Marks(reference, drawn[_CODE:-_ID], _message_id(reference, drawn[-_ID:]))


def new_message_id(reference: str) -> str:
    """Draw the Message-ID of a later letter."""
    return _message_id(reference, _drawn(_ID))


def _message_id(reference: str, drawn: str) -> str:
    return f"<{reference.lower()}.{drawn}@{settings.REPLY_DOMAIN}>"


def _drawn(length: int) -> str:
    letters = b""
    while len(letters) < length:
        letters += secrets.token_bytes(2 * length).translate(_LETTERS, _LEFT_OUT)
    return letters[:length].decode("ascii")
