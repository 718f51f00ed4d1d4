"""What an appeal encloses: the request as it was sent, and the decision it is about."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from foia.drafts.plan import FIRST
from foia.letters.letter import Enclosed
from foia.letters.printable import one_line, printable
from foia.letters.text import RULE
from foia.models import Message, RecordsRequest
from jurisdictions import load_pack
from jurisdictions.events import REFUSALS


def enclosed_with(message: Message) -> list[Message]:
    """Return what goes with a letter, oldest first; only an appeal encloses anything."""
    if message.step != "appeal":
        return []
    request = message.the_request
    letters = request.messages.filter(kind=Message.Kind.LETTER, step=FIRST, at__isnull=False)
    decisions = request.docket.filter(
        kind__in=REFUSALS, voided_by=None, message__isnull=False
    ).select_related("message")
    decided = decisions.order_by("at", "seq").last()
    found = [*letters.order_by("at")[:1], *([decided.message] if decided else [])]
    return [enclosure for enclosure in found if enclosure]


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
        files = [f"+ {one_line(file.name)}" for file in message.attachments.order_by("position")]
    head = [one_line(message.sender), f"-> {one_line(message.recipient)}", *files]
    return "\n".join(head) + f"\n\n{printable(text).strip()}"
