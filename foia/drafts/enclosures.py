"""What an appeal encloses: the request as it was sent, and the decision it is about.

A complaint encloses the appeals before it, and what was decided on them, as well.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from foia.drafts.loaded import entries_of, passed_in
from foia.drafts.plan import FIRST
from foia.letters.letter import Enclosed
from foia.letters.outline import APPEALS
from foia.letters.printable import one_line, printable
from foia.letters.text import RULE
from foia.models import Message, RecordsRequest
from jurisdictions import load_pack
from jurisdictions.events import REFUSALS


def enclosed_with(message: Message) -> list[Message]:
    """Return what goes with a letter, oldest first; only a step of appeal encloses anything."""
    if message.step not in APPEALS:
        return []
    request, is_second = message.the_request, message.step == "complaint"
    sent = [mail for mail in passed_in(request) if mail.kind == Message.Kind.LETTER]
    found = [*[one for one in sent if one.step == FIRST][:1], *_said_of(request, REFUSALS)]
    if is_second:
        found += [one for one in sent if one.step in APPEALS and one.pk != message.pk]
        found += _said_of(request, {"appeal_decided"})
    return sorted(dict.fromkeys(found), key=_left_at)


def _said_of(request: RecordsRequest, kinds: Collection[str]) -> list[Message]:
    """Return the message that told the latest event of these kinds, if one did."""
    told = [one.message for one in entries_of(request) if one.kind in kinds and one.message]
    return told[-1:]


def _left_at(message: Message) -> datetime:
    return message.at or datetime.max.replace(tzinfo=UTC)


def titles_of(enclosed: Sequence[Message], request: RecordsRequest) -> tuple[str, ...]:
    """Return what each enclosure is: its day at the body and its subject, in no language."""
    zone = ZoneInfo(load_pack(request.jurisdiction_code).time_zone)
    days = [m.at.astimezone(zone).date().isoformat() if m.at else "" for m in enclosed]
    return tuple(one_line(f"{day} {m.subject}") for day, m in zip(days, enclosed, strict=True))


def annex_of(enclosed: Sequence[Message], request: RecordsRequest) -> tuple[Enclosed, ...]:
    """Return the enclosures as they follow the signature of a letter."""
    titles = titles_of(enclosed, request)
    return tuple(
        Enclosed(f"[{number}/{len(titles)}] {title}", _told(message))
        for number, (title, message) in enumerate(zip(titles, enclosed, strict=True), start=1)
    )


def _told(message: Message) -> str:
    """Return who wrote to whom and what, and the names of files that came with it.

    A letter of ours is told without what it enclosed itself.
    """
    text, files = message.body_text, list[str]()
    if message.direction == Message.Direction.OUT:
        text = text.partition(f"\n{RULE}\n")[0]
    else:
        found = sorted(message.attachments.all(), key=lambda file: file.position)
        files = [f"+ {one_line(file.name)}" for file in found]
    head = [one_line(message.sender), f"-> {one_line(message.recipient)}", *files]
    return "\n".join(head) + f"\n\n{printable(text).strip()}"
