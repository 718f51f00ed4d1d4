"""Files and mails on screen: made harmless, shown as pictures and text, downloaded as they came."""

import base64
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from foia.flow import texts
from foia.gateways.extract.formatted import formatted
from foia.models import Attachment, DocumentText, Message, RecordsRequest
from foia.web.answers import safe_type
from tests import documents
from tests.web.conftest import mail, receive, signed_in

Answer = Callable[..., Attachment]


@pytest.fixture
def answer(sent: RecordsRequest, now: datetime) -> Answer:
    """A function that receives an answer with a file, which the room of texts has read."""

    def answer(name: str, kind: str, content: bytes) -> Attachment:
        encoded = base64.encodebytes(content).decode()
        kind = f"{kind}\nContent-Transfer-Encoding: base64"
        message = receive(mail(sent, "Please see the file.", attachment=(name, kind, encoded)))
        texts.run(now=now)
        return message.attachments.select_related("document").get()

    return answer


def page_of(browser: Client, name: str, *args: object, query: str = "") -> str:
    response = browser.get(reverse(name, args=args) + query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_file_is_seen_as_pictures_and_text_before_it_is_opened(
    answer: Answer, owner: Client, sent: RecordsRequest, django_assert_max_num_queries: Any
) -> None:
    file = answer("policy.pdf", "application/pdf", documents.pdf(["No policy exists.", "Two."]))
    with django_assert_max_num_queries(20):
        page = page_of(owner, "file", file.pk)
    assert "No policy exists." in page and "2 pages" in page and "not scanned" in page
    picture = owner.get(reverse("file_picture", args=[file.pk, 2]))
    assert picture["Content-Type"] == "image/webp" and picture.content[:4] == b"RIFF"
    assert "sandbox" in picture["Content-Security-Policy"]
    assert owner.get(reverse("file_picture", args=[file.pk, 3])).status_code == 404
    request = page_of(owner, "records_request", sent.uuid)
    assert reverse("file_picture", args=[file.pk, 1]) in request and "2 pages" in request


def test_a_long_file_is_seen_ten_pages_at_a_time_from_the_page_asked_for(
    answer: Answer, owner: Client, now: datetime
) -> None:
    file = answer("long.pdf", "application/pdf", documents.long_pdf(25))
    assert "Pages 1 to 10 of 25" in page_of(owner, "file", file.pk)
    page = page_of(owner, "file", file.pk, query="?from=17")
    assert 'id="page-17"' in page and "Pages 17 to 25 of 25" in page and "?from=7" in page
    for odd in ("99999", "x", "-1", "٣", "9999999999999999"):
        page_of(owner, "file", file.pk, query=f"?from={odd}")
    assert "The first 3 pages are shown as pictures." in page
    assert owner.post(reverse("file_more", args=[file.pk])).status_code == 302
    assert "More pictures are being made." in page_of(owner, "file", file.pk)
    texts.run(now=now)
    assert owner.get(reverse("file_picture", args=[file.pk, 13])).status_code == 200


@pytest.mark.parametrize(
    "columns,said",
    [
        ({"state": "waiting", "pages": None}, "has not been read yet"),
        ({"state": "waiting", "pages": 90, "pages_done": 7}, "being read: page 7 of 90"),
        ({"state": "lacking", "trouble": "no_ocr"}, "Tesseract, which recognises letters"),
        ({"state": "lacking", "trouble": "no_language"}, "does not know here"),
        ({"state": "failed", "trouble": "broken"}, "broken or damaged"),
        ({"state": "failed", "trouble": "locked"}, "asks for a password"),
        ({"state": "failed", "trouble": "too_slow"}, "took too long"),
        ({"state": "failed", "trouble": "too_large"}, "may be read safely"),
        ({"state": "failed", "trouble": "too_many_pages"}, "more pages than are read"),
        ({"state": "unreadable"}, "hold no text that can be read"),
        ({"state": "done", "is_ocr": True}, "compare it before you quote it"),
        ({"scan": "clean"}, "scanned, no virus found"),
        ({"scan": "too_large"}, "too large to be scanned"),
    ],
)
def test_how_it_stands_with_a_file_is_said(
    answer: Answer, owner: Client, sent: RecordsRequest, columns: dict[str, Any], said: str
) -> None:
    file = answer("a.txt", "text/plain", b"Hello")
    DocumentText.objects.filter(pk=file.document_id).update(**columns)
    assert said in page_of(owner, "file", file.pk)
    assert said in page_of(owner, "records_request", sent.uuid)


def test_an_infected_file_is_kept_and_handed_to_staff_alone_after_a_warning(
    answer: Answer, owner: Client, sent: RecordsRequest, now: datetime
) -> None:
    file = answer("bad.txt", "text/plain", b"bad bytes")
    found = {"scan": "infected", "scan_found": "Own.Test", "scanned_at": now}
    DocumentText.objects.filter(pk=file.document_id).update(**found)
    refused = owner.get(reverse("attachment", args=[file.pk]))
    assert refused.status_code == 422 and b"bad bytes" not in refused.content
    assert owner.post(reverse("attachment", args=[file.pk])).status_code == 404
    assert "virus found" in page_of(owner, "records_request", sent.uuid)
    sent.requester.is_staff = True
    sent.requester.save()
    staff = signed_in(sent.requester)
    warned = staff.get(reverse("attachment", args=[file.pk]))
    assert b"Own.Test" in warned.content and "Content-Disposition" not in warned
    handed = staff.post(reverse("attachment", args=[file.pk]))
    assert handed.content == b"bad bytes" and "attachment" in handed["Content-Disposition"]


@pytest.mark.parametrize(
    "kind,served",
    [
        ("text/html", "application/octet-stream"),
        ("image/svg+xml", "application/octet-stream"),
        ("application/pdf", "application/pdf"),
        ("text/plain", "text/plain"),
        ("bild/ä ö", "application/octet-stream"),
    ],
)
def test_a_download_is_never_a_page_of_ours(
    answer: Answer, owner: Client, kind: str, served: str
) -> None:
    content = b"%PDF-1.7 <script>" if "pdf" in kind else b"<script>alert(1)</script>"
    got = owner.get(reverse("attachment", args=[answer("x", kind, content).pk]))
    assert got.content.strip() == content and got["Content-Type"] == served
    assert got["Content-Disposition"].startswith("attachment")
    assert got["X-Content-Type-Options"] == "nosniff"
    assert got["Content-Security-Policy"].startswith("sandbox")


def test_what_is_no_media_type_becomes_no_header() -> None:
    assert safe_type("text/plain\nX-Evil: 1") == safe_type("") == "application/octet-stream"


HOSTILE = """<html><head><style>@import url(https://spy.example/a.css)</style>
<meta http-equiv="refresh" content="0;url=https://spy.example"><base href="https://spy.example">
<script>fetch('https://spy.example')</script></head><body onload="alert(1)" background="https://spy.example/b.png">
<p style="background:url(https://spy.example/c.png)">Dear <b>Ms Resident</b></p>
<a href="https://evil.example/login?a=1&amp;b=2">https://www.chicago.gov/foia</a>
<a href="javascript:alert(1)">click</a> <a href="data:text/html,x">data</a>
<a href="https://plain.example/">https://plain.example/</a>
<img src="https://spy.example/pixel.gif" alt="Our seal" onerror="alert(1)"><img src="cid:1">
<form action="https://spy.example"><input name="password"><button>Send</button></form>
<svg onload="alert(1)"></svg><math><mtext></form><iframe src="https://spy.example"></iframe></body></html>"""


def html_mail(request: RecordsRequest, markup: str) -> bytes:
    plain = mail(request, markup)
    return plain.replace(b"Content-Type: text/plain", b"Content-Type: text/html")


def test_a_mail_is_handed_out_as_it_came_unless_a_virus_is_in_it(
    sent: RecordsRequest, owner: Client
) -> None:
    content = mail(sent, "Word " * 50_000)
    message = receive(content)
    address = reverse("message_raw", args=[message.uuid])
    got = owner.get(address)
    assert got.content == content
    assert got["Content-Disposition"].startswith("attachment")
    shown = page_of(owner, "records_request", sent.uuid)
    assert address in shown and "Only the beginning of its text is shown here." in shown
    assert len(shown) < 300_000
    file = message.attachments.create(position=0, blob_id=message.raw_id, name="a.exe")
    file.document = DocumentText.objects.create(
        blob_id=message.raw_id, scan=DocumentText.Scan.INFECTED
    )
    file.save()
    refused = owner.get(address)
    assert refused.status_code >= 400 and content not in refused.content


@pytest.mark.parametrize(
    "markup",
    [
        '<a title="x" href="https://evil.example/">https://bank.example</a>',
        '<a lang="x" href="https://evil.example/">https://bank.example</a>',
    ],
)
def test_no_attribute_hides_where_a_link_leads(markup: str) -> None:
    assert formatted(markup).links == ("https://evil.example/",)


@pytest.mark.parametrize("target", ["/accounts/logout/", "//evil.example", "http:x", "?a=1", "x"])
def test_no_link_of_a_mail_leads_to_a_page_of_ours(target: str) -> None:
    assert "href" not in formatted(f'<a href="{target}">here</a>').html


def test_a_formatted_mail_is_shown_without_anything_that_acts_or_loads(
    sent: RecordsRequest, owner: Client
) -> None:
    message = receive(html_mail(sent, HOSTILE))
    frame = owner.get(reverse("message_html", args=[message.uuid]))
    shown = frame.content.decode().partition("<body>")[2]
    for hostile in ("script", "spy.example", "onload", "onerror", "javascript:", "data:", "<img",
                    "<form", "<input", "style=", "<svg", "<iframe", "<base", "<meta"):  # fmt: skip
        assert hostile not in shown, hostile
    assert "<b>Ms Resident</b>" in shown and "[Our seal]" in shown
    assert "<code>https://evil.example/login?a=1&amp;b=2</code>" in shown
    assert shown.count("https://plain.example/") == 2  # its words say where it leads
    assert shown.count('rel="noreferrer noopener nofollow" target="_blank"') == 2
    policy = frame["Content-Security-Policy"]
    assert "sandbox" in policy and "allow-scripts" not in policy and "default-src 'none'" in policy
    assert "allow-same-origin" not in policy
    assert frame["X-Frame-Options"] == "SAMEORIGIN" and frame["Referrer-Policy"] == "no-referrer"
    page = page_of(owner, "message_formatted", message.uuid)
    assert "2 pictures were left out" in page and "evil.example/login?a=1&amp;b=2" in page
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page


def test_a_plain_mail_says_that_it_has_no_other_form(sent: RecordsRequest, owner: Client) -> None:
    message = receive(mail(sent, "Plain words."))
    assert "This mail is plain text" in page_of(owner, "message_formatted", message.uuid)


@pytest.mark.parametrize("markup", ["<div>" * 200_000, "<table>" * 50_000, "<a href=x>" * 100_000])
def test_markup_without_end_ends(markup: str) -> None:
    try:
        assert formatted(markup) is not None
    except Exception as error:
        assert type(error).__name__ == "Trouble"


def test_strangers_see_neither_files_nor_mails(
    answer: Answer, stranger: Client, client: Client
) -> None:
    file = answer("a.pdf", "application/pdf", documents.pdf(["No."]))
    addresses = [
        reverse("file", args=[file.pk]),
        reverse("file_picture", args=[file.pk, 1]),
        reverse("message_formatted", args=[file.message.uuid]),
        reverse("message_html", args=[file.message.uuid]),
    ]
    assert [stranger.get(address).status_code for address in addresses] == [404] * 4
    assert [client.get(address).status_code for address in addresses] == [302] * 4


def test_our_own_letters_have_no_other_form(sent: RecordsRequest, owner: Client) -> None:
    letter = Message.objects.get(request=sent)
    assert owner.get(reverse("message_html", args=[letter.uuid])).status_code == 404
