"""Home: what needs me, what is due, what came in, and all my requests."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foia import access
from foia.flow import addresses, compose
from foia.gateways import clock
from foia.models import Deadline, Delivery, Message, Reading
from foia.web.among import among, few
from foia.web.inbox import QUESTIONS, UNREAD, WEEK, Filters, Inbox, newest
from foia.web.owned import person

PAGE = 20
SHOWN = 8
#: Stages in which an answer is late, so that a person decides what comes next.
LATE = ("overdue", "silent_refusal", "appeal_overdue")
#: Stages in which a French request can be referred to the CADA.
REFUSED = ("refused", "silent_refusal", "partly_answered", "no_records")


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show one person's day, in a fixed number of queries."""
    mine = access.single_requests_for(request.user)
    keys = few(mine)
    letters = Message.objects.filter(among(mine, keys)).select_related("request__agency")
    minded = access.minded_by(person(request))
    mail = Reading.objects.filter(minded)
    next_due = Deadline.objects.filter(minded, state="running").order_by("due_on", "pk")
    deadlines = Deadline.objects.filter(pk__in=next_due.values("pk")[:SHOWN])
    inbox = Inbox(person(request), Filters(), clock.now())
    listed = mine.select_related("agency").order_by("-created_at", "-pk")
    pages = Paginator(listed, PAGE)
    if keys is not None:
        pages.count = len(keys)  # need not be asked again
    context = {
        "drafts": letters.filter(state=Message.State.DRAFT).order_by("-pk")[:SHOWN],
        "to_file": compose.waiting(letters)[:SHOWN],
        "questions": _questions(mail),
        "unclear": letters.filter(deliveries__state=Delivery.State.UNCLEAR)[:SHOWN],
        "failed": addresses.undelivered(letters)[:SHOWN],
        # Whoever has thousands of requests of their own finds the late ones in the list below.
        "late": mine.filter(pk__in=keys, stage__in=LATE).order_by("pk")[:SHOWN] if keys else (),
        "due": deadlines.select_related("request").order_by("due_on", "pk"),
        "arrived": inbox.seen(newest(mail)[:SHOWN]).select_related("request__agency"),
        "shelves": inbox.shelves((UNREAD, QUESTIONS, WEEK)) if inbox.teams else [],
        "has_french_refusals": mine.filter(jurisdiction_code="fr", stage__in=REFUSED).exists(),
        "page": pages.get_page(request.GET.get("page")),
    }
    return render(request, "home.html", context)


def _questions(mail: QuerySet[Reading]) -> list[Message]:
    """Return the mails of which a person must say what they are, the longest waiting first."""
    asked = mail.filter(state=Reading.State.ASKED).order_by("message")
    return [reading.message for reading in asked.select_related("message__request")[:SHOWN]]
