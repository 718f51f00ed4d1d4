"""Five kinds of reply by four doors: kept, filed, read, shown; a table filled; bags that prove it.

Everything is real: letters leave over SMTP into the sandbox's mailbox; answers come by SMTP, out of
a mailbox of Dovecot's, by a provider's call and as uploads over HTTP; people click over HTTP.
"""

import hashlib
import hmac
import io
import re
import shutil
import smtplib
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from django.core.management import CommandError, call_command
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from foia.flow import archive, inbound, match, outbox, read, texts
from foia.gateways import blobs
from foia.gateways.door import Door
from foia.models import (
    Attachment,
    Campaign,
    EvidenceBag,
    Finding,
    Message,
    RecordsRequest,
    SandboxMail,
    User,
)
from tests import documents, dovecot
from tests.conftest import NOW
from tests.flow.campaign_cases import bodies, campaign_of, released
from tests.mails import contract, mail
from tests.story.person import Person

pytestmark = [
    pytest.mark.skipif(dovecot.PROGRAM is None, reason="Dovecot is not installed"),
    pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed"),
]
LATER = NOW + timedelta(days=1)
SECRET, KEY = "anymail:a-long-random-word", "signing-key"
#: Each kind of reply: what it says, and what becomes of the two records that were asked for.
REPLIES = {
    "acknowledgment": (
        "Thank you for your request. We received it on November 16, 2026 and are processing it. "
        "Your request number is F-2026-01184.",
        {},
    ),
    "fee_estimate": (
        "The estimated cost of responding to your request is $125.50 for copies. "
        "Please send payment before we begin processing your request.",
        {},
    ),
    "refused_exemption": (
        "Your request is denied in its entirety under Section 7(1)(v) of the Act.",
        {"usage_policy": "withheld", "contract": "withheld"},
    ),
    "records_full": (
        "All responsive records are attached, and this completes your request.",
        {"usage_policy": "obtained", "contract": "obtained"},
    ),
    "no_records": (
        "We conducted a search.\nNo records responsive to\nyour request exist.",
        {"usage_policy": "confirmed_absent", "contract": "confirmed_absent"},
    ),
}


@pytest.fixture
def mailbox() -> Iterator[dovecot.Server]:
    with dovecot.running() as server:
        yield server


@pytest.fixture
def person(live_server: LiveServer, citizen: User) -> Person:
    return Person(live_server.url, citizen)


@pytest.fixture
def campaign(open_doors: tuple[Door, ...], citizen: User) -> Campaign:
    """Five bodies, asked by letters that a person approved and the sandbox's mailbox caught."""
    made = campaign_of(citizen, NOW, bodies(["us-il"] * len(REPLIES)))
    released(made, citizen, NOW)
    outbox.run(now=NOW)
    assert SandboxMail.objects.count() == len(REPLIES)
    return made


def test_five_kinds_of_reply_by_four_doors(
    campaign: Campaign,
    person: Person,
    mailbox: dovecot.Server,
    settings: Any,
    tmp_path: Path,
) -> None:
    asked = dict(zip(REPLIES, campaign.requests.order_by("pk"), strict=True))
    by_smtp(answer("acknowledgment", asked), port=settings.DOOR_PORT)
    by_a_providers_call(answer("fee_estimate", asked), asked["fee_estimate"], person.site, settings)
    out_of_a_mailbox(answer("refused_exemption", asked), mailbox, settings)
    full = answer("records_full", asked, files={"contract.pdf": contract()})
    upload(person, asked["records_full"], "answer.eml", full)
    scan = documents.picture(REPLIES["no_records"][0])
    upload(person, asked["no_records"], "scan.png", scan, on="2026-11-20", channel="post")
    for room in (inbound, match, read, texts, read):
        room.run(now=LATER)
    stored_and_filed(asked, scan)
    clicks = decide_what_is_asked(person)
    assert set(clicks.values()) <= {1}
    read_and_shown(person, asked)
    the_table_is_filled(person, campaign, asked)
    request = asked["records_full"]
    a_changed_byte_is_found(fetched(person, "request_bags", request.uuid, tmp_path / "one"))
    bag = fetched(person, "campaign_bags", campaign.uuid, tmp_path / "all")
    assert {place.name for place in (bag / "data" / "requests").iterdir()} == {
        request.reference for request in asked.values()
    }
    a_changed_byte_is_found(bag)


def answer(kind: str, asked: dict[str, RecordsRequest], **more: Any) -> bytes:
    """Return the reply of a kind as its body sends it."""
    request = asked[kind]
    sender = request.agency.contacts.get().address
    return mail(
        REPLIES[kind][0], to=request, sender=sender, subject=f"Your request: {kind}", **more
    )


def by_smtp(content: bytes, *, port: int) -> None:
    to = re.findall(rb"^To: (\S+)\r$", content, re.MULTILINE)[0].decode()
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as line:
        line.sendmail("foia@body.example", [to], content)


def by_a_providers_call(content: bytes, request: RecordsRequest, site: str, settings: Any) -> None:
    settings.INBOUND_SERVICE = "mailgun"
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "MAILGUN_WEBHOOK_SIGNING_KEY": KEY}
    at = str(int(NOW.timestamp()) + 3600)
    signature = hmac.new(KEY.encode(), f"{at}token".encode(), hashlib.sha256).hexdigest()
    told = {"timestamp": at, "token": "token", "signature": signature}
    to = f"r-{request.reply_token}@{settings.REPLY_DOMAIN}"
    told |= {"sender": "foia@body.example", "recipient": to, "body-mime": content.decode()}
    name, _, word = SECRET.partition(":")
    where = f"{site}{reverse('webhook_mail', args=['mailgun'])}"
    assert requests.post(where, told, auth=(name, word), timeout=30).status_code == 200


def out_of_a_mailbox(content: bytes, mailbox: dovecot.Server, settings: Any) -> None:
    settings.IMAP_URLS = [mailbox.url]
    mailbox.put(content)
    assert inbound.visit(now=LATER) == 1


def upload(person: Person, request: RecordsRequest, name: str, content: bytes, **told: str) -> None:
    path = reverse("bring_in_request", args=[request.uuid])
    fields = {"channel": "email", "sender": "Records Section", **told}
    person.press(person.load(path), path, fields, {"brought": (name, io.BytesIO(content))})


def stored_and_filed(asked: dict[str, RecordsRequest], scan: bytes) -> None:
    """Each reply is one message of its own request, and its bytes are those that came."""
    doors: set[str] = set()
    for kind, request in asked.items():
        message = Message.objects.incoming().get(request=request)
        doors.update(message.arrivals.values_list("door", flat=True))
        if kind == "no_records":
            assert blobs.read(message.attachments.get().blob_id) == scan
        else:
            assert REPLIES[kind][0].split()[0].encode() in blobs.read(str(message.raw_id))
    assert doors == {"smtp", "webhook", "imap", "brought"}
    assert not Message.objects.in_triage().exists()


def decide_what_is_asked(person: Person) -> Counter[str]:
    """Press our guess for each reply that waits at the desk; return how often for each."""
    clicks: Counter[str] = Counter()
    page = person.load(reverse("replies"))
    while decide := re.search(r'action="(/replies/\d+/decide/)', page):
        guess = re.search(r'name="kind" value="(\w+)"[^>]*class="primary"', page)
        assert guess, "the desk asks without a guess"
        clicks[decide[1]] += 1
        page = person.press(page, decide[1], {"kind": guess[1]})
    return clicks


def read_and_shown(person: Person, asked: dict[str, RecordsRequest]) -> None:
    for kind, request in asked.items():
        message = Message.objects.incoming().select_related("reading").get(request=request)
        assert (message.reading.decided_kind or message.reading.kind) == kind
        page = person.load(reverse("records_request", args=[request.uuid]))
        assert f'id="message-{message.pk}"' in page
        for found in Finding.objects.filter(request=request):
            assert found.message_id == message.pk and found.quote
    file = Attachment.objects.get(name="contract.pdf")
    got = person.line.get(person.site + reverse("attachment", args=[file.pk]), timeout=30)
    assert got.content == contract()


def the_table_is_filled(
    person: Person, campaign: Campaign, asked: dict[str, RecordsRequest]
) -> None:
    for kind, request in asked.items():
        found = dict(Finding.objects.filter(request=request).values_list("category", "state"))
        assert found == REPLIES[kind][1]
    table = person.load(reverse("campaign_grid", args=[campaign.uuid]))
    for request in asked.values():
        assert request.agency.name in table
    shown = Counter(re.findall(r'class="[^"]*\b(withheld|obtained|confirmed_absent)\b', table))
    assert all(shown[state] >= 2 for state in ("withheld", "obtained", "confirmed_absent"))


def fetched(person: Person, name: str, uuid: object, place: Path) -> Path:
    """Have a bag made on screen, download it and unpack it."""
    path = reverse(name, args=[uuid])
    person.press(person.load(path), path, {"for": "us"})
    archive.run_bags(now=LATER)
    ready = re.search(r'href="(/[^"]+)">Download', person.load(path))
    assert ready, EvidenceBag.objects.values_list("state", "trouble")
    content = person.line.get(person.site + ready[1], timeout=30).content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        packed.extractall(place)
    (folder,) = place.iterdir()
    return folder


def a_changed_byte_is_found(folder: Path) -> None:
    """Both programs find the bag whole, and both find one changed byte of an original."""
    assert (by_bagit(folder), by_us(folder)) == (True, True)
    original = next(path for path in folder.rglob("mail.eml") if path.parent.name == "002-in")
    content = original.read_bytes()
    original.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    assert (by_bagit(folder), by_us(folder)) == (False, False)


def by_bagit(folder: Path) -> bool:
    tool = [sys.executable, "-m", "bagit", "--validate", str(folder)]
    return subprocess.run(tool, capture_output=True, check=False).returncode == 0


def by_us(folder: Path) -> bool:
    try:
        call_command("verify_archive", str(folder), stdout=io.StringIO())
    except CommandError:
        return False
    return True
