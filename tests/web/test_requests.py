"""A request's page tells the whole story, safely, in a fixed number of queries."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foia import docket
from foia.flow import compose, law_changes, outbox
from foia.models import Deadline, DocketEntry, Message, RecordsRequest, User
from tests.conftest import approve
from tests.web.conftest import Rows, mail, receive

EXTENSION = """Dear Rosa,

pursuant to 5 ILCS 140/3(e) the Department is extending the time to respond by five (5)
business days.

On Mon, Nov 16, 2026 at 9:12 AM Rosa Resident wrote:
> I ask for the use policy.
"""


def page_of(request: RecordsRequest, browser: Client) -> str:
    answer = browser.get(reverse("records_request", args=[request.uuid]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_sent_request_shows_what_happened_and_day_by_day_what_is_due(
    sent: RecordsRequest, owner: Client
) -> None:
    page = page_of(sent, owner)
    for words in ("The request was sent", "5 ILCS 140/3(d)", "Mon, Nov 23, 2026", "Saturday"):
        assert words in page
    assert page.count('<svg class="picture') == 2
    assert "presumed, not known" in page


def test_an_extension_moves_the_date_and_shows_why_we_think_so(
    sent: RecordsRequest, owner: Client
) -> None:
    receive(mail(sent, EXTENSION))
    page = page_of(sent, owner)
    assert "Wed, Dec 2, 2026" in page
    assert "Thanksgiving" in page
    assert "<mark" in page
    assert "They take longer, and say so in writing" in page


def test_dates_that_moved_stand_with_the_reason_and_both_days(
    sent: RecordsRequest, owner: Client, now: datetime
) -> None:
    assert "Dates that moved" not in page_of(sent, owner)
    law_changes.run(now=now)
    Deadline.objects.filter(request=sent, term="response").update(due_on=date(2026, 11, 20))
    why = "Friday 2026-11-20 is closed (Day of mourning)."
    law_changes.of_body(agency=sent.agency, why=why, now=now)
    law_changes.run(now=now)
    page = page_of(sent, owner)
    assert page.index("Dates that moved") < page.index(why)
    assert page.index("Fri, Nov 20, 2026</td>") < page.index("<strong>Mon, Nov 23, 2026</strong>")


def test_a_reminder_that_left_stands_under_what_happened_and_moves_no_clock(
    sent: RecordsRequest, owner: Client, citizen: User, now: datetime
) -> None:
    late = now + timedelta(days=11)
    reminder = approve(compose.follow_up(request=sent, kind="overdue", now=late), citizen, late)
    said = f'<a href="#message-{reminder.pk}">You wrote to them: Remind them'
    assert said not in page_of(sent, owner), "approved is not sent"
    outbox.run(now=late)
    page = page_of(sent, owner)
    assert page.index("The request was sent") < page.index(said)
    assert f'<li value="2"><span class="n" aria-hidden="true">2</span><div>{said}' in page
    assert DocketEntry.objects.filter(request=sent).count() == 1


def test_what_is_presumed_is_a_doubt_and_what_the_law_says_is_not(
    sent: RecordsRequest, owner: Client
) -> None:
    receive(mail(sent, EXTENSION))
    page = page_of(sent, owner)
    doubts = page.split("What we are not sure of")[1].split("</section>")[0]
    assert "is presumed from the sending" in doubts


def test_repeated_text_is_folded_and_not_hidden(sent: RecordsRequest, owner: Client) -> None:
    receive(mail(sent, EXTENSION))
    page = page_of(sent, owner)
    folded = page.index('<details class="quoted">')
    assert page.index("I ask for the use policy.", folded) > folded


def test_mail_is_text_on_the_page_whatever_it_holds(sent: RecordsRequest, owner: Client) -> None:
    receive(mail(sent, "<img src=x onerror=alert(1)>\n\u202egnirts", subject="<b>hi</b> {{ 7 }}"))
    page = page_of(sent, owner)
    assert "<img src=x" not in page
    assert "<b>hi</b>" not in page
    unmarked = re.sub("</?mark[^>]*>", "", page)  # words that a reading rests on
    assert "&lt;img src=x onerror=alert(1)&gt;" in unmarked


def test_a_doubtful_answer_waits_for_a_person_and_then_counts(rows: Rows, owner: Client) -> None:
    assert "We are not sure what this is" in page_of(rows.sent, owner)
    assert "Say what they wrote" in page_of(rows.sent, owner)
    before = DocketEntry.objects.filter(request=rows.sent).count()
    where = reverse("reading_decide", args=[rows.reading.pk])
    nonsense = owner.post(where, {"kind": "telegram"})
    assert nonsense.status_code == 422
    assert owner.post(where, {"kind": "no_records"}).status_code == 302
    assert DocketEntry.objects.filter(request=rows.sent).count() == before + 1
    page = page_of(rows.sent, owner)
    assert "They say they hold no such records" in page
    assert owner.post(where, {"kind": "extension"}).status_code == 422, "decided once"


@pytest.mark.parametrize(("said", "state"), [("yes", "awaiting_response"), ("no", "not_sent")])
def test_an_unclear_hand_over_is_settled_by_the_person(
    said: str, state: str, rows: Rows, owner: Client
) -> None:
    request = rows.unclear.message.request
    page = page_of(request, owner)
    assert "Did this letter leave?" in page
    assert rows.unclear.message.message_id.strip("<>") in page
    owner.post(reverse("delivery_settle", args=[rows.unclear.pk]), {"was_sent": said})
    request.refresh_from_db()
    assert request.stage == state
    assert request.messages.get().deliveries.count() == (1 if said == "yes" else 2)


def test_a_void_entry_stays_readable_and_out_of_the_count(
    sent: RecordsRequest, owner: Client, citizen: User, now: datetime
) -> None:
    later = now + timedelta(days=1)
    entry = docket.record(request=sent, kind="denied", at=later, by=citizen, now=later)
    assert entry
    docket.void(entry=entry, reason="It was another letter.", by=citizen, now=later)
    page = page_of(sent, owner)
    assert "It was another letter." in page
    assert "void by #3" in page
    assert "They refused" in page.split("History, as it was recorded")[1]
    assert "They refused" not in page.split("History, as it was recorded")[0]


def test_attachments_go_out_as_files_and_never_as_pages(rows: Rows, owner: Client) -> None:
    answer = owner.get(reverse("attachment", args=[rows.attachment.pk]))
    assert answer.content.strip() == b"<script>alert(1)</script>"
    assert answer["Content-Disposition"] == 'attachment; filename="page.html"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert "no-store" in answer["Cache-Control"]


def test_an_altered_attachment_is_not_handed_out(rows: Rows, owner: Client) -> None:
    from foia.gateways import blobs

    path = blobs.path_of(rows.attachment.blob_id)
    path.chmod(0o644)
    path.write_bytes(b"something else")
    answer = owner.get(reverse("attachment", args=[rows.attachment.pk]))
    assert answer.status_code == 422
    assert "have been altered" in answer.content.decode()


def queries(browser: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert browser.get(address).status_code == 200
    return len(seen)


def test_a_long_correspondence_costs_no_more_queries(sent: RecordsRequest, owner: Client) -> None:
    address = reverse("records_request", args=[sent.uuid])
    receive(mail(sent, EXTENSION))
    owner.get(address)  # the first visit is noted
    few = queries(owner, address)
    for number in range(12):
        receive(mail(sent, f"Message {number}.", message_id=f"<m{number}@agency.example>"))
    assert Message.objects.count() == 14
    assert queries(owner, address) == few
    assert few <= 20


def test_the_page_is_light(sent: RecordsRequest, owner: Client) -> None:
    receive(mail(sent, EXTENSION))
    assert Deadline.objects.count() >= 2
    assert len(page_of(sent, owner).encode()) < 100_000
