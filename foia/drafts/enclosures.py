"""What an appeal encloses: the request as it was sent, and the decision it is about, as text."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from foia.drafts.plan import FIRST
from foia.letters.printable import one_line, printable
from foia.models import Message, RecordsRequest
from jurisdictions import load_pack
from jurisdictions.events import REFUSALS

RULE = "=" * 70


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


def as_text(enclosed: Sequence[Message], request: RecordsRequest) -> str:
    """Return the enclosures as they stand under the text of a letter, or nothing."""
    titles = titles_of(enclosed, request)
    return "".join(
        f"\n{RULE}\n[{number}/{len(titles)}] {title}\n"
        f"{one_line(message.sender)}\n-> {one_line(message.recipient)}\n\n"
        f"{printable(message.body_text).strip()}\n"
        for number, (title, message) in enumerate(zip(titles, enclosed, strict=True), start=1)
    )
