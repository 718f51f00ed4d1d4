"""What the mail service tells of letters it took: its events come in here, signed, and are kept.

The address exists only where a mail service with events is configured, and a secret with it.
django-anymail checks who is speaking; what was said is one row, and the room `reports` acts on it.
Mail that a service hands in comes through `webhook_mail`.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, tracking
from django.conf import settings
from django.db import transaction
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt

from foia.gateways import clock
from foia.mail.fates import Fate, is_passing
from foia.models import DeliveryReport

#: Who opened a letter or followed a link is never asked for, and dropped where it is told.
FATES = {
    EventType.QUEUED: Fate.ACCEPTED,
    EventType.SENT: Fate.ACCEPTED,
    EventType.DELIVERED: Fate.DELIVERED,
    EventType.DEFERRED: Fate.DEFERRED,
    EventType.BOUNCED: Fate.BOUNCED_HARD,
    EventType.REJECTED: Fate.BOUNCED_HARD,
    EventType.FAILED: Fate.BOUNCED_HARD,
    EventType.COMPLAINED: Fate.COMPLAINED,
}
#: What mail services call a bounce that may pass, in the fields where they name its kind.
SOFT = ("soft", "transient", "activity.soft")
NAMES = ("event", "type", "Type", "bounceType")


@csrf_exempt
def events(request: HttpRequest, service: str) -> HttpResponse:
    """Let the configured mail service report; everybody else finds nothing here."""
    if f"anymail.backends.{service}.EmailBackend" != settings.EMAIL_BACKEND:
        raise Http404
    if not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        raise Http404
    try:
        found = resolve(f"/{service}/tracking/", urlconf="anymail.urls")
    except Resolver404 as error:
        raise Http404 from error
    with transaction.atomic():  # all events of one call are kept, or it is told again
        answer: HttpResponse = found.func(request)
        return answer


@receiver(tracking, dispatch_uid="foia.web.webhooks")
def keep(sender: object, event: AnymailTrackingEvent, esp_name: str, **rest: object) -> None:
    """Keep what one event says; nothing else happens here."""
    fate = FATES.get(event.event_type)
    if fate is None:
        return
    now = clock.now()
    words = " · ".join(
        str(said) for said in (event.reject_reason, event.mta_response, event.description) if said
    )
    if event.event_type == EventType.BOUNCED and _may_pass(event):
        fate = Fate.BOUNCED_SOFT
    DeliveryReport.objects.keep(
        source=esp_name,
        event_id=_id_of(event),
        kind=fate.value,
        mail_ids=[str(event.message_id or "")],
        recipient=str(event.recipient or ""),
        words=words,
        at=_moment(event.timestamp) or now,
        now=now,
    )


def _id_of(event: AnymailTrackingEvent) -> str:
    """Return what makes an event itself: services give it no number, or one for several of them."""
    at = event.timestamp.isoformat() if event.timestamp else ""
    words = [event.event_id, event.event_type, event.message_id, event.recipient, at]
    return hashlib.sha256(json.dumps(words, default=str).encode()).hexdigest()


def _may_pass(event: AnymailTrackingEvent) -> bool:
    """Say whether a bounce is soft: as the service names it, else by the words of the server."""
    raw = event.esp_event if isinstance(event.esp_event, Mapping) else {}
    bounce = raw.get("bounce")
    found: Mapping[str, Any] = bounce if isinstance(bounce, Mapping) else raw
    named = [str(found.get(name, "")).lower() for name in NAMES]
    if any(name.startswith(SOFT) for name in named) or found.get("hard_bounce") is False:
        return True
    if any(name.startswith(("hard", "permanent", "activity.hard")) for name in named):
        return False
    return is_passing(str(event.mta_response or ""))


def _moment(at: datetime | None) -> datetime | None:
    return at if at is None or at.tzinfo else at.replace(tzinfo=UTC)
