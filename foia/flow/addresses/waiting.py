"""What waits for an address: letters that reached nobody, bodies without one that works."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from foia.models import (
    Agency,
    Channel,
    Contact,
    Delivery,
    DeliveryReport,
    Message,
    WaveBody,
)

Fate, State = Delivery.Fate, Delivery.State
#: What came back for good, or was called unwanted.
RETURNED = (Fate.BOUNCED_HARD, Fate.COMPLAINED)


def undelivered(letters: QuerySet[Message]) -> QuerySet[Message]:
    """Narrow to approved letters of which the last attempt was refused or came back."""
    attempts = Delivery.objects.filter(message=OuterRef("pk")).order_by("-attempt")
    told = DeliveryReport.objects.filter(delivery__message=OuterRef("pk"), kind__in=RETURNED)
    ended = letters.filter(
        kind=Message.Kind.LETTER, state=Message.State.APPROVED, channel=Channel.EMAIL, at=None
    )
    failed = Delivery.objects.that_failed().filter(message=OuterRef("pk"))
    ended = ended.filter(Exists(failed)).annotate(
        last_state=Subquery(attempts.values("state")[:1]),
        last_fate=Subquery(attempts.values("fate")[:1]),
        last_answer=Subquery(attempts.values("answer")[:1]),
        last_words=Subquery(told.order_by("-pk").values("words")[:1]),
    )
    return ended.filter(Q(last_state=State.REFUSED) | Q(last_fate__in=RETURNED)).order_by("pk")


def taken_back(letters: QuerySet[Message]) -> QuerySet[Message]:
    """Narrow to drafts of letters that reached nobody, which wait to be approved anew."""
    drafts = letters.filter(kind=Message.Kind.LETTER, state=Message.State.DRAFT, wave=None)
    return drafts.filter(Exists(Delivery.objects.filter(message=OuterRef("pk")))).order_by("pk")


def unwritten(held_back: QuerySet[WaveBody]) -> QuerySet[WaveBody]:
    """Narrow to bodies of waves that got no letter and have no address that their team may use."""
    reached = _usable(OuterRef("body__agency"), OuterRef("wave__campaign__team"))
    return held_back.exclude(trouble="").filter(~Exists(reached)).order_by("pk")


def riddles(deliveries: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Narrow to letters that came back although their body has written since."""
    told = deliveries.filter(fate=Fate.BOUNCED_HARD, message__at__isnull=False)
    return told.filter(message__kind=Message.Kind.LETTER).order_by("pk")


def bodies(letters: QuerySet[Message], held_back: QuerySet[WaveBody]) -> QuerySet[Agency]:
    """Return the bodies of which letters of these wait, or that got none, by name."""
    waiting = undelivered(letters).order_by().values_list("request__agency")
    again = taken_back(letters).order_by().values_list("request__agency")
    none = unwritten(held_back).order_by().values_list("body__agency")
    return Agency.objects.filter(pk__in=waiting.union(again, none)).order_by("name", "pk")


def _usable(agency: OuterRef, team: OuterRef) -> QuerySet[Contact]:
    """The contacts that `Agency.contact` chooses from, as a subquery of another."""
    broken = Contact.objects.filter(
        agency=OuterRef("agency"),
        channel=OuterRef("channel"),
        address=OuterRef("address"),
        is_working=False,
        team=OuterRef("asked_by"),
    )
    seen = Contact.objects.filter(agency=agency, is_working=True).annotate(asked_by=team)
    return seen.filter(Q(team=F("asked_by")) | Q(team=None) & ~Exists(broken))
