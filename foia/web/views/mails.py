"""A mail as it was formatted: harmless, in a frame that may do nothing; and as it came."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from foia import access, incoming
from foia.gateways import blobs
from foia.gateways.extract.formatted import Formatted, formatted
from foia.models import Arrival, Message
from foia.web.answers import as_file
from foia.web.views.files import INFECTED, FileRefused

#: What the frame's document may do: show itself, in the style of ours, and open links elsewhere.
FRAME_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)


@login_required
@require_safe
def as_formatted(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show a mail as its sender formatted it, with the addresses its links lead to."""
    message = _mail(request, uuid)
    context = {"message": message, "mail": _formatted(message), "request_": message.request}
    return render(request, "files/formatted.html", context)


@login_required
@require_safe
@xframe_options_sameorigin
def mail_html(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Return the harmless HTML of a mail, for the frame that shows it."""
    message = _mail(request, uuid)
    context = {"message": message, "mail": _formatted(message)}
    response = render(request, "files/mail.html", context)
    response["Content-Security-Policy"] = FRAME_POLICY
    response["Referrer-Policy"] = "no-referrer"
    return response


@login_required
@require_safe
def as_it_came(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Hand out the kept bytes of a mail, unless a virus was found in a file of it."""
    mails = access.kept_mail_for(request.user).filter(form__in=incoming.MAILS)
    message = get_object_or_404(mails.select_related("raw"), uuid=uuid)
    if message.attachments.filter(document__scan=INFECTED).exists():
        raise FileRefused(
            _(
                "A virus was found in a file of this mail, so it is not handed out whole; it is "
                "kept. Take what you need of its other files one by one."
            )
        )
    is_outlook = message.form == Arrival.Form.OUTLOOK
    kind, ending = ("vnd.ms-outlook", "msg") if is_outlook else ("octet-stream", "eml")
    content = blobs.read(message.raw_id or "")
    return as_file(content, name=f"{message.uuid}.{ending}", content_type=f"application/{kind}")


def _mail(request: HttpRequest, uuid: UUID) -> Message:
    mails = access.messages_for(request.user).filter(
        direction=Message.Direction.IN, form__in=incoming.MAILS, raw__isnull=False
    )
    return get_object_or_404(mails.select_related("request"), uuid=uuid)


def _formatted(message: Message) -> Formatted | None:
    """Return a mail's harmless HTML, or nothing where it is plain text."""
    markup = incoming.opened(message).html
    return formatted(markup) if markup.strip() else None
