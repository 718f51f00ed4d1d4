"""The pile: letters that wait to be posted or filed, printed as one file and recorded at once."""

from tempfile import TemporaryFile
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from foia import access
from foia.flow import compose
from foia.gateways import clock
from foia.models import Membership, Message, Wave
from foia.web.answers import as_stream
from foia.web.forms.pile import PileForm, PostedForm, PrintForm
from foia.web.law import law_at, moment_on
from foia.web.owned import person, request_of
from jurisdictions import DomainError

#: So many letters are shown, printed and recorded at a time; the others follow.
MOST = 500
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@login_required
@require_safe
def pile(request: HttpRequest) -> HttpResponse:
    """List the letters that wait, the oldest first."""
    return _page(request, PileForm(waiting=_waiting(request), now=clock.now()))


@login_required
@require_POST
def print_pile(request: HttpRequest) -> HttpResponse | FileResponse:
    """Hand out the ticked letters as one file, written with one of them in memory at a time."""
    form = PrintForm(request.POST, waiting=_waiting(request), now=clock.now())
    if not form.is_valid():
        return _page(request, form)
    chosen, kind = [letter.pk for letter in form.chosen()], form.cleaned_data["kind"]
    out = TemporaryFile()  # noqa: SIM115  closed when the answer has gone out
    try:
        compose.write_pile(
            compose.waiting(access.messages_for(request.user, *Membership.SENDING)).filter(
                pk__in=chosen
            ),
            out,
            kind=kind,
            title=_counted(len(chosen)),
            is_two_sided=form.cleaned_data["is_two_sided"],
        )
    except DomainError as error:
        out.close()
        return _page(request, form, str(error))
    out.seek(0)
    return as_stream(out, name=f"letters.{kind}", content_type=MEDIA_TYPES[kind])


@login_required
@require_POST
def posted(request: HttpRequest) -> HttpResponse:
    """Record that the ticked letters were posted: all of them, or none."""
    now = clock.now()
    form = PostedForm(request.POST, waiting=_waiting(request), now=now)
    if not form.is_valid():
        return _page(request, form)
    day, chosen = form.cleaned_data["posted_on"], form.chosen()
    letters = [
        (letter, moment_on(day, law_at(request_of(letter).jurisdiction_code, now), now))
        for letter in chosen
    ]
    try:
        compose.posted(letters=letters, by=person(request), now=now)
    except DomainError as error:
        return _page(request, form, str(error))
    messages.success(request, _("Recorded: {letters}.").format(letters=_counted(len(chosen))))
    wave = _wave(request)
    return redirect(f"{reverse('pile')}?wave={wave.uuid}" if wave else "pile")


def _waiting(request: HttpRequest) -> list[Message]:
    letters = compose.waiting(access.messages_at_desk(request.user, *Membership.SENDING))
    if wave := _wave(request):
        letters = letters.filter(wave=wave)
    return list(letters.select_related("request__agency")[:MOST])


def _wave(request: HttpRequest) -> Wave | None:
    """Return the wave whose letters alone are looked at, if the address names one."""
    if "wave" not in request.GET:
        return None
    try:
        uuid = UUID(request.GET["wave"])
    except ValueError as error:
        raise Http404 from error
    waves = access.waves_for(request.user, *Membership.SENDING).select_related("campaign")
    return get_object_or_404(waves, uuid=uuid)


def _page(request: HttpRequest, form: PileForm, trouble: str = "") -> HttpResponse:
    """Show the pile, with what is wrong if something is, and every tick kept."""
    if trouble:
        form.add_error(None, trouble)
    most = MOST if len(form.waiting) == MOST else None
    wave = _wave(request)
    only = f"?wave={wave.uuid}" if wave else ""
    context = {"form": form, "most": most, "wave": wave, "only": only}
    return render(request, "pile/pile.html", context, status=422 if form.errors else 200)


def _counted(total: int) -> str:
    return ngettext("{total} letter", "{total} letters", total).format(total=total)
