"""The sandbox mailbox: what would have left, readable, and answerable as the agency."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foia import access
from foia.flow import deadlines
from foia.gateways import blobs, clock
from foia.models import Deadline, Membership, Message, RecordsRequest, SandboxMail
from foia.sandbox import agency
from foia.web import days
from foia.web.forms.answer import AgencyAnswerForm, PassForm
from foia.web.leaps import leaps
from foia.web.trouble import checked, page_they_acted_from

PAGE = 30
SHOWN = 5
HEADERS_END = b"\r\n\r\n"


@login_required
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """List the caught mails this person may read."""
    _must_be_sandbox()
    mails = access.sandbox_mail_for(request.user).order_by("-pk")
    page = Paginator(mails, PAGE).get_page(request.GET.get("page"))
    running = Deadline.objects.filter(desk__in=access.desks_of(request.user), state="running")
    due_on = running.aggregate(first=Min("due_on"))["first"]
    context = {
        "page": page,
        "account_mail": access.account_mail_for(request.user).order_by("-pk")[:SHOWN],
        "today": clock.today(),
        "leaps": leaps(clock.today(), due_on),
    }
    return render(request, "sandbox/mailbox.html", context)


@login_required
@require_POST
def let_pass(request: HttpRequest) -> HttpResponse:
    """Set the sandbox's clock to a later day, and count every request's days by it at once."""
    _must_be_sandbox()
    form = checked(PassForm(request.POST))
    clock.pass_to(form.cleaned_data["until"])
    deadlines.run(now=clock.now())
    messages.success(
        request,
        _("It is now {day} here. Reminders follow in a few seconds.").format(
            day=days.long_day(clock.today())
        ),
    )
    return redirect(page_they_acted_from(request) or "sandbox")


@login_required
@require_safe
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one caught mail with its headers, and the ways to answer it."""
    _must_be_sandbox()
    caught = access.account_mail_for(request.user).filter(pk=pk).first() or get_object_or_404(
        access.sandbox_mail_for(request.user), pk=pk
    )
    return render(request, "sandbox/mail.html", _mail_context(request, caught, AgencyAnswerForm()))


@login_required
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a caught mail as its agency: by a written script, or in one's own words."""
    _must_be_sandbox()
    answerable = access.sandbox_mail_for(request.user, *Membership.ANSWERING)
    caught = get_object_or_404(answerable, pk=pk)
    script = request.POST.get("script", "")
    if script:
        agency.answer(caught, script=script, now=clock.now())
    else:
        form = AgencyAnswerForm(request.POST, request.FILES)
        if not form.is_valid():
            context = _mail_context(request, caught, form)
            return render(request, "sandbox/mail.html", context, status=422)
        _write(caught, form)
    messages.success(request, _("The agency's answer is on its way; it arrives in a few seconds."))
    records_request = _request_of(caught)
    if records_request is None:
        return redirect("sandbox_mail", pk=pk)
    page = reverse("records_request", args=[records_request.uuid])
    return redirect(f"{page}?answered=1")


def _must_be_sandbox() -> None:
    if not settings.IS_SANDBOX:
        raise Http404


def _write(caught: SandboxMail, form: AgencyAnswerForm) -> None:
    file = form.cleaned_data["attachment"]
    agency.write(
        caught,
        subject=form.cleaned_data["subject"],
        text=form.cleaned_data["text"],
        attachments=[(file.name, file.read())] if file else (),
        now=clock.now(),
    )


def _mail_context(
    request: HttpRequest, caught: SandboxMail, form: AgencyAnswerForm
) -> dict[str, object]:
    records_request = _request_of(caught)
    form.fields["subject"].initial = f"Re: {caught.subject}"
    headers = blobs.read(caught.blob_id).partition(HEADERS_END)[0]
    return {
        "mail": caught,
        "headers": headers.decode("utf-8", "replace"),
        "records_request": records_request,
        "may_answer": records_request is not None
        and access.may_act(request.user, records_request, *Membership.ANSWERING),
        "scripts": agency.scripts(records_request.language) if records_request else (),
        "form": form,
    }


def _request_of(caught: SandboxMail) -> RecordsRequest | None:
    """Return the request whose letter was caught; a notice to the requester has none to answer."""
    letters = Message.objects.filter(
        message_id=caught.message_id,
        direction=Message.Direction.OUT,
        kind=Message.Kind.LETTER,
    )
    sent = letters.select_related("request__agency").first()
    return sent.request if sent else None
