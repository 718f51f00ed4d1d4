"""Which letter a report speaks of, and whether it says anything new of it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.utils import parseaddr

from django.db.models import Exists, OuterRef, Q, QuerySet

from foia.models import Delivery, DeliveryReport, Message, RecordsRequest

Fate = Delivery.Fate
#: What came back for now or for good.
RETURNED = (Fate.BOUNCED_SOFT, Fate.BOUNCED_HARD)
# Only a hand-over that ended can be reported on.
_LEFT = (Delivery.State.HANDED_OVER, Delivery.State.UNCLEAR, Delivery.State.SETTLED)
# What may follow each fate. A complaint shows that it arrived; nothing undoes a hard bounce.
_FOLLOWED_BY = {
    "": tuple(Fate),
    Fate.BOUNCED_SOFT: (Fate.DELIVERED, Fate.BOUNCED_HARD, Fate.COMPLAINED),
    Fate.DELIVERED: (Fate.BOUNCED_HARD, Fate.COMPLAINED),
    Fate.COMPLAINED: (),
    Fate.BOUNCED_HARD: (),
}


@dataclass(frozen=True)
class News:
    """One hand-over with what was said of it last; `delivery.fate` is that already, unsaved."""

    delivery: Delivery
    report: DeliveryReport
    was: str

    @property
    def message(self) -> Message:
        return self.delivery.message

    @property
    def request(self) -> RecordsRequest:
        return self.message.the_request

    @property
    def is_letter(self) -> bool:
        """Say whether it is a letter to a body, not a notice of ours."""
        return self.message.kind == Message.Kind.LETTER and self.message.request is not None

    @property
    def is_of_its_recipient(self) -> bool:
        """Say whether the report speaks of the address we wrote to, not of one behind it."""
        return not self.report.recipient or _bare(self.report.recipient) == _bare(
            self.message.recipient
        )


def is_news(fate: str, kind: str) -> bool:
    """Say whether what a report says changes what is known of a letter."""
    return kind in _FOLLOWED_BY[fate]


def deliveries_of(reports: Sequence[DeliveryReport]) -> dict[int, Delivery]:
    """Return the hand-over each report speaks of, locked, by the report's key; two statements."""
    numbers = {report.provider_id for report in reports} - {""}
    ids = {report.message_id for report in reports} - {""}
    by_number = {d.provider_id: d for d in _left().filter(provider_id__in=numbers)}
    by_id: dict[str, list[Delivery]] = defaultdict(list)
    ours = {"message__direction": Message.Direction.OUT, "message__message_id__in": ids}
    for delivery in _left().filter(**ours).order_by("attempt"):
        # One row is one object, whichever way it was found.
        same = by_number.get(delivery.provider_id) if delivery.provider_id else None
        is_same = same is not None and same.pk == delivery.pk
        by_id[delivery.message.message_id].append(same if same and is_same else delivery)
    found: dict[int, Delivery] = {}
    for report in reports:
        attempts = by_id.get(report.message_id, [])
        spoken_of = by_number.get(report.provider_id) or _attempt(report, attempts)
        if spoken_of:
            found[report.pk] = spoken_of
    return found


def _left() -> QuerySet[Delivery]:
    # While an attempt is under way, or not in the docket yet, a report waits: it may speak of that.
    attempts = Delivery.objects.filter(message=OuterRef("message"))
    under_way = Q(state=Delivery.State.HANDING_OVER) | Q(
        finished_at__isnull=False, taken_until_at__isnull=False
    )
    begun = Delivery.objects.filter(state__in=_LEFT, started_at__isnull=False)
    rows = begun.exclude(Exists(attempts.filter(under_way))).select_for_update(of=("self",))
    return rows.select_related("message__request__campaign", "message__request__agency")


def _attempt(report: DeliveryReport, attempts: Sequence[Delivery]) -> Delivery | None:
    """The last attempt; but an earlier one that came back, if another address is spoken of."""
    if not attempts:
        return None
    is_current = not report.recipient or _bare(report.recipient) == _bare(
        attempts[-1].message.recipient
    )
    earlier = [attempt for attempt in attempts[:-1] if attempt.fate in RETURNED]
    return attempts[-1] if is_current or not earlier else earlier[-1]


def _bare(address: str) -> str:
    return parseaddr(address)[1].casefold()


def pks(news: Iterable[News]) -> list[int]:
    """Return the keys of the hand-overs."""
    return [item.delivery.pk for item in news]
