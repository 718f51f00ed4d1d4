"""Letters: read one exactly as it will be sent, edit it, download it, approve it, file it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foia import access, drafts
from foia.drafts import Preview
from foia.flow import compose
from foia.gateways import clock
from foia.letters.annexes import products_named
from foia.letters.catalogue import catalogue
from foia.letters.compose import AskItem
from foia.models import Channel, Membership, Message, RecordsRequest
from foia.web import second_factor
from foia.web.answers import as_file
from foia.web.forms.answer import FiledForm, ProofForm
from foia.web.forms.ask import AskForm
from foia.web.forms.sign import Signed, SignForm
from foia.web.law import law_at, moment_on
from foia.web.own import choose_form, language_of, own_context
from foia.web.owned import letter_of, person, request_of
from foia.web.pictures.months import Month, months_of
from foia.web.views import follow_ups
from jurisdictions import Deadline, DomainError


@login_required
@require_safe
def letter(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show a draft as it will be sent, or a letter as it was approved."""
    message = letter_of(request, uuid)
    now = clock.now()
    law = law_at(request_of(message).jurisdiction_code, now)
    may_send = access.may_act(request.user, request_of(message), *Membership.SENDING)
    context = {"message": message, "records_request": request_of(message), "law": law}
    context["may_send"] = may_send
    if message.state == Message.State.DRAFT:
        try:
            shown = drafts.preview(message=message, now=now)
        except DomainError as error:
            return _say_first(request, message, error)
        is_whole = shown.recipient and not shown.problems and law.pack.risk != "high"
        context["may_approve"] = may_send and is_whole
        return render(request, "letter/draft.html", context | _draft_context(message, shown))
    form = FiledForm(today=law.today) if message.at is None else ProofForm()
    return _approved(request, message, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Change what a draft asks for and who signs it."""
    message = letter_of(request, uuid)
    if message.state != Message.State.DRAFT:
        return redirect("letter", uuid=uuid)
    if message.step != drafts.FIRST:
        return follow_ups.revise(request, message)
    data = request.POST if request.method == "POST" else None
    ask, sign = _edit_forms(message, data)
    language = language_of(message)
    own = choose_form(request, data, language=language, carries=drafts.own_of(message))
    if data is not None and all([ask.is_valid(), sign.is_valid(), own.is_valid()]):
        signed = sign.signed()
        compose.edit(
            message=message,
            ask=own.ask_with(
                ask.items(), technology=request_of(message).technology, language=language
            ),
            own=own.own(),
            signed_name=signed.signed_name,
            signed_address=signed.signed_address,
            identity=signed.identity,
            recipient=signed.recipient,
            channel=signed.channel,
        )
        return redirect("letter", uuid=uuid)
    context = {"message": message, "form": ask, "sign": sign, "own": own}
    return render(request, "letter/edit.html", context)


@login_required
@require_POST
def approve(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Make the letter final, exactly as the digest in the form says the person saw it."""
    message = letter_of(request, uuid)
    back_to = reverse("letter", args=[uuid])
    if first := second_factor.asked_for_letters(request, [message], back_to=back_to):
        return first
    digest = request.POST.get("digest", "")
    compose.approve(message=message, digest=digest, by=person(request), now=clock.now())
    message.refresh_from_db()
    if message.deliveries.exists():
        messages.success(request, _("Approved. The letter is on its way."))
        return redirect("records_request", uuid=request_of(message).uuid)
    messages.success(request, _("Approved. Now file it yourself, as this page explains."))
    return redirect("letter", uuid=uuid)


@login_required
@require_POST
def filed(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Record that the person filed the letter themselves."""
    message = letter_of(request, uuid)
    now = clock.now()
    law = law_at(request_of(message).jurisdiction_code, now)
    form = FiledForm(request.POST, request.FILES, today=law.today)
    if not form.is_valid():
        return _approved(request, message, form)
    compose.filed_by_hand(
        message=message,
        at=moment_on(form.cleaned_data["filed_on"], law, now),
        agency_reference=form.cleaned_data["agency_reference"],
        proof=form.cleaned_data["proof"],
        by=person(request),
        now=now,
    )
    moves_a_clock = drafts.event_of_leaving(message, channel="")
    said = _("Recorded. The clock of the law is running now.") if moves_a_clock else _("Recorded.")
    messages.success(request, said)
    return redirect("records_request", uuid=request_of(message).uuid)


@login_required
@require_POST
def prove(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Keep a proof with a letter that the person filed themselves."""
    message = letter_of(request, uuid)
    form = ProofForm(request.POST, request.FILES)
    if not form.is_valid():
        return _approved(request, message, form)
    compose.prove(message=message, proof=form.cleaned_data["proof"], now=clock.now())
    messages.success(request, _("Kept with the letter."))
    return redirect("letter", uuid=uuid)


@login_required
@require_safe
def download(request: HttpRequest, uuid: UUID, name: str) -> HttpResponse:
    """Hand out the letter of this moment as TXT, DOCX or PDF."""
    message = letter_of(request, uuid)
    if message.state != Message.State.DRAFT:
        raise Http404
    shown = drafts.preview(message=message, now=clock.now())
    if name == "letter.txt":
        return as_file(shown.text.encode(), name=name, content_type="text/plain; charset=utf-8")
    media_type, content = drafts.renderings(shown.letter)[name]
    return as_file(content, name=name, content_type=media_type)


def _approved(request: HttpRequest, message: Message, form: ProofForm) -> HttpResponse:
    """Show a letter as it was approved, and what its person still has to do or can prove."""
    is_mailed = message.deliveries.exists() and message.channel in ("", Channel.EMAIL)
    context = {
        "message": message,
        "records_request": request_of(message),
        "form": form,
        "is_mailed": is_mailed,
        "may_send": access.may_act(request.user, request_of(message), *Membership.SENDING),
    }
    return render(request, "letter/approved.html", context, status=422 if form.errors else 200)


def _say_first(request: HttpRequest, message: Message, error: DomainError) -> HttpResponse:
    """Lead to where the person can say what a later letter still lacks, or discard it."""
    if message.step == drafts.FIRST:
        raise error
    messages.info(request, str(error))
    return redirect("letter_edit", uuid=message.uuid)


def _draft_context(message: Message, shown: Preview) -> dict[str, object]:
    return {
        **own_context(message),
        "is_first": message.step == drafts.FIRST,
        "title": follow_ups.title_of(message),
        "fit": shown.fit,
        "preview": shown,
        "letter": shown.letter,
        "expected": shown.expected,
        "months": _months(shown.expected),
    }


def _months(expected: Deadline | None) -> tuple[Month, ...]:
    if expected is None:
        return ()
    rows = [
        {"date": day.date.isoformat(), "counts": day.counts, "why": day.why}
        for day in expected.counted
    ]
    return months_of(rows, expected.due_on)


def _edit_forms(message: Message, data: object) -> tuple[AskForm, SignForm]:
    request = request_of(message)
    ask = AskForm(
        data,  # type: ignore[arg-type]
        technology=request.technology,
        language=request.language,
        usual=catalogue().default_records(request.technology),
        chosen=[AskItem(item["category"], item["text"]) for item in request.ask],
        products={product.id for product in products_named(_vendors(request))},
    )
    signed = Signed(
        signed_name=request.signed_name,
        signed_address=request.signed_address,
        identity=request.identity,
        recipient=message.recipient,
        channel=message.channel,
    )
    today = law_at(request.jurisdiction_code, clock.now()).today
    team_id = drafts.team_id_of(request)
    sign = SignForm(data, agency=request.agency, today=today, team_id=team_id, signed=signed)  # type: ignore[arg-type]
    del sign.fields["signed_organization"]
    return ask, sign


def _vendors(request: RecordsRequest) -> str:
    """Return who is known to have made the system, in the words of its dossier."""
    return request.system.vendor_names if request.system else ""
