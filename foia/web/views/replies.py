"""The response desk: one reply after the other, by keyboard or by plain forms."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foia import access
from foia.flow import desk, read
from foia.gateways import clock
from foia.models import Reading
from foia.web.inbox import Filters, Inbox
from foia.web.learnt_tags import states_of
from foia.web.owned import person, request_of
from foia.web.replies import Desk
from foia.web.ticked import key_of

NAMES = ("team", "campaign", "who", "tag", "q")


@login_required
@require_safe
def replies(request: HttpRequest) -> HttpResponse:
    """Show the reply that has waited longest, or the one that the address names."""
    inbox = Inbox(person(request), Filters.told(request.GET), clock.now())
    told = {name: key_of(request.GET.get(name, "")) for name in ("at", "after")}
    found = Desk(inbox, **told)
    if found.reading and request.method == "GET":
        letter = request_of(found.reading.message)
        desk.visit(request=letter, by=inbox.person, now=inbox.now)
    context = {"desk": found, "inbox": inbox, "query": _query(request)}
    return render(request, "desk/replies.html", context)


@login_required
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a reply is, and go on to the next."""
    reading = get_object_or_404(access.readings_for(request.user), pk=pk)
    kind, now = request.POST.get("kind", ""), clock.now()
    states = states_of(request.POST)
    read.confirm(reading=reading, kind=kind, states=states, by=person(request), now=now)
    return _on(request, after=reading.message_id)


@login_required
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what one decided; the reply waits again, and is shown."""
    mine = access.readings_for(request.user).filter(decided_by=person(request))
    reading: Reading = get_object_or_404(mine, pk=pk)
    read.undo(reading=reading, by=person(request), now=clock.now())
    messages.success(request, _("Taken back: dates, history and findings are as before."))
    return _on(request, at=reading.message_id)


def _on(request: HttpRequest, **where: int) -> HttpResponse:
    """Go on with the replies that the filters leave."""
    query = "&".join(filter(None, [_query(request), urlencode(where)]))
    return redirect(f"{reverse('replies')}?{query}")


def _query(request: HttpRequest) -> str:
    """Return the filters as they stand in the address."""
    told = {name: request.GET.get(name, "") for name in NAMES}
    return urlencode({name: value for name, value in told.items() if value})
