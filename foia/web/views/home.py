"""Home: what needs me, what is due, what came in, and all my requests."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foia import access
from foia.flow import addresses, compose
from foia.gateways import clock
from foia.models import Deadline, Delivery, Message, Reading
from foia.web.among import among, few
from foia.web.inbox import QUESTIONS, UNREAD, WEEK, Filters, Inbox
from foia.web.owned import person

PAGE = 20
SHOWN = 8
#: Stages in which a French request can be referred to the CADA.
REFUSED = ("refused", "silent_refusal", "partly_answered", "no_records")


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show one person's day, in a fixed number of queries."""
    mine = access.single_requests_for(request.user)
    minded = access.requests_to_mind(request.user)
    keys = few(mine)
    letters = Message.objects.filter(among(mine, keys)).select_related("request__agency")
    mail = Message.objects.filter(request__in=minded).select_related("request__agency")
    deadlines = Deadline.objects.filter(request__in=minded, state="running")
    inbox = Inbox(person(request), Filters(), clock.now())
    listed = mine.select_related("agency").order_by("-created_at", "-pk")
    pages = Paginator(listed, PAGE)
    if keys is not None:
        pages.count = len(keys)  # need not be asked again
    context = {
        "drafts": letters.filter(state=Message.State.DRAFT).order_by("-pk")[:SHOWN],
        "to_file": compose.waiting(letters)[:SHOWN],
        "questions": mail.filter(reading__state=Reading.State.ASKED).order_by("pk")[:SHOWN],
        "unclear": letters.filter(deliveries__state=Delivery.State.UNCLEAR)[:SHOWN],
        "failed": addresses.undelivered(letters)[:SHOWN],
        "due": deadlines.select_related("request__agency").order_by("due_on", "pk")[:SHOWN],
        "arrived": inbox.seen(mail.incoming()).order_by("-created_at", "-pk")[:SHOWN],
        "shelves": inbox.shelves((UNREAD, QUESTIONS, WEEK)) if inbox.teams else [],
        "has_french_refusals": mine.filter(jurisdiction_code="fr", stage__in=REFUSED).exists(),
        "page": pages.get_page(request.GET.get("page")),
    }
    return render(request, "home.html", context)
