"""What a mail service tells comes in signed, is kept once, and is all that happens here."""

import base64
import hashlib
import hmac
import json
import logging
from datetime import datetime
from typing import Any

import pytest
from anymail.signals import AnymailTrackingEvent
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foia.models import Delivery, DeliveryReport, Message
from foia.web import webhooks

pytestmark = pytest.mark.django_db
SECRET = "anymail:a-long-random-word"
KEY = "signing-key"
TO = "foia@chicago-police.example"
OURS = "<os-7k2mpq4x.abc@reply.openshutter.example>"


@pytest.fixture
def service(settings: Any) -> Any:
    """A function that configures a mail service with its events."""

    def configure(name: str, **more: str) -> None:
        settings.EMAIL_BACKEND = f"anymail.backends.{name}.EmailBackend"
        settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, **more}

    return configure


def post(name: str, body: Any, *, secret: str = SECRET) -> int:
    """Post what the service says as JSON; return the status of the answer."""
    auth = base64.b64encode(secret.encode()).decode()
    answer = Client(raise_request_exception=False).post(
        f"/webhooks/{name}/",
        json.dumps(body),
        content_type="application/json",
        headers={"authorization": f"Basic {auth}"} if secret else {},
    )
    return answer.status_code


def mailgun(event: str = "failed", *, key: str = KEY, **data: Any) -> dict[str, Any]:
    """One event as Mailgun posts it."""
    signature = hmac.new(key.encode(), b"1529006854a8ce0edb2d", hashlib.sha256).hexdigest()
    return {
        "signature": {"timestamp": "1529006854", "token": "a8ce0edb2d", "signature": signature},
        "event-data": {
            "event": event,
            "timestamp": 1529006854.3,
            "recipient": TO,
            "message": {"headers": {"message-id": OURS.strip("<>")}},
            "delivery-status": {"code": 550, "message": "550 5.1.1 no such user"},
            **data,
        },
    }


def postmark(**fields: Any) -> dict[str, Any]:
    """One bounce as Postmark posts it."""
    bounce = {
        "RecordType": "Bounce",
        "ID": 901542550,
        "Type": "HardBounce",
        "TypeCode": 1,
        "MessageID": "2706ee8a-737c-4285-b032-ccd317af53ed",
        "Description": "The server was unable to deliver your message",
        "Details": "smtp;550 5.1.1 The account does not exist.",
        "Email": TO,
        "BouncedAt": "2026-11-16T16:33:54.9070259Z",
    }
    return bounce | fields


def brevo(event: str, reason: str) -> dict[str, Any]:
    """One event as Brevo posts it: it has no number of its own."""
    return {"event": event, "email": TO, "message-id": OURS, "ts_epoch": 1529006854000} | (
        {"reason": reason} if reason else {}
    )


def sendgrid(event: str, number: str, **fields: Any) -> dict[str, Any]:
    """One event as SendGrid posts it, in a list of several."""
    return {
        "email": TO,
        "timestamp": 1529006854,
        "event": event,
        "sg_event_id": number,
        "sg_message_id": "x.y",
        "anymail_id": "abc",
        **fields,
    }


@pytest.mark.parametrize("name", ["mailgun", "amazon_ses", "nothing", "test"])
def test_a_fresh_installation_has_no_such_address(name: str) -> None:
    assert post(name, {}) == 404


def test_without_a_secret_there_is_no_such_address(settings: Any) -> None:
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {"WEBHOOK_SECRET": ""}
    assert post("postmark", postmark()) == 404


def test_only_the_service_that_is_used_may_report(service: Any) -> None:
    service("mailgun", MAILGUN_WEBHOOK_SIGNING_KEY=KEY)
    assert post("postmark", postmark()) == 404


def test_a_signed_event_is_kept_and_a_replay_changes_nothing(service: Any) -> None:
    service("mailgun", MAILGUN_WEBHOOK_SIGNING_KEY=KEY)
    assert [post("mailgun", mailgun()) for _ in range(3)] == [200] * 3
    report = DeliveryReport.objects.get()
    assert (report.kind, report.message_id, report.recipient) == ("bounced_hard", OURS, TO)
    assert report.source == "Mailgun"
    assert "5.1.1 no such user" in report.words
    assert report.state == DeliveryReport.State.WAITING


@pytest.mark.parametrize("secret", ["", "anymail:wrong", "anymail:"])
def test_without_the_secret_an_event_is_refused(service: Any, secret: str) -> None:
    service("postmark")
    assert post("postmark", postmark(), secret=secret) == 400
    assert not DeliveryReport.objects.exists()


def test_a_forged_signature_is_refused(service: Any) -> None:
    service("mailgun", MAILGUN_WEBHOOK_SIGNING_KEY=KEY)
    assert post("mailgun", mailgun(key="another-key")) == 400
    forged = mailgun()
    forged["signature"]["token"] = "changed"
    assert post("mailgun", forged) == 400
    assert not DeliveryReport.objects.exists()


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [
        ("postmark", postmark(), "bounced_hard"),
        ("postmark", postmark(Type="SoftBounce", Details="smtp;450 busy"), "bounced_soft"),
        ("postmark", postmark(Type="SpamComplaint", RecordType="SpamComplaint"), "complained"),
        ("brevo", brevo("hard_bounce", "550 5.1.1 unknown"), "bounced_hard"),
        ("brevo", brevo("soft_bounce", "full"), "bounced_soft"),
        ("brevo", brevo("deferred", "busy"), "deferred"),
        ("brevo", brevo("delivered", ""), "delivered"),
        ("brevo", brevo("request", ""), "accepted"),
        ("brevo", brevo("blocked", "listed"), "bounced_hard"),
        ("brevo", brevo("spam", ""), "complained"),
        ("mailgun", mailgun(severity="temporary"), "deferred"),
        ("mailgun", mailgun("delivered"), "delivered"),
    ],
)
def test_each_service_says_it_in_its_own_way(
    service: Any, name: str, body: dict[str, Any], kind: str
) -> None:
    service(name, MAILGUN_WEBHOOK_SIGNING_KEY=KEY)
    assert post(name, body) == 200
    assert DeliveryReport.objects.get().kind == kind


@pytest.mark.parametrize("event", ["opened", "clicked", "unsubscribed"])
def test_who_opened_a_letter_is_dropped(service: Any, event: str) -> None:
    service("mailgun", MAILGUN_WEBHOOK_SIGNING_KEY=KEY)
    assert post("mailgun", mailgun(event)) == 200
    assert not DeliveryReport.objects.exists()


@pytest.mark.filterwarnings("ignore::anymail.exceptions.AnymailNotSupportedWarning")
def test_several_events_of_one_call_are_several_reports(service: Any) -> None:
    service("sendgrid")
    several = [
        sendgrid("delivered", "1"),
        sendgrid("bounce", "2", type="bounce", status="5.1.1", reason="550 5.1.1 unknown"),
        sendgrid("open", "3"),
        sendgrid("delivered", "1"),
    ]
    assert post("sendgrid", several) == 200
    kinds = DeliveryReport.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["delivered", "bounced_hard"]


def test_an_event_does_nothing_but_be_kept(service: Any, approved: Message) -> None:
    service("mailgun", MAILGUN_WEBHOOK_SIGNING_KEY=KEY)
    with CaptureQueriesContext(connection) as seen:
        post("mailgun", mailgun())
    written = [q["sql"] for q in seen if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert len(written) == 1 and "foia_deliveryreport" in written[0]
    assert Delivery.objects.get().fate == ""


def test_no_address_and_no_reason_is_logged(service: Any, caplog: pytest.LogCaptureFixture) -> None:
    service("mailgun", MAILGUN_WEBHOOK_SIGNING_KEY=KEY)
    with caplog.at_level(logging.DEBUG, logger="root"):
        post("mailgun", mailgun())
        post("mailgun", mailgun(key="another-key"))
        post("mailgun", {"event-data": {"recipient": TO}})
    assert TO not in caplog.text and "5.1.1" not in caplog.text


def test_what_cannot_be_read_is_told_again_later(service: Any) -> None:
    service("postmark")
    assert post("postmark", {"RecordType": "Inbound"}) == 500
    assert not DeliveryReport.objects.exists()


@pytest.mark.parametrize(
    ("raw", "response", "kind"),
    [
        ({"eventType": "Bounce", "bounce": {"bounceType": "Permanent"}}, "", "bounced_hard"),
        ({"eventType": "Bounce", "bounce": {"bounceType": "Transient"}}, "", "bounced_soft"),
        (
            {"eventType": "Bounce", "bounce": {"bounceType": "Undetermined"}},
            "4.4.7",
            "bounced_soft",
        ),
        ({"event": "soft_bounce", "_id": "x"}, "", "bounced_soft"),
        ({"type": "activity.soft_bounced"}, "", "bounced_soft"),
        ({"type": "activity.hard_bounced"}, "450 4.0.0 x", "bounced_hard"),
        ({"event": "bounce", "hard_bounce": False}, "", "bounced_soft"),
        ({}, "550 5.1.1 x", "bounced_hard"),
        ([], "452 4.2.2 full", "bounced_soft"),
    ],
)
def test_soft_and_hard_are_told_apart_in_the_words_of_every_service(
    raw: object, response: str, kind: str
) -> None:
    event = AnymailTrackingEvent(
        event_type="bounced",
        message_id="x",
        recipient=TO,
        esp_event=raw,
        mta_response=response,
        timestamp=datetime(2026, 11, 16, 9, 0),  # noqa: DTZ001  some services name no zone
    )
    webhooks.keep(sender=None, event=event, esp_name="A service")
    assert DeliveryReport.objects.get().kind == kind


def test_one_event_about_several_recipients_is_several_reports() -> None:
    for recipient in (TO, "other@chicago-police.example", TO):
        event = AnymailTrackingEvent(
            event_type="delivered", event_id="one", message_id="x", recipient=recipient
        )
        webhooks.keep(sender=None, event=event, esp_name="A service")
    assert DeliveryReport.objects.count() == 2
