"""Mail that a provider hands in is checked, kept before it is thanked for, and kept once."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlencode

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.test import Client

from foia.flow import inbound
from foia.gateways import blobs
from foia.gateways.webhook_mail import ADDRESSES
from foia.models import Arrival, Message
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
SECRET = "anymail:a-long-random-word"
KEY = "signing-key"
TO = "r-abcdefghjkmnpqrstuvwxyz234@reply.openshutter.example"
FROM = "foia@city.example"
HEAD = f"From: {FROM}\r\nTo: {TO}\r\nSubject: Answer\r\nMessage-ID: <1@city.example>\r\n"
RAW = f"{HEAD}Content-Type: text/plain; charset=utf-8\r\n\r\nNo such policy exists.\r\n"
FILE = base64.b64encode(b"%PDF-1.4 contract").decode()


@dataclass
class Told:
    """One call as a provider makes it, and what django-anymail must be told for it."""

    body: bytes
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    is_whole: bool = True


def told(body: Any, **more: Any) -> Told:
    return Told(json.dumps(body).encode(), **more)


def form(fields: Mapping[str, str | bytes], **more: Any) -> Told:
    """The fields as parts of a form, files by the names that have a dot."""
    pieces = []
    for name, value in fields.items():
        content = value if isinstance(value, bytes) else value.encode()
        file = f'; filename="{name}.pdf"\r\nContent-Type: application/pdf' if "-1" in name else ""
        head = f'--x\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'
        pieces.append(head.encode() + content + b"\r\n")
    body = b"".join(pieces) + b"--x--\r\n"
    return Told(body, content_type="multipart/form-data; boundary=x", **more)


def signed_by_mailgun(fields: Mapping[str, str | bytes]) -> dict[str, str | bytes]:
    signature = hmac.new(KEY.encode(), b"1529006854token", hashlib.sha256).hexdigest()
    told = {"timestamp": "1529006854", "token": "token", "signature": signature}
    return {**told, "sender": FROM, "recipient": TO, **fields}


MAILGUN = {"MAILGUN_WEBHOOK_SIGNING_KEY": KEY}


def mailgun() -> Told:
    return form(signed_by_mailgun({"body-mime": RAW}), settings=MAILGUN)


def mailgun_in_pieces() -> Told:
    headers = [line.split(": ", 1) for line in HEAD.strip().split("\r\n")]
    fields = signed_by_mailgun(
        {
            "message-headers": json.dumps(headers),
            "body-plain": "No such policy exists.",
            "attachment-count": "1",
            "attachment-1": base64.b64decode(FILE),
        }
    )
    return form(fields, settings=MAILGUN, is_whole=False)


def postmark(**fields: Any) -> Told:
    body = {"MessageID": "2706ee8a", "OriginalRecipient": TO, "RawEmail": RAW}
    path = {"Name": "Return-Path", "Value": f"<{FROM}>"}
    return told({**body, "Headers": [path], **fields})


def postmark_in_pieces() -> Told:
    fields = {
        "MessageID": "2706ee8b",
        "OriginalRecipient": TO,
        "FromFull": {"Email": FROM, "Name": "Records"},
        "ToFull": [{"Email": TO, "Name": ""}],
        "Subject": "Answer",
        "TextBody": "No such policy exists.",
        "Headers": [],
        "Attachments": [{"Name": "c.pdf", "Content": FILE, "ContentType": "application/pdf"}],
    }
    return told(fields, is_whole=False)


def sendgrid() -> Told:
    envelope = json.dumps({"from": FROM, "to": [TO, "r-other@reply.openshutter.example"]})
    return form({"email": RAW, "envelope": envelope})


def sparkpost() -> Told:
    content = {
        "email_rfc822": base64.b64encode(RAW.encode()).decode(),
        "email_rfc822_is_base64": True,
    }
    relay = {"content": content, "protocol": "smtp", "msg_from": FROM, "rcpt_to": TO}
    return told([{"msys": {"relay_message": relay}}])


def mandrill() -> Told:
    event = {"event": "inbound", "ts": 1529006854, "msg": {"raw_msg": RAW, "email": TO}}
    fields = {"mandrill_events": json.dumps([event])}
    where = f"http://{SECRET}@testserver/webhooks/mandrill/inbound/"
    words = f"{where}mandrill_events{fields['mandrill_events']}"
    signature = base64.b64encode(hmac.new(KEY.encode(), words.encode(), "sha1").digest()).decode()
    return Told(
        urlencode(fields).encode(),
        content_type="application/x-www-form-urlencoded",
        headers={"x-mandrill-signature": signature},
        settings={"MANDRILL_WEBHOOK_KEY": KEY},
    )


def postal() -> Told:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    spki = serialization.PublicFormat.SubjectPublicKeyInfo
    public = key.public_key().public_bytes(serialization.Encoding.PEM, spki).decode()
    message = base64.b64encode(RAW.encode()).decode()
    call = told({"id": 7, "rcpt_to": TO, "mail_from": FROM, "message": message, "base64": True})
    signature = key.sign(call.body, padding.PKCS1v15(), hashes.SHA1())
    call.headers = {"x-postal-signature": base64.b64encode(signature).decode()}
    call.settings = {"POSTAL_WEBHOOK_KEY": "".join(public.split("\n")[1:-2])}
    return call


def mailersend() -> Told:
    data = {
        "id": "abc",
        "created_at": "2026-11-16T14:00:00Z",
        "raw": RAW,
        "sender": {"email": FROM},
        "recipients": {"rcptTo": [{"email": TO}]},
    }
    call = told({"type": "inbound.message", "data": data})
    signature = hmac.new(KEY.encode(), call.body, hashlib.sha256).hexdigest()
    call.headers, call.settings = {"Signature": signature}, {"MAILERSEND_INBOUND_SECRET": KEY}
    return call


def mailjet() -> Told:
    headers = dict(line.split(": ", 1) for line in HEAD.strip().split("\r\n"))
    part = {
        "Headers": {"Content-Type": 'application/pdf; name="c.pdf"'},
        "ContentRef": "Attachment1",
    }
    body = {
        "Sender": FROM,
        "Recipient": TO,
        "Headers": headers,
        "Text-part": "No such policy exists.",
        "Parts": [part],
        "Attachment1": FILE,
    }
    return told(body, is_whole=False)


def brevo() -> Told:
    headers = dict(line.split(": ", 1) for line in HEAD.strip().split("\r\n"))
    headers |= {"Return-Path": f"<{FROM}>", "Delivered-To": f"<{TO}>"}
    item = {"Uuid": ["u-1"], "Headers": headers, "RawTextBody": "No such policy exists."}
    return told({"items": [item]}, is_whole=False, settings={"BREVO_API_KEY": "x"})


def amazon_ses() -> Told:
    receipt = {
        "recipients": [TO],
        "action": {"type": "SNS", "encoding": "BASE64"},
        "dmarcVerdict": {"status": "PASS"},
    }
    event = {
        "notificationType": "Received",
        "mail": {"source": FROM, "messageId": "m-1", "timestamp": "2026-11-16T14:00:00Z"},
        "receipt": receipt,
        "content": base64.b64encode(RAW.encode()).decode(),
    }
    notice = {"Type": "Notification", "MessageId": "n-1", "Message": json.dumps(event)}
    headers = {"x-amz-sns-message-type": "Notification", "x-amz-sns-message-id": "n-1"}
    return told(notice, headers=headers)


class Service(BaseHTTPRequestHandler):
    """A provider on loopback from which the mail itself is fetched."""

    def do_GET(self) -> None:
        is_raw = self.path == "/raw"
        where = f"http://127.0.0.1:{self.server.server_address[1]}/raw"
        named = {"id": "m", "raw_message_url": where, "raw": {"download_url": where}}
        self.send_response(200)
        self.end_headers()
        self.wfile.write(RAW.encode() if is_raw else json.dumps(named).encode())

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def provider() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()


def mailtrap(api: str = "") -> Told:
    event = {"event": "inbound.message_received", "event_id": "e-1", "timestamp": 1529006854}
    event |= {"inbox_id": 5, "message_id": "m"}
    settings = {"MAILTRAP_API_TOKEN": "x", "MAILTRAP_API_URL": api}
    return told({"events": [event]}, is_whole=False, settings=settings)


def resend(api: str = "") -> Told:
    event = {"type": "email.received", "created_at": "2026-11-16T14:00:00Z"}
    settings = {"RESEND_API_KEY": "x", "RESEND_API_URL": api}
    call = told({**event, "data": {"email_id": "m"}}, is_whole=False, settings=settings)
    call.headers = {"svix-id": "s-1"}
    return call


CALLS: dict[str, list[Callable[[], Told]]] = {
    "amazon_ses": [amazon_ses],
    "brevo": [brevo],
    "mailersend": [mailersend],
    "mailgun": [mailgun, mailgun_in_pieces],
    "mailjet": [mailjet],
    "mandrill": [mandrill],
    "postal": [postal],
    "postmark": [postmark, postmark_in_pieces],
    "sendgrid": [sendgrid],
    "sparkpost": [sparkpost],
}
EACH = [(name, call) for name, calls in CALLS.items() for call in calls]


@pytest.fixture
def hand_in(settings: Any) -> Callable[..., int]:
    """A function that configures a provider and makes a call of it; the status of the answer."""

    def call(service: str, told: Told, *, secret: str = SECRET) -> int:
        settings.EMAIL_BACKEND = f"anymail.backends.{service}.EmailBackend"
        settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, **told.settings}
        auth = {"authorization": "Basic " + base64.b64encode(secret.encode()).decode()}
        answer = Client(raise_request_exception=False).post(
            f"/webhooks/{service}/inbound/",
            told.body,
            content_type=told.content_type,
            headers={**told.headers, **(auth if secret else {})},
        )
        return answer.status_code

    return call


@pytest.mark.filterwarnings("ignore:django-anymail has dropped")
@pytest.mark.parametrize(
    ("service", "call"), EACH, ids=lambda value: getattr(value, "__name__", "")
)
def test_each_provider_hands_a_mail_in_once_however_often_it_calls(
    service: str, call: Callable[[], Told], hand_in: Callable[..., int]
) -> None:
    told = call()
    assert [hand_in(service, told) for _ in range(3)] == [200] * 3
    arrival = Arrival.objects.get()
    kept = blobs.read(arrival.blob_id)
    assert (kept == RAW.encode()) is told.is_whole
    assert TO in arrival.envelope_to
    assert arrival.envelope_from in (FROM, "")
    if not told.is_whole:
        assert blobs.read(arrival.files.get().blob_id) == told.body
    inbound.run(now=NOW)
    message = Message.objects.get()
    assert (message.subject, message.body_text.strip()) == ("Answer", "No such policy exists.")
    assert message.marks["tokens"] == ["abcdefghjkmnpqrstuvwxyz234"]


@pytest.mark.parametrize(("service", "call"), [("mailtrap", mailtrap), ("resend", resend)])
def test_a_provider_that_only_announces_is_asked_for_the_mail(
    service: str, call: Callable[[str], Told], provider: str, hand_in: Callable[..., int]
) -> None:
    assert [hand_in(service, call(provider)) for _ in range(2)] == [200] * 2
    assert Arrival.objects.count() == 1
    inbound.run(now=NOW)
    assert Message.objects.get().body_text.strip() == "No such policy exists."


@pytest.mark.parametrize(("service", "call"), [("mailtrap", mailtrap), ("resend", resend)])
def test_a_provider_that_does_not_answer_is_to_call_again(
    service: str, call: Callable[[str], Told], hand_in: Callable[..., int]
) -> None:
    assert hand_in(service, call("http://127.0.0.1:1/")) == 500
    assert not Arrival.objects.exists()


def test_every_provider_of_mail_is_tried_here() -> None:
    assert set(ADDRESSES) == {*CALLS, "mailtrap", "resend"}


@pytest.mark.filterwarnings("ignore:django-anymail has dropped")
@pytest.mark.parametrize(
    ("service", "call"), EACH, ids=lambda value: getattr(value, "__name__", "")
)
def test_without_the_secret_nothing_is_kept(
    service: str, call: Callable[[], Told], hand_in: Callable[..., int]
) -> None:
    assert hand_in(service, call(), secret="anymail:wrong") == 400
    assert hand_in(service, call(), secret="") in (400, 401)
    assert not Arrival.objects.exists()


@pytest.mark.parametrize(
    ("service", "call", "header"),
    [
        ("mailersend", mailersend, "Signature"),
        ("mandrill", mandrill, "x-mandrill-signature"),
        ("postal", postal, "x-postal-signature"),
    ],
)
def test_a_forged_signature_is_refused(
    service: str, call: Callable[[], Told], header: str, hand_in: Callable[..., int]
) -> None:
    forged = call()
    forged.headers = {header: "Zm9yZ2Vk"}
    assert hand_in(service, forged) == 400
    assert not Arrival.objects.exists()


def test_only_the_provider_that_is_configured_finds_the_address(
    settings: Any, hand_in: Callable[..., int]
) -> None:
    settings.INBOUND_SERVICE = "mailgun"
    assert hand_in("postmark", postmark()) == 404
    settings.INBOUND_SERVICE = "postmark"
    assert hand_in("postmark", postmark()) == 200
    assert hand_in("unisender_go", postmark()) == 404


def test_letters_that_are_no_utf8_are_kept_as_they_came(hand_in: Callable[..., int]) -> None:
    raw = f"{HEAD}Content-Type: text/plain; charset=latin1\r\n\r\nRéponse".encode("latin-1")
    assert hand_in("mailgun", form(signed_by_mailgun({"body-mime": raw}), settings=MAILGUN)) == 200
    assert blobs.read(Arrival.objects.get().blob_id) == raw


def test_a_mail_larger_than_what_forms_may_have_is_taken_and_a_huge_one_refused(
    settings: Any, hand_in: Callable[..., int]
) -> None:
    large = RAW.encode() + b"x" * 8_000_000
    told = form(signed_by_mailgun({"body-mime": large}), settings=MAILGUN)
    assert hand_in("mailgun", told) == 200
    assert blobs.read(Arrival.objects.get().blob_id) == large
    settings.MAX_MAIL_BYTES = 1_000_000
    assert hand_in("mailgun", told) == 413


def test_a_genuine_call_that_nobody_understands_is_kept_and_said(
    hand_in: Callable[..., int],
) -> None:
    odd = told({"MessageID": "1", "Headers": "none", "Attachments": 5})
    assert [hand_in("postmark", odd) for _ in range(2)] == [200] * 2
    arrival = Arrival.objects.get()
    assert (arrival.state, blobs.read(arrival.blob_id)) == (Arrival.State.FAILED, odd.body)
    assert "could not be understood" in arrival.trouble


def test_a_mail_that_cannot_be_stored_is_not_thanked_for(
    settings: Any, hand_in: Callable[..., int]
) -> None:
    settings.BLOB_DIR.write_text("a file where a folder should be")
    assert hand_in("postmark", postmark()) == 503
    assert not Arrival.objects.exists()


def test_what_the_service_found_of_the_sender_is_kept(hand_in: Callable[..., int]) -> None:
    hand_in("amazon_ses", amazon_ses())
    inbound.run(now=NOW)
    assert Message.objects.get().authentication == {"dmarc": "pass", "by": "Amazon SES"}
