"""Home: what needs me, what is due, what came in, and all my requests."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foia import access
from foia.flow import addresses, compose
from foia.models import Deadline, Delivery, Message, Reading

PAGE = 20
SHOWN = 8
#: Stages in which a French request can be referred to the CADA.
REFUSED = ("refused", "silent_refusal", "partly_answered", "no_records")


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show one person's day, in a fixed number of queries."""
    mine = access.single_requests_for(request.user)
    messages = Message.objects.filter(request__in=mine).select_related("request__agency")
    listed = mine.select_related("agency").order_by("-created_at", "-pk")
    deadlines = Deadline.objects.filter(request__in=mine, state="running")
    arrived = messages.filter(direction=Message.Direction.IN)
    context = {
        "drafts": messages.filter(state=Message.State.DRAFT).order_by("-pk")[:SHOWN],
        "to_file": compose.waiting(messages)[:SHOWN],
        "questions": messages.filter(reading__state=Reading.State.ASKED).order_by("pk")[:SHOWN],
        "unclear": messages.filter(deliveries__state=Delivery.State.UNCLEAR)[:SHOWN],
        "failed": addresses.undelivered(messages)[:SHOWN],
        "due": deadlines.select_related("request__agency").order_by("due_on", "pk")[:SHOWN],
        "arrived": arrived.order_by("-at", "-pk")[:SHOWN],
        "has_french_refusals": mine.filter(jurisdiction_code="fr", stage__in=REFUSED).exists(),
        "page": Paginator(listed, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "home.html", context)
