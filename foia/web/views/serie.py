"""The French série: refusals of one object, referred to the CADA at once."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foia import access
from foia.flow import serie as room
from foia.gateways import clock
from foia.letters.serie import CITES, SerieError, head, rows
from foia.models import Membership
from foia.web.answers import as_file
from foia.web.forms.serie import ReferredForm, SerieForm
from jurisdictions import load_pack


@login_required
@require_safe
def serie(request: HttpRequest) -> HttpResponse:
    """Show which refusals make a series, or why none does."""
    form = SerieForm(request.GET)
    try:
        gathered = _gathered(request, form)
    except SerieError as error:
        context = {"form": form, "trouble": str(error), "cites": CITES}
        return render(request, "serie.html", context)
    refused = [each.reference for each in gathered.series.demands if each.refused_on]
    context = {
        "form": form,
        "cites": CITES,
        "notes": gathered.notes,
        "head": head(),
        "rows": list(rows(gathered.series, load_pack("fr"), clock.today())),
        "referred_form": ReferredForm(initial={"references": " ".join(refused)}),
    }
    return render(request, "serie.html", context)


@login_required
@require_POST
def folder(request: HttpRequest) -> HttpResponse:
    """Hand out the series as a zip file; nothing is sent by this."""
    form = SerieForm(request.POST)
    gathered = _gathered(request, form)
    commission = form.cleaned_data["cada"].splitlines()
    content = room.zipped(gathered=gathered, commission=commission, now=clock.now())
    name = f"serie-{gathered.series.lead}.zip"
    return as_file(content, name=name, content_type="application/zip")


@login_required
@require_POST
def referred(request: HttpRequest) -> HttpResponse:
    """Record that the referral was sent, so that each request gets its own new clock."""
    form = ReferredForm(request.POST)
    if not form.is_valid():
        raise SerieError(_("Give the day on which you sent the referral. Nothing was recorded."))
    named = form.cleaned_data["references"]
    mine = access.requests_for(request.user, *Membership.SENDING).filter(reference__in=named)
    if mine.count() != len(set(named)):
        raise SerieError(_("Not all of these requests are yours. Nothing was recorded."))
    room.referred(references=named, on=form.cleaned_data["on"], now=clock.now())
    messages.success(request, _("Recorded. Each request has its own new date now."))
    return redirect("home")


def _gathered(request: HttpRequest, form: SerieForm) -> room.Gathered:
    if not form.is_valid():
        raise SerieError(_("What you filled in cannot be read; correct it."))
    told = form.cleaned_data
    among = access.requests_for(request.user, *Membership.SENDING)
    if told["campaign"]:
        among = among.filter(campaign__uuid=told["campaign"])
    return room.gather(
        among=among,
        now=clock.now(),
        leave_out=told["leave_out"],
        with_waiting=told["with_waiting"],
        lead=told["lead"],
        address=told["address"],
    )
