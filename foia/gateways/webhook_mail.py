"""Mail that a mail service hands in over HTTP, through django-anymail: checked, and its bytes.

Where the service tells the raw mail, those are the bytes that are kept; where it tells only what it
made of it, the mail is put together from that, and what it told is kept beside it.
"""

import base64
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from typing import Any

from anymail.exceptions import AnymailError
from anymail.signals import AnymailInboundEvent
from anymail.webhooks.base import AnymailCoreWebhookView
from django.http import HttpRequest
from django.urls import Resolver404, resolve

#: The services that hand mail in, and under which address django-anymail knows each.
ADDRESSES = {
    "amazon_ses": "/amazon_ses/inbound/",
    "brevo": "/brevo/inbound/",
    "mailersend": "/mailersend/inbound/",
    "mailgun": "/mailgun/inbound_mime/",
    "mailjet": "/mailjet/inbound/",
    "mailtrap": "/mailtrap/inbound/",
    "mandrill": "/mandrill/",
    "postal": "/postal/inbound/",
    "postmark": "/postmark/inbound/",
    "resend": "/resend/inbound/",
    "sendgrid": "/sendgrid/inbound/",
    "sparkpost": "/sparkpost/inbound/",
}
#: What a service's servers, or our way to them, may raise: it is told again later.
PASSING = (OSError, AnymailError)


@dataclass(frozen=True)
class HandedOver:
    """One mail that a service hands in. `event_id` is the service's name for it, if it has one.

    `is_whole`: the bytes are those that the service got. `authentication`: its verdicts.
    """

    content: bytes
    event_id: str
    sender: str
    recipients: tuple[str, ...]
    at: datetime | None
    is_whole: bool
    authentication: Mapping[str, str]


def view_of(service: str) -> AnymailCoreWebhookView | None:
    """Return what checks and reads this service's calls, None if there is no such service.

    Raises what django-anymail raises where its settings for the service are missing.
    """
    if service not in ADDRESSES:
        return None
    try:
        found: Any = resolve(ADDRESSES[service], urlconf="anymail.urls").func
    except (Resolver404, ImportError):
        return None
    view: AnymailCoreWebhookView = found.view_class(**found.view_initkwargs)
    return view


def mails_in(view: AnymailCoreWebhookView, service: str, call: HttpRequest) -> list[HandedOver]:
    """Return the mails of a call that was checked already."""
    events = [event for event in view.parse_events(call) if isinstance(event, AnymailInboundEvent)]
    return [_handed_over(service, event) for event in events if event.message is not None]


def _handed_over(service: str, event: AnymailInboundEvent) -> HandedOver:
    message = event.message
    raw = _raw_of(service, event.esp_event)
    recipients = _recipients(service, event.esp_event) or [message.envelope_recipient or ""]
    at = event.timestamp
    return HandedOver(
        content=raw or message.as_bytes(policy=policy.SMTP),
        event_id=str(event.event_id or ""),
        sender=str(message.envelope_sender or ""),
        recipients=tuple(address for address in map(str, recipients) if address),
        at=at if at is None or at.tzinfo else at.replace(tzinfo=UTC),
        is_whole=raw is not None,
        authentication=_verdicts(service, event.esp_event),
    )


def _raw_of(service: str, told: Any) -> bytes | None:
    """Return the raw mail as the service told it, None where it told only its parts."""
    find = _RAW.get(service)
    try:
        raw = find(told) if find else None
    except (KeyError, TypeError, ValueError, IndexError):
        return None
    if not raw:
        return None
    return raw if isinstance(raw, bytes) else str(raw).encode("utf-8", "surrogateescape")


def _ses(told: Any) -> str | bytes:
    if told["receipt"]["action"].get("encoding") == "BASE64":
        return base64.b64decode(told["content"])
    return str(told["content"])


def _sparkpost(told: Any) -> str | bytes:
    content = told["msys"]["relay_message"]["content"]
    if content.get("email_rfc822_is_base64"):
        return base64.b64decode(content["email_rfc822"])
    return str(content["email_rfc822"])


def _postal(told: Any) -> str | bytes:
    content = told["message"]
    return base64.b64decode(content) if told.get("base64") else str(content)


_RAW: dict[str, Callable[[Any], str | bytes]] = {
    "amazon_ses": _ses,
    "mailersend": lambda told: str(told["data"]["raw"]),
    "mailgun": lambda call: bytes(call.fields["body-mime"]),
    "mandrill": lambda told: str(told["msg"]["raw_msg"]),
    "postal": _postal,
    "postmark": lambda told: str(told["RawEmail"]),
    "sendgrid": lambda call: bytes(call.fields["email"]),
    "sparkpost": _sparkpost,
}


def _verdicts(service: str, told: Any) -> dict[str, str]:
    """What the service itself says of the sender, where it says it in a form of its own."""
    if service != "amazon_ses" or not isinstance(told, Mapping):
        return {}
    receipt = told.get("receipt") or {}
    said = {
        method: str((receipt.get(f"{method}Verdict") or {}).get("status", "")).lower()
        for method in ("spf", "dkim", "dmarc")
    }
    found = {method: status for method, status in said.items() if status}
    return {**found, "by": "Amazon SES"} if found else {}


def _recipients(service: str, told: Any) -> list[str]:
    """Return every address the mail was handed in for, where the service names more than one."""
    find = _RECIPIENTS.get(service)
    try:
        return [str(address) for address in find(told)] if find else []
    except (KeyError, TypeError, ValueError):
        return []


_RECIPIENTS: dict[str, Callable[[Any], Iterable[Any]]] = {
    "amazon_ses": lambda told: told["receipt"]["recipients"],
    "mailersend": lambda told: [one["email"] for one in told["data"]["recipients"]["rcptTo"]],
    "sendgrid": lambda call: json.loads(call.POST["envelope"])["to"],
}
