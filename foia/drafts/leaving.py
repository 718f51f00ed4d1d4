"""What the leaving of a letter is in the docket: an event of law, or nothing."""

from typing import Any

from foia.models import Message

#: By the kind of letter. A reminder or an objection is no event that any clock knows.
EVENTS = {
    "request": "sent",
    "clarification": "clarified",
    "appeal": "appealed",
    "complaint": "appealed",
}


def event_of_leaving(message: Message, *, channel: str) -> tuple[str, dict[str, Any]] | None:
    """Return the kind and the details of the event, or None if its leaving moves no clock."""
    kind = EVENTS.get(message.step)
    if kind is None:
        return None
    step = {"step": message.remedy} if message.remedy else {}
    return kind, {"channel": channel, **step}
