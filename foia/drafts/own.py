"""The words of its writer's own that a draft carries, from their column and back."""

import msgspec

from foia.letters.own import Own
from foia.models import Message


def own_of(message: Message) -> Own:
    """Return the opening, closing and signature that were chosen for this letter."""
    return msgspec.convert(message.own, Own)


def as_column(own: Own) -> dict[str, str]:
    """Return what is kept of a choice; a text that is empty is left out."""
    return {name: text for name, text in msgspec.to_builtins(own).items() if text}


def signature_of(own: Own) -> Own:
    """Return the signature alone, which later letters of the request begin with."""
    return Own(signature=own.signature, signed_as=own.signed_as)
