"""Mail that a mail service hands in: checked, stored, thanked for; nothing else happens here.

The address exists only for the service that is configured, and only with a secret. The same call
again brings nothing twice. A call that is genuine and cannot be understood is kept whole, and said
to staff: a service that is told "no" throws the mail away one day.
"""

import hashlib
import logging
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from foia.flow import inbound
from foia.gateways import clock
from foia.gateways.webhook_call import Call
from foia.gateways.webhook_mail import PASSING, HandedOver, mails_in, view_of
from jurisdictions import DomainError

logger = logging.getLogger(__name__)
DOOR = "webhook"
BESIDE = "told-by-the-mail-service"
_BACKEND = "anymail.backends."


@csrf_exempt
def mail(request: HttpRequest, service: str) -> HttpResponse:
    """Take what the configured service hands in; everybody else finds nothing here."""
    if service != _configured() or not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        raise Http404
    view = view_of(service)
    if view is None:
        raise Http404
    if request.method == "HEAD":  # how some services look whether the address is there
        return HttpResponse()
    if request.method != "POST":
        return HttpResponse(status=405)
    if "HTTP_AUTHORIZATION" not in request.META and service == "amazon_ses":
        # This service gives its secret only when it is asked for it.
        headers = {"WWW-Authenticate": 'Basic realm="Open Shutter"'}
        return HttpResponse(status=401, headers=headers)
    most = settings.MAX_MAIL_BYTES * 3 // 2  # a mail grows by a third where it is told as text
    body = request.read(most + 1)
    if len(body) > most:
        return HttpResponse(status=413)
    call = Call(request, body)
    view.run_validators(call)  # raises what Django answers with 400
    try:
        _keep(service, call, _mails(service, call, view))
    except DomainError:
        logger.exception("Mail from %s was not stored", service)
        return HttpResponse(status=503)
    return HttpResponse()


def _configured() -> str:
    """The service that hands mail in: as set, else the one that takes our mail."""
    backend = settings.EMAIL_BACKEND
    ours = backend.removeprefix(_BACKEND).partition(".")[0] if backend.startswith(_BACKEND) else ""
    return settings.INBOUND_SERVICE or ours


def _mails(service: str, call: Call, view: Any) -> list[HandedOver] | None:
    """The mails of a call, None if nobody understands it."""
    try:
        return mails_in(view, service, call)
    except PASSING:
        raise
    except Exception:  # whatever it is, the mail is in there
        logger.exception("A call of %s was not understood and is kept whole", service)
        return None


@transaction.atomic
def _keep(service: str, call: Call, mails: list[HandedOver] | None) -> None:
    """Keep all mails of a call, or none, and be told again."""
    now = clock.now()
    if mails is None:
        trouble = f"A call of {service} could not be understood; its bytes are kept."
        name = _name(service, call.body)
        inbound.keep_unread(content=call.body, door=DOOR, trouble=trouble, now=now, event_id=name)
        return
    for number, one in enumerate(mails):
        told: dict[str, Any] = {}
        if one.authentication:
            told["authentication"] = dict(one.authentication)
        if one.at:
            told["at"] = min(one.at, now).isoformat()
        itself = one.content if one.is_whole else call.body + bytes([number % 256])
        inbound.take(
            content=one.content,
            door=DOOR,
            envelope_from=one.sender,
            envelope_to=one.recipients,
            told=told,
            event_id=_name(service, one.event_id.encode() or itself, *one.recipients),
            beside=None if one.is_whole else (BESIDE, call.body),
            now=now,
        )


def _name(service: str, content: bytes, *more: str) -> str:
    """What a call is known by when it is made again."""
    return f"{service}:{hashlib.sha256(content + ' '.join(more).encode()).hexdigest()}"
