"""Publish: what others may see of a request, and the gate that all of it passes first.

Waits for: a person; PublicCopy that the checks of today have not made; an embargo whose day has
come. Writes: Publication, PublicationAct, PublicCopy, Redaction, RedactedCopy, Derivative.
"""

from foia.flow.publish.as_text import show_as_text
from foia.flow.publish.asking import prepare, prepare_campaign, publish_campaign
from foia.flow.publish.deciding import decide_again, keep_private, looked_at
from foia.flow.publish.gate import (
    PublishError,
    embargo,
    in_the_way,
    is_dangerous,
    name_requester,
    publish,
    unpublish,
)
from foia.flow.publish.identities import identity_of, is_forgotten, quoted
from foia.flow.publish.redacting import cover, cover_requester, cover_words, make, uncover
from foia.flow.publish.running import run

__all__ = [
    "PublishError",
    "cover",
    "cover_requester",
    "cover_words",
    "decide_again",
    "embargo",
    "identity_of",
    "in_the_way",
    "is_dangerous",
    "is_forgotten",
    "keep_private",
    "looked_at",
    "make",
    "name_requester",
    "prepare",
    "prepare_campaign",
    "publish",
    "publish_campaign",
    "quoted",
    "run",
    "show_as_text",
    "uncover",
    "unpublish",
]
